import type { LoginRequest } from '@tiptop/contract/accounts.ts'
import { forgetFailures } from '../attempts/count-failure.ts'
import { giveBackAttempt, reserveAttempt } from '../attempts/reserve-attempt.ts'
import { Refusal } from '../refusal.ts'
import type { Tools } from '../tools.ts'
import { passwordAddressKey, passwordKey } from './account-limits.ts'
import { verifyPassword } from './password-hash.ts'
import { findUserByEmail } from './queries.ts'

/**
 * Whose e-mail address and password these are.
 * Refuses `invalid-credentials` with the same answer after the same time whether or not the address has an account;
 * `account-disabled` to somebody who knows the password only; `too-many-attempts` past the limit of the account or of
 * the address that asks, even when the password is right.
 * @returns the account's id, and the hash that the password belongs to
 */
export async function checkPassword(
  { db, now }: Pick<Tools, 'db' | 'now'>,
  { request, address }: { request: LoginRequest; address: string },
): Promise<{ userId: number; checkedHash: string }> {
  const ofAccount = passwordKey(request.email)
  const ofAddress = passwordAddressKey(address)
  await reserveAttempt(db, [ofAddress, ofAccount], now())

  const user = await findUserByEmail(db, request.email)
  const matches = await verifyPassword(user?.password_hash ?? null, request.password)
  if (!user?.password_hash || !matches) throw new Refusal('invalid-credentials')

  await forgetFailures(db, ofAccount.key)
  await giveBackAttempt(db, ofAddress.key)
  if (user.disabled_at) throw new Refusal('account-disabled')
  return { userId: user.id, checkedHash: user.password_hash }
}
