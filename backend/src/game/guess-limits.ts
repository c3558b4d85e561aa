import { addressKey } from '../attempts/address-key.ts'
import type { AttemptLimit } from '../attempts/attempt-limit.ts'
import type { LimitedKey } from '../attempts/count-failure.ts'
import { isReserved } from '../reserved.ts'

/** Ten wrong codes an hour are typing errors; one code in 1.6 thousand million is a winning one. */
const perPlayer: AttemptLimit = { allowed: 10, windowSeconds: 3600, firstWaitSeconds: 60, longestWaitSeconds: 86_400 }

/** A shop's guests and a mobile network's customers share one address. */
const perAddress: AttemptLimit = { allowed: 100, windowSeconds: 3600, firstWaitSeconds: 60, longestWaitSeconds: 3600 }

/**
 * The keys under which a player's wrong codes are counted: their account, and their address. A verification comes from
 * the server, perhaps through the same proxy as other clients, whose guesses must not make it fail.
 */
export function guessKeys(playerId: number, address: string): [player: LimitedKey, address: LimitedKey] {
  const from = isReserved(playerId) ? 'verification' : addressKey(address)
  return [
    { key: `code:player:${playerId}`, limit: perPlayer },
    { key: `code:address:${from}`, limit: perAddress },
  ]
}
