import type { TicketItem } from '@tiptop/contract/tickets.ts'
import { type SelectQueryBuilder, sql } from 'kysely'
import { asPrize, prizeColumns } from '../../contest/prize.ts'
import type { Db } from '../../database/database.ts'
import type { DB } from '../../database/schema.ts'
import { fullName } from '../../lists/full-name.ts'
import { joinedShop } from '../../shops/queries.ts'
import { handedOverOf, ticketColumns } from '../ticket/ticket.ts'

export type ListedTicket = Awaited<ReturnType<typeof describeTickets>>[number]

/** All that an administrator sees of these tickets: the newest play first, then unplayed tickets by number, without prize. */
export function describeTickets(db: Db, numbers: SelectQueryBuilder<DB, never, { id: number }>) {
  return db
    .selectFrom(numbers.as('number'))
    .innerJoin('tickets as ticket', 'ticket.id', 'number.id')
    .leftJoin('prizes as prize', join =>
      join.onRef('prize.id', '=', 'ticket.prize_id').on('ticket.status', '<>', 'unclaimed'),
    )
    .leftJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .leftJoin('users as player', 'player.id', 'ticket.player_id')
    .leftJoin('users as employee', 'employee.id', 'ticket.claimed_by')
    .leftJoin('shops as shop', 'shop.id', 'ticket.claimed_shop_id')
    .select(['ticket.id', 'ticket.status', 'ticket.player_id'])
    .select(ticketColumns)
    .select(prizeColumns)
    .select([fullName('player').as('player_name'), fullName('employee').as('employee_name'), joinedShop.as('shop')])
    .orderBy('ticket.played_at', query => query.desc().nullsLast())
    .orderBy(sql`case when ticket.played_at is null then ticket.id else -ticket.id end`)
    .execute()
}

/** A ticket as an administrator sees it now. */
export function asTicketItem(row: ListedTicket, now: Date): TicketItem {
  return {
    id: row.id,
    status: row.status,
    expired: row.status === 'pending' && row.claims_until !== null && now >= row.claims_until,
    prize: isWithPrize(row) ? asPrize(row) : null,
    code: row.code,
    playedAt: row.played_at?.toISOString() ?? null,
    player: row.player_id === null ? null : { id: row.player_id, name: row.player_name ?? '' },
    handedOver: handedOverOf(row),
  }
}

type RowWithPrize = ListedTicket & Parameters<typeof asPrize>[0]

function isWithPrize(row: ListedTicket): row is RowWithPrize {
  return row.slug !== null
}
