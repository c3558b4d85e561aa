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
 * Gives an account a new password, once per mailed token, and ends all its sessions. Who reads the mail owns the
 * address: it counts as verified, and where it had not been, somebody else may have made the account and linked his
 * provider, so the links go. Refuses `link-expired`.
 */
export async function resetPassword(
  { db, now }: DatabaseTools,
  { token, password }: ResetPasswordRequest,
): Promise<void> {
  const at = now()
  const link = { purpose: 'reset-password', token } as const
  // Hashing is dear and holds no connection: nobody gets it for an invented token.
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
