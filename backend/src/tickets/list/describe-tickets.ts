import type { TicketItem } from '@tiptop/contract/tickets.ts'
import { type SelectQueryBuilder, sql } from 'kysely'
import { asPrize } from '../../contest/queries.ts'
import type { Db } from '../../database/database.ts'
import type { DB } from '../../database/schema.ts'

export type TicketRow = Awaited<ReturnType<typeof describeTickets>>[number]

/** All that an administrator sees of these tickets: the newest play first, then what nobody played, by its number. */
export function describeTickets(db: Db, numbers: SelectQueryBuilder<DB, never, { id: number }>) {
  return db
    .selectFrom(numbers.as('number'))
    .innerJoin('tickets as ticket', 'ticket.id', 'number.id')
    .innerJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .leftJoin('users as player', 'player.id', 'ticket.player_id')
    .leftJoin('users as employee', 'employee.id', 'ticket.claimed_by')
    .leftJoin('shops as shop', 'shop.id', 'ticket.claimed_shop_id')
    .select(['ticket.id', 'ticket.status', 'ticket.code', 'ticket.played_at', 'ticket.claimed_at'])
    .select(['contest.claims_until', 'prize.slug', 'prize.name_fr', 'prize.name_en'])
    .select(['prize.description_fr', 'prize.description_en', 'prize.value_cents'])
    .select(['ticket.player_id', fullName('player').as('player_name'), fullName('employee').as('employee_name')])
    .select(['shop.slug as shop_slug', 'shop.name as shop_name', 'shop.city', 'shop.postal_code'])
    .orderBy('ticket.played_at', query => query.desc().nullsLast())
    .orderBy(sql`case when ticket.played_at is null then ticket.id else -ticket.id end`)
    .execute()
}

/** A ticket as an administrator sees it now. */
export function asTicketItem(row: TicketRow, now: Date): TicketItem {
  return {
    id: row.id,
    status: row.status,
    expired: row.status === 'pending' && now >= row.claims_until,
    prize: asPrize(row),
    code: row.code,
    playedAt: row.played_at?.toISOString() ?? null,
    player: row.player_id === null ? null : { id: row.player_id, name: row.player_name ?? '' },
    handedOver: handedOverOf(row),
  }
}

function handedOverOf(row: TicketRow): TicketItem['handedOver'] {
  const { claimed_at, employee_name, shop_slug, shop_name, city, postal_code } = row
  if (!claimed_at || shop_slug === null || shop_name === null || city === null || postal_code === null) return null
  const shop = { slug: shop_slug, name: shop_name, city, postalCode: postal_code }
  return { by: employee_name ?? '', at: claimed_at.toISOString(), shop }
}

function fullName(person: 'player' | 'employee') {
  return sql<string | null>`${sql.ref(`${person}.first_name`)} || ' ' || ${sql.ref(`${person}.last_name`)}`
}
