import type { TicketFilter } from '@tiptop/contract/tickets.ts'
import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { fullName } from '../../lists/full-name.ts'
import { ticketsMatching } from '../../tickets/list/matching-tickets.ts'
import type { Tools } from '../../tools.ts'
import { type ExportContents, moment, number, text } from '../rows/column.ts'
import { shownAge, shownCode, shownStatus } from './cells.ts'

const ageBand = sql<number | null>`coalesce(
  participation.age_band, age_band(player.birth_date, participation.played_at))`

/** Who took part, in the order of the plays. Refuses what `ticketsMatching` refuses. */
export async function participationContents(
  db: Db,
  { config, now }: Pick<Tools, 'config' | 'now'>,
  filter: Pick<TicketFilter, 'from' | 'to' | 'prize'>,
): Promise<ExportContents> {
  const { played } = await ticketsMatching(db, config.contest, filter)
  const none = db.selectFrom('participations as participation').where(sql<boolean>`false`)
  return {
    rows: (played?.clearSelect() ?? none)
      .innerJoin('tickets as ticket', 'ticket.id', 'participation.ticket_id')
      .innerJoin('prizes as prize', 'prize.id', 'participation.prize_id')
      .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
      .leftJoin('users as player', 'player.id', 'participation.player_id'),
    order: [sql.ref('participation.played_at'), sql.ref('participation.ticket_id')],
    columns: [
      moment('Joué le', sql.ref('participation.played_at')),
      number('Ticket', sql.ref('participation.ticket_id')),
      text('Code', shownCode, 13),
      text('Lot', sql.ref('prize.name_fr'), 40),
      number('Compte du joueur', sql.ref('participation.player_id')),
      text('Joueur', fullName('player'), 28),
      text('Âge', shownAge(ageBand), 16),
      text('Statut', shownStatus(now()), 14),
    ],
  }
}
