import type { TicketFilter } from '@tiptop/contract/tickets.ts'
import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { fullName } from '../../lists/full-name.ts'
import { ticketsMatching } from '../../tickets/list/matching-tickets.ts'
import type { Tools } from '../../tools.ts'
import { type ExportContents, moment, number, text } from '../rows/column.ts'
import { shownCode, shownStatus } from './cells.ts'

/**
 * The tickets that match a filter by their number, with player and handover. Refuses what `ticketsMatching` refuses.
 */
export async function ticketContents(
  db: Db,
  { config, now }: Pick<Tools, 'config' | 'now'>,
  filter: TicketFilter,
): Promise<ExportContents> {
  const numbers = await numbersOf(db, config.contest, filter)
  return {
    rows: db
      .selectFrom(numbers.as('number'))
      .innerJoin('tickets as ticket', 'ticket.id', 'number.id')
      .leftJoin('prizes as prize', join =>
        join.onRef('prize.id', '=', 'ticket.prize_id').on('ticket.status', '<>', 'unclaimed'),
      )
      .leftJoin('contests as contest', 'contest.id', 'prize.contest_id')
      .leftJoin('users as player', 'player.id', 'ticket.player_id')
      .leftJoin('users as employee', 'employee.id', 'ticket.claimed_by')
      .leftJoin('shops as shop', 'shop.id', 'ticket.claimed_shop_id'),
    order: [sql.ref('ticket.id')],
    known: Object.values(filter).some(Boolean) ? null : await ticketCount(db, config.contest),
    columns: [
      number('Ticket', sql.ref('ticket.id')),
      text('Statut', shownStatus(now()), 14),
      text('Lot', sql.ref('prize.name_fr'), 40),
      text('Code', shownCode, 13),
      text('Joueur', fullName('player'), 28),
      text('E-mail du joueur', sql.ref('player.email'), 34),
      moment('Joué le', sql.ref('ticket.played_at')),
      moment('Remis le', sql.ref('ticket.claimed_at')),
      text('Remis par', fullName('employee'), 28),
      text('Boutique', sql.ref('shop.name'), 28),
    ],
  }
}

async function numbersOf(db: Db, contest: string, filter: TicketFilter) {
  const { played, unplayed } = await ticketsMatching(db, contest, filter)
  const none = db.selectFrom('tickets as ticket').select('ticket.id').where(sql<boolean>`false`)
  const ids = played?.clearSelect().select('participation.ticket_id as id')
  return ids ? ids.unionAll(unplayed ?? none) : (unplayed ?? none)
}

async function ticketCount(db: Db, contest: string): Promise<number | null> {
  const row = await db.selectFrom('contests').select('ticket_count').where('slug', '=', contest).executeTakeFirst()
  return row?.ticket_count ?? null
}
