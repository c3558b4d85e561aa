import type { Role } from '@tiptop/contract/accounts.ts'
import type { Prize } from '@tiptop/contract/contest.ts'
import type { PlayAnswer } from '@tiptop/contract/game.ts'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import type { LimitedKey } from '../attempts/attempt-limit.ts'
import { findPrize } from '../contest/prize.ts'
import { type Db, isDatabaseGone } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { isReserved, mayMeet } from '../reserved.ts'
import { hashCode } from '../tickets/ticket/code-hash.ts'
import { CANARY_POSITION, maskPrize, openingOf } from '../tickets/ticket/opening.ts'
import { asPlayerTicket } from '../tickets/ticket/ticket.ts'
import type { Tools } from '../tools.ts'
import { recordCanary } from './canary.ts'
import { guessKeys } from './guess-limits.ts'
import { openPlaces } from './places.ts'
import { type PlayAttempt, type PlayWin, playTogether } from './play-statement.ts'
import { asPlay, findPlayedTicket, findTicketByCode, hasPlayed, isAccountClosed } from './queries.ts'
import { openRounds } from './rounds.ts'

type PlayInput = { code: TicketCode; playerId: number; role: Role; address: string }

/** `again`: this player had played this ticket before, and gets the same answer. */
type PlayResult = { play: PlayAnswer; again: boolean }

type GameTools = Pick<Tools, 'db' | 'playPool' | 'attempts' | 'config' | 'metrics' | 'now'>
type GuessKeys = ReturnType<typeof guessKeys>

/**
 * Opens the game of this process: plays that arrive together go to the database in one statement.
 * @returns a function that plays a ticket: the prize goes to the first player, who gets the same answer again on asking
 * again. It refuses `ticket-unknown`, `ticket-already-played`, `contest-closed`, `too-many-attempts`, and
 * `session-needed` if the account was disabled or erased
 */
export function openGame(tools: GameTools) {
  const { db, playPool, config, metrics, now } = tools
  const rounds = openRounds<PlayAttempt, PlayWin | null>({
    run: attempts => playTogether(playPool, attempts),
    key: attempt => attempt.code,
    size: 200,
    isCommon: isDatabaseGone,
  })
  const prizes = new Map<number, Prize>()
  const places = openPlaces()

  /** Prizes of a contest never change once its tickets are generated. */
  async function prizeOf(id: number): Promise<Prize> {
    const prize = prizes.get(id) ?? (await findPrize(db, id))
    prizes.set(id, prize)
    return prize
  }

  async function play({ code, playerId }: PlayInput, keys: GuessKeys): Promise<PlayResult> {
    const codeHash = hashCode(config.tickets.pepper, code)
    const { mask } = openingOf(config.tickets.pepper, code)
    const attempt = { codeHash, mask, code, playerId, playerKey: keys[0].key, addressKey: keys[1].key, at: now() }
    const win = await rounds.submit(attempt)
    if (!win) return { play: await playedBefore(tools, attempt, keys), again: true }
    places.trust(playerId)
    if (!isReserved(playerId)) metrics.plays.inc()
    const played = { code, playedAt: win.playedAt, claimedAt: null, claimUntil: win.claimUntil }
    return { play: { ticket: asPlayerTicket(played, attempt.at), prize: await prizeOf(win.prizeId) }, again: false }
  }

  return function playTicket(input: PlayInput): Promise<PlayResult> {
    const keys = guessKeys(input)
    return places.run(input.playerId, keys[1].key, () => play(input, keys))
  }
}

/** The play that this player made before, or the refusal that explains why the attempt did not win. */
async function playedBefore(
  tools: GameTools,
  { codeHash, mask, playerId, at }: PlayAttempt,
  keys: GuessKeys,
): Promise<PlayAnswer> {
  const { db, metrics, attempts } = tools
  const counted = await countedFor(db, playerId, keys)
  await attempts.refuseWhileBlocked(counted)
  const ticket = await findTicketByCode(db, codeHash)
  const isCanary = ticket?.masked_prize != null && maskPrize(ticket.masked_prize, { mask }) === CANARY_POSITION
  if (isCanary) await recordCanary(tools, { ticketId: ticket.id, playerId, keys: counted, at })
  if (!ticket || isCanary || !mayMeet(playerId, ticket.id)) {
    metrics.wrongCodes.inc()
    await attempts.countFailure(counted)
    throw new Refusal('ticket-unknown')
  }
  if (ticket.player_id === playerId) return asPlay(await findPlayedTicket(db, codeHash), at)
  if (ticket.status !== 'unclaimed') throw new Refusal('ticket-already-played')
  if (at < ticket.opens_at || at >= ticket.plays_until) throw new Refusal('contest-closed')
  if (await isAccountClosed(db, playerId)) throw new Refusal('session-needed')
  // The ticket is unplayed, the contest open, and no limit applies: a limit has ended between the two looks.
  throw new Refusal('service-unavailable', { retryAfterSeconds: 1 })
}

/** A player who has played a ticket has bought tea: what others try from the same address does not stop them. */
async function countedFor(db: Db, playerId: number, [player, address]: GuessKeys): Promise<LimitedKey[]> {
  return (await hasPlayed(db, playerId)) ? [player] : [player, address]
}
