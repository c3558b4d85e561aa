import type { LoginRequest } from '@tiptop/contract/accounts.ts'
import { forgetFailures } from '../attempts/count-failure.ts'
import { giveBackAttempt, reserveAttempt } from '../attempts/reserve-attempt.ts'
import { Refusal } from '../refusal.ts'
import type { Tools } from '../tools.ts'
import { passwordAddressKey, passwordKey } from './account-limits.ts'
import { verifyPassword } from './password-hash.ts'
import { findUserByEmail } from './queries.ts'

type CheckTools = Pick<Tools, 'db' | 'now'>

/**
 * Whose e-mail address and password these are.
 * Refuses `invalid-credentials` with the same answer after the same time whether or not the address has an account;
 * `account-disabled` to somebody who knows the password only; `too-many-attempts` past the limit of the account or of
 * the address that asks, even when the password is right.
 * @returns the account's id, and the hash that the password belongs to
 */
export async function checkPassword(
  tools: CheckTools,
  { request: { email, password }, address }: { request: LoginRequest; address: string },
): Promise<{ userId: number; checkedHash: string }> {
  const user = await countTry(tools, { email, address }, async () => {
    const user = await findUserByEmail(tools.db, email)
    const matches = await verifyPassword(user?.password_hash ?? null, password)
    return user?.password_hash && matches ? { ...user, password_hash: user.password_hash } : null
  })
  if (user.disabled_at) throw new Refusal('account-disabled')
  return { userId: user.id, checkedHash: user.password_hash }
}

type Confirmation = { email: string; passwordHash: string; password: string; address: string }

/**
 * Lets somebody who is signed in prove that he knows the password of his account, before what cannot be undone.
 * Counted as a sign-in is. Refuses `invalid-credentials` and `too-many-attempts`.
 */
export async function confirmPassword(
  tools: CheckTools,
  { email, passwordHash, password, address }: Confirmation,
): Promise<void> {
  await countTry(tools, { email, address }, () => verifyPassword(passwordHash, password))
}

/** Counts a try for account and address before its outcome is known; one that finds something is forgotten. */
async function countTry<Found>(
  { db, now }: CheckTools,
  { email, address }: Pick<Confirmation, 'email' | 'address'>,
  find: () => Promise<Found>,
): Promise<NonNullable<Found>> {
  const ofAccount = passwordKey(email)
  const ofAddress = passwordAddressKey(address)
  await reserveAttempt(db, [ofAddress, ofAccount], now())
  const found = await find()
  if (!found) throw new Refusal('invalid-credentials')
  await forgetFailures(db, ofAccount.key)
  await giveBackAttempt(db, ofAddress.key)
  return found
}
