import { openLanes } from '../attempts/lanes.ts'
import { isDatabaseGone } from '../database/database.ts'
import { Refusal } from '../refusal.ts'

/** What a process tries of one key before it knows that it must wait; guessers.test.ts reckons with it. */
export const PLAYS_AT_ONCE = 4
/** A second click, a second device. */
const OF_PLAYER = { atOnce: PLAYS_AT_ONCE, waiting: 100, waitMs: 10_000 }
/** A play takes milliseconds: a shop full of first plays waits for none of them to be seen. */
const OF_ADDRESS = { atOnce: PLAYS_AT_ONCE, waiting: 1_000, waitMs: 10_000 }
/** How many players are remembered. One who is forgotten is remembered again at their next prize. */
const TRUSTED = 100_000

const refusals = {
  full: () => new Refusal('too-many-attempts', { retryAfterSeconds: 1 }),
  late: () => new Refusal('service-unavailable', { retryAfterSeconds: 5 }),
  // Behind a database that hangs no one waits for all before them.
  isCommon: isDatabaseGone,
}

/**
 * How many plays of one player, or of one address, are under way before it is known how they end. A wrong code counts
 * only once it is known to be wrong, so what is sent at the same time would all be tried before any of it counts. The
 * address is no limit for players who have won here: they have bought tea.
 */
export function openPlaces() {
  const players = openLanes({ ...OF_PLAYER, ...refusals })
  const addresses = openLanes({ ...OF_ADDRESS, ...refusals })
  const trusted = new Set<number>()

  return {
    run<Result>(playerId: number, address: string, play: () => Promise<Result>): Promise<Result> {
      return players.run(playerId, () => (trusted.has(playerId) ? play() : addresses.run(address, play)))
    },

    trust(playerId: number): void {
      if (trusted.size >= TRUSTED) trusted.clear()
      trusted.add(playerId)
    },
  }
}
