import type { Prize } from '@tiptop/contract/contest.ts'
import type { PlayAnswer } from '@tiptop/contract/game.ts'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { countFailure, refuseWhileBlocked } from '../attempts/count-failure.ts'
import { findPrize } from '../contest/prize.ts'
import { isDatabaseGone } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { isReserved, mayMeet } from '../reserved.ts'
import { hashCode } from '../tickets/ticket/code-hash.ts'
import { asPlayerTicket } from '../tickets/ticket/ticket.ts'
import type { Tools } from '../tools.ts'
import { guessKeys } from './guess-limits.ts'
import { type Attempt, playTogether, type Win } from './play-statement.ts'
import { asPlay, findTicketByCode } from './queries.ts'
import { openRounds } from './rounds.ts'

export type PlayInput = { code: TicketCode; playerId: number; address: string }

/** `again`: this player had played this ticket before, and is told the same. */
export type PlayResult = { play: PlayAnswer; again: boolean }

/**
 * Opens the game of this process: plays that arrive together go to the database in one statement.
 * @returns plays a ticket: the prize goes to the first player, and to him again when he asks again. Refuses
 * `ticket-unknown`, `ticket-already-played`, `contest-closed`, `too-many-attempts`
 */
export function openGame(tools: Pick<Tools, 'db' | 'playPool' | 'config' | 'metrics' | 'now'>) {
  const { db, playPool, config, metrics, now } = tools
  const rounds = openRounds<Attempt, Win | null>({
    run: attempts => playTogether(playPool, attempts),
    key: attempt => attempt.code,
    size: 200,
    isCommon: isDatabaseGone,
  })
  const prizes = new Map<number, Prize>()

  /** Prizes of a contest never change once its tickets are generated. */
  async function prizeOf(id: number): Promise<Prize> {
    const prize = prizes.get(id) ?? (await findPrize(db, id))
    prizes.set(id, prize)
    return prize
  }

  return async function playTicket({ code, playerId, address }: PlayInput): Promise<PlayResult> {
    const [playerLimit, addressLimit] = guessKeys(playerId, address)
    const attempt = {
      codeHash: hashCode(config.tickets.pepper, code),
      code,
      playerId,
      playerKey: playerLimit.key,
      addressKey: addressLimit.key,
      at: now(),
    }
    const win = await rounds.submit(attempt)
    if (!win) return { play: await whyNotWon(attempt), again: true }
    if (!isReserved(playerId)) metrics.plays.inc()
    const played = { code, playedAt: win.playedAt, claimedAt: null, claimUntil: win.claimUntil }
    return { play: { ticket: asPlayerTicket(played, attempt.at), prize: await prizeOf(win.prizeId) }, again: false }

    /** The play that this player made before, or the refusal that explains why there is none. */
    async function whyNotWon({ at }: Attempt): Promise<PlayAnswer> {
      await refuseWhileBlocked(db, [playerLimit.key, addressLimit.key], at)
      const ticket = await findTicketByCode(db, attempt.codeHash)
      if (!ticket || !mayMeet(playerId, ticket.id)) {
        metrics.wrongCodes.inc()
        await countFailure(db, [playerLimit, addressLimit], at)
        throw new Refusal('ticket-unknown')
      }
      if (ticket.player_id === playerId) return asPlay(ticket, at)
      if (ticket.status !== 'unclaimed') throw new Refusal('ticket-already-played')
      if (at < ticket.opens_at || at >= ticket.plays_until) throw new Refusal('contest-closed')
      // Unplayed, open, not blocked: only a limit that ended between the two looks leads here.
      throw new Refusal('service-unavailable', { retryAfterSeconds: 1 })
    }
  }
}
