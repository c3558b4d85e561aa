import type { LoginRequest } from '@tiptop/contract/accounts.ts'
import { forgetFailures } from '../attempts/count-failure.ts'
import { giveBackAttempt, reserveAttempt } from '../attempts/reserve-attempt.ts'
import type { DatabaseTools } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { isReserved } from '../reserved.ts'
import { passwordAddressKey, passwordKey } from './account-limits.ts'
import { verifyPassword } from './password-hash.ts'
import { findUserByEmail } from './queries.ts'

/**
 * Finds the account of an e-mail address and its password.
 * Refuses `invalid-credentials` with the same answer after the same time whether or not the address has an account;
 * `account-disabled` only to a person who knows the password; `too-many-attempts` past the limit of the account or of
 * the client's address, even if the password is right.
 * @returns the account's id, and the hash that the password belongs to
 */
export async function checkPassword(
  tools: DatabaseTools,
  { request: { email, password }, address }: { request: LoginRequest; address: string },
): Promise<{ userId: number; checkedHash: string }> {
  const found = await findUserByEmail(tools.db, email)
  // A verification may share its client address with guessers; its own e-mail address is random and cannot be guessed.
  const from = found && isReserved(found.id) ? null : address
  const user = await countAttempts(tools, { email, address: from }, async () => {
    const matches = await verifyPassword(found?.password_hash ?? null, password)
    return found?.password_hash && matches ? { ...found, password_hash: found.password_hash } : null
  })
  if (user.disabled_at) throw new Refusal('account-disabled')
  return { userId: user.id, checkedHash: user.password_hash }
}

type PasswordConfirmation = { email: string; passwordHash: string; password: string; address: string }

/**
 * Checks that a signed-in person knows the password of their account, before something that cannot be undone. Counted
 * like a sign-in. Refuses `invalid-credentials` and `too-many-attempts`.
 */
export async function confirmPassword(
  tools: DatabaseTools,
  { email, passwordHash, password, address }: PasswordConfirmation,
): Promise<void> {
  await countAttempts(tools, { email, address }, () => verifyPassword(passwordHash, password))
}

/** Counts an attempt for account and address before its outcome is known; a successful one is given back. */
async function countAttempts<Found>(
  { db, now }: DatabaseTools,
  { email, address }: { email: string; address: string | null },
  find: () => Promise<Found>,
): Promise<NonNullable<Found>> {
  const ofAccount = passwordKey(email)
  const ofAddress = address === null ? [] : [passwordAddressKey(address)]
  await reserveAttempt(db, [...ofAddress, ofAccount], now())
  const found = await find()
  if (!found) throw new Refusal('invalid-credentials')
  await forgetFailures(db, ofAccount.key)
  for (const { key } of ofAddress) await giveBackAttempt(db, key)
  return found
}
