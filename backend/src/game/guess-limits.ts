import type { Role } from '@tiptop/contract/accounts.ts'
import { addressKey } from '../attempts/address-key.ts'
import { type AttemptLimit, type LimitedKey, limitedKey } from '../attempts/attempt-limit.ts'
import { isReserved } from '../reserved.ts'

/** Ten wrong codes an hour are typing errors; one code in 1.6 thousand million is a winning one. */
const perPlayer: AttemptLimit = { allowed: 10, windowSeconds: 3600, firstWaitSeconds: 60, longestWaitSeconds: 3600 }

/**
 * A shop's guests and a mobile network's customers share one address, but only those who have never played count there.
 * See docs/decisions/limits.md for what a guesser finds within these limits.
 */
const perAddress: AttemptLimit = { ...perPlayer, allowed: 30 }

type Guesser = { playerId: number; role?: Role; address: string }

/**
 * The keys under which a player's wrong codes are counted: their account, and their address. The address is no limit for
 * the staff, nor for a player who has played a ticket, see play-statement.ts. A verification comes from the server,
 * perhaps through the same proxy as other clients, whose guesses must not make it fail.
 */
export function guessKeys({ playerId, role = 'player', address }: Guesser): [player: LimitedKey, address: LimitedKey] {
  const from = isReserved(playerId) ? 'verification' : role === 'player' ? addressKey(address) : `staff ${playerId}`
  return [limitedKey('code:player', playerId, perPlayer), limitedKey('code:address', from, perAddress)]
}
