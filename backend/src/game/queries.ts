import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { sql } from 'kysely'
import { asPrize, prizeColumns } from '../contest/prize.ts'
import type { Db } from '../database/database.ts'
import { decodeCursor, page } from '../lists/cursor.ts'
import { newestPlays } from '../tickets/ticket/newest-plays.ts'
import { asPlayerTicket, playedTicketOf, ticketColumns } from '../tickets/ticket/ticket.ts'

/** The ticket of a code, with the contest's dates; undefined if no ticket has this code. */
export function findTicketByCode(db: Db, codeHash: Buffer) {
  return db
    .selectFrom('tickets as ticket')
    .leftJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', join =>
      join.on('contest.id', '=', sql<number>`coalesce(ticket.contest_id, prize.contest_id)`),
    )
    .select(['ticket.id', 'ticket.status', 'ticket.player_id', 'ticket.masked_prize'])
    .select(['contest.opens_at', 'contest.plays_until'])
    .where('ticket.code_hash', '=', codeHash)
    .executeTakeFirst()
}

/** A played ticket with its prize. */
export function findPlayedTicket(db: Db, codeHash: Buffer) {
  return db
    .selectFrom('tickets as ticket')
    .innerJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .select(ticketColumns)
    .select(prizeColumns)
    .where('ticket.code_hash', '=', codeHash)
    .executeTakeFirstOrThrow()
}

/** Whether this player has ever played a ticket. */
export async function hasPlayed(db: Db, playerId: number): Promise<boolean> {
  const row = await db
    .selectFrom('participations')
    .select('ticket_id')
    .where('player_id', '=', playerId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether this account is disabled or erased. */
export async function isAccountClosed(db: Db, playerId: number): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .select(['disabled_at', 'erased_at'])
    .where('id', '=', playerId)
    .executeTakeFirst()
  return Boolean(row?.disabled_at ?? row?.erased_at)
}

/** Whether the contest with this slug lets employees and administrators play. */
export async function mayStaffPlay(db: Db, contest: string): Promise<boolean> {
  const row = await db.selectFrom('contests').select('staff_may_play').where('slug', '=', contest).executeTakeFirst()
  return row?.staff_may_play ?? false
}

/** A player's tickets and prizes, the newest first. */
export async function listPlayerTickets(
  db: Db,
  player: { playerId: number; cursor: string | undefined; limit: number; now: Date },
): Promise<{ items: PlayAnswer[]; nextCursor: string | null }> {
  const plays = db
    .selectFrom('participations as participation')
    .innerJoin('tickets as ticket', 'ticket.id', 'participation.ticket_id')
    .innerJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .select(['ticket.id', 'participation.played_at as at'])
    .select(ticketColumns)
    .select(prizeColumns)
    .where('participation.player_id', '=', player.playerId)
  const after = player.cursor === undefined ? null : decodeCursor(player.cursor)
  const rows = await newestPlays(plays, { after, count: player.limit + 1 }).execute()
  return page(
    rows,
    player.limit,
    row => asPlay(row, player.now),
    row => ({ at: row.at, id: row.id }),
  )
}

type PlayRow = Parameters<typeof asPrize>[0] & Parameters<typeof playedTicketOf>[0]

/** A played ticket and its prize, as its player sees them. */
export function asPlay(row: PlayRow, now: Date): PlayAnswer {
  return { ticket: asPlayerTicket(playedTicketOf(row), now), prize: asPrize(row) }
}
