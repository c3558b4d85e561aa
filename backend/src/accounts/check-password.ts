import { setTimeout as pause } from 'node:timers/promises'
import type { LoginRequest } from '@tiptop/contract/accounts.ts'
import type { LimitedKey } from '../attempts/attempt-limit.ts'
import { Refusal } from '../refusal.ts'
import { isReserved } from '../reserved.ts'
import type { Tools } from '../tools.ts'
import {
  confirmationKey,
  passwordAddressKey,
  passwordDeviceKey,
  passwordKey,
  passwordRecordKey,
} from './account-limits.ts'
import type { PasswordOrigin } from './known-devices.ts'
import { hashingMs, verifyPassword } from './password-hash.ts'
import { findUserByEmail } from './queries.ts'

type PasswordTools = Pick<Tools, 'db' | 'attempts'>
type KnownAccount = NonNullable<Awaited<ReturnType<typeof findUserByEmail>>>

/** Under which keys a password counts, see {@link countedAs}. */
type PasswordCount = {
  own: LimitedKey
  network: LimitedKey[]
  /** the limit of all from this address, from which this account is spared; a wrong password does not show that it is */
  sparedFrom: LimitedKey[]
}

/**
 * Finds the account of an e-mail address and its password.
 * Refuses `invalid-credentials` with the same answer after the same time whether or not the address has an account;
 * `account-disabled` only to a person who knows the password; `too-many-attempts` past the limit of the account, the
 * browser or the client's address, even if the password is right; `sign-in-busy`.
 * @returns the account's id, and the hash that the password belongs to
 */
export async function checkPassword(
  tools: PasswordTools,
  { request: { email, password }, origin }: { request: LoginRequest; origin: PasswordOrigin },
): Promise<{ userId: number; checkedHash: string }> {
  const found = await findUserByEmail(tools.db, email)
  const counted = countedAs(found, email, origin)
  await tryPassword(tools, counted, { passwordHash: found?.password_hash ?? null, password })
  if (!found?.password_hash) throw new Refusal('invalid-credentials')
  if (found.disabled_at) throw new Refusal('account-disabled')
  return { userId: found.id, checkedHash: found.password_hash }
}

/**
 * Checks the password of an account without a session, elsewhere than at the sign-in, and counts it as there.
 * Refuses what {@link checkPassword} refuses.
 */
export async function checkPasswordAgain(
  tools: PasswordTools,
  { email, passwordHash, password, origin }: PasswordProof & { email: string; origin: PasswordOrigin },
): Promise<void> {
  const counted = countedAs(await findUserByEmail(tools.db, email), email, origin)
  await tryPassword(tools, counted, { passwordHash, password })
}

type PasswordProof = { passwordHash: string; password: string }

/**
 * Checks that a signed-in person knows the password of their account, before something that cannot be undone. What
 * others try at this account or from this address never stops them. Refuses `invalid-credentials`, `too-many-attempts`
 * and `sign-in-busy`.
 */
export async function confirmPassword(tools: PasswordTools, proof: PasswordProof & { userId: number }): Promise<void> {
  await tryPassword(tools, { own: confirmationKey(proof.userId), network: [], sparedFrom: [] }, proof)
}

/**
 * A browser that has opened the account counts by itself, and neither others' guesses nor its address stop it. From
 * elsewhere the account counts, and the address: not for the staff, and apart for accounts that have played.
 */
function countedAs(found: KnownAccount | undefined, email: string, { address, markOf }: PasswordOrigin): PasswordCount {
  const mark = found && markOf(found.id)
  if (mark) return { own: passwordDeviceKey(mark), network: [], sparedFrom: [] }
  const own = passwordKey(email)
  // A verification may share its client address with guessers; its own e-mail address is random and cannot be guessed.
  if (found && isReserved(found.id)) return { own, network: [], sparedFrom: [] }
  const ofAll = [passwordAddressKey(address)]
  if (found && found.role !== 'player') return { own, network: [], sparedFrom: ofAll }
  if (found?.has_played) return { own, network: [passwordRecordKey(address)], sparedFrom: ofAll }
  return { own, network: ofAll, sparedFrom: [] }
}

/** Refuses a wrong password and counts it, before and after its turn in the queue: it counts once it was looked at. */
async function tryPassword(
  { attempts }: Pick<PasswordTools, 'attempts'>,
  { own, network, sparedFrom }: PasswordCount,
  { passwordHash, password }: { passwordHash: string | null; password: string },
): Promise<void> {
  await attempts.refuseWhileBlocked([own])
  await attempts.refuseWhileBlocked(network).catch(async refusal => {
    // As long as for the accounts that are spared, so that the time does not tell which these are.
    await pause(hashingMs())
    throw refusal
  })
  const hidden = await attempts.wait(sparedFrom)
  const keys = [own, ...network]
  const matches = await verifyPassword(passwordHash, password, () => attempts.refuseWhileBlocked(keys))
  if (matches) return attempts.forget([own])
  await attempts.countFailure(keys)
  if (hidden) throw new Refusal('too-many-attempts', { retryAfterSeconds: hidden })
  throw new Refusal('invalid-credentials')
}
