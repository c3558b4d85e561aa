import type { Prize } from '@tiptop/contract/contest.ts'
import type { PlayAnswer } from '@tiptop/contract/game.ts'
import { asPrize } from '../contest/queries.ts'
import type { Db } from '../database/database.ts'
import { decodeCursor, page } from '../lists/cursor.ts'
import { asPlayerTicket } from '../tickets/ticket/ticket.ts'

const ticketColumns = ['ticket.code', 'ticket.played_at', 'ticket.claimed_at', 'contest.claims_until'] as const
const prizeColumns = [
  'prize.slug',
  'prize.name_fr',
  'prize.name_en',
  'prize.description_fr',
  'prize.description_en',
  'prize.value_cents',
] as const

export async function findPrize(db: Db, id: number): Promise<Prize> {
  return asPrize(await db.selectFrom('prizes').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
}

/** What a code leads to, whoever asks: its ticket, prize and the contest's dates; undefined when no ticket has it. */
export function findTicketByCode(db: Db, codeHash: Buffer) {
  return db
    .selectFrom('tickets as ticket')
    .innerJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .select(['ticket.id', 'ticket.status', 'ticket.player_id', 'contest.opens_at', 'contest.plays_until'])
    .select(ticketColumns)
    .select(prizeColumns)
    .where('ticket.code_hash', '=', codeHash)
    .executeTakeFirst()
}

/** A player's tickets and prizes, the newest first. */
export async function listPlayerTickets(
  db: Db,
  player: { playerId: number; cursor: string | undefined; limit: number; now: Date },
): Promise<{ items: PlayAnswer[]; nextCursor: string | null }> {
  let query = db
    .selectFrom('participations as participation')
    .innerJoin('tickets as ticket', 'ticket.id', 'participation.ticket_id')
    .innerJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .select(['ticket.id', 'participation.played_at as at'])
    .select(ticketColumns)
    .select(prizeColumns)
    .where('participation.player_id', '=', player.playerId)
  if (player.cursor) {
    const { at, id } = decodeCursor(player.cursor)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('participation.played_at', 'participation.ticket_id'), '<', tuple(at, id)),
    )
  }
  const rows = await query
    .orderBy('participation.played_at', 'desc')
    .orderBy('participation.ticket_id', 'desc')
    .limit(player.limit + 1)
    .execute()
  return page(
    rows,
    player.limit,
    row => asPlay(row, player.now),
    row => ({ at: row.at, id: row.id }),
  )
}

type PlayRow = Parameters<typeof asPrize>[0] & {
  code: string | null
  played_at: Date | null
  claimed_at: Date | null
  claims_until: Date
}

/** A played ticket and its prize, as its player sees them. */
export function asPlay(row: PlayRow, now: Date): PlayAnswer {
  if (row.code === null || row.played_at === null) throw new Error('a played ticket has a code and a time')
  const ticket = { code: row.code, playedAt: row.played_at, claimedAt: row.claimed_at, claimUntil: row.claims_until }
  return { ticket: asPlayerTicket(ticket, now), prize: asPrize(row) }
}
