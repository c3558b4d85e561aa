import type { ResetPasswordRequest } from '@tiptop/contract/accounts.ts'
import { recordEvent } from '../../audit/record-event.ts'
import { Refusal } from '../../refusal.ts'
import { revokeAllSessions } from '../../sessions/queries.ts'
import type { Tools } from '../../tools.ts'
import { forgottenPasswordKey, passwordKey } from '../account-limits.ts'
import { checkPasswordAgain } from '../check-password.ts'
import { refuseCommonPassword } from '../common-passwords.ts'
import { leaveToOwner } from '../former-owner.ts'
import type { PasswordOrigin } from '../known-devices.ts'
import { hashPassword } from '../password-hash.ts'
import { findResetAccount, isTokenLive, markEmailVerified, setPassword, useToken, useUpTokens } from './queries.ts'

/** For how long the same request again is one whose answer was lost. */
const SAME_RESET_MS = 600_000

type ResetTools = Pick<Tools, 'db' | 'now' | 'attempts'>
type ResetInput = ResetPasswordRequest & { origin: PasswordOrigin }

/**
 * Gives an account a new password, once per mailed token, and ends all its sessions. Reading the mail proves the
 * address, so it counts as verified. If it had not been, a stranger may have registered it, so whatever they chose for
 * the account goes, see leaveToOwner. A person whose answer was lost may send the same password again.
 * Refuses `link-expired`, `password-too-common`, `sign-in-busy`.
 * @returns the account's id
 */
export async function resetPassword(tools: ResetTools, { token, password, origin }: ResetInput): Promise<number> {
  const { db, now, attempts } = tools
  const at = now()
  const link = { purpose: 'reset-password', token } as const
  // Hashing is expensive, so an invented token is refused before it; it also holds no connection.
  if (!(await isTokenLive(db, link, at))) return isResetAlready(tools, { token, password, origin })
  await refuseCommonPassword(password)
  const passwordHash = await hashPassword(password)

  const reset = await db.transaction().execute(async db => {
    const userId = await useToken(db, link, at)
    const email = userId === null ? null : await setPassword(db, userId, passwordHash)
    if (userId === null || email === null) throw new Refusal('link-expired')
    if (await markEmailVerified(db, userId, at)) {
      await leaveToOwner(db, { userId, passwordHash, provider: null, firstName: '', lastName: '' }, at)
      await recordEvent(db, { kind: 'email-verified', at, actorId: userId })
    }
    await useUpTokens(db, 'reset-password', userId, at)
    await revokeAllSessions(db, userId, at)
    await recordEvent(db, { kind: 'password-reset', at, actorId: userId })
    return { userId, email }
  })
  await attempts.forget([passwordKey(reset.email), forgottenPasswordKey(reset.email)])
  return reset.userId
}

/**
 * Passes if this link has just set this very password. Trying passwords this way is counted as at the sign-in.
 * Refuses `link-expired`.
 */
async function isResetAlready(tools: ResetTools, { token, password, origin }: ResetInput): Promise<number> {
  const since = new Date(tools.now().getTime() - SAME_RESET_MS)
  const account = await findResetAccount(tools.db, token, since)
  if (!account?.password_hash) throw new Refusal('link-expired')
  const { email, password_hash: passwordHash } = account
  await checkPasswordAgain(tools, { email, passwordHash, password, origin }).catch(error => {
    throw error instanceof Refusal && error.code === 'invalid-credentials' ? new Refusal('link-expired') : error
  })
  return account.id
}
