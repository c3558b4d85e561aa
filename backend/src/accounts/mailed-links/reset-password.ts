import type { ResetPasswordRequest } from '@tiptop/contract/accounts.ts'
import { forgetFailures } from '../../attempts/count-failure.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { DatabaseTools } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { revokeAllSessions } from '../../sessions/queries.ts'
import { passwordKey } from '../account-limits.ts'
import { hashPassword } from '../password-hash.ts'
import { deleteIdentities, isTokenLive, markEmailVerified, setPassword, useToken, useUpTokens } from './queries.ts'

/**
 * Gives an account a new password, once per mailed token, and ends all its sessions. Reading the mail proves the
 * address, so it counts as verified. If it had not been, a stranger may have registered it and linked their provider,
 * so the links to providers are removed. Refuses `link-expired`.
 */
export async function resetPassword(
  { db, now }: DatabaseTools,
  { token, password }: ResetPasswordRequest,
): Promise<void> {
  const at = now()
  const link = { purpose: 'reset-password', token } as const
  // Hashing is expensive, so an invented token is refused before it; it also holds no connection.
  if (!(await isTokenLive(db, link, at))) throw new Refusal('link-expired')
  const passwordHash = await hashPassword(password)

  await db.transaction().execute(async db => {
    const userId = await useToken(db, link, at)
    const email = userId === null ? null : await setPassword(db, userId, passwordHash)
    if (userId === null || email === null) throw new Refusal('link-expired')
    if (await markEmailVerified(db, userId, at)) {
      await deleteIdentities(db, userId)
      await recordEvent(db, { kind: 'email-verified', at, actorId: userId })
    }
    await useUpTokens(db, 'reset-password', userId, at)
    await revokeAllSessions(db, userId, at)
    await forgetFailures(db, passwordKey(email).key)
    await recordEvent(db, { kind: 'password-reset', at, actorId: userId })
  })
}
