import type { PasswordChange } from '@tiptop/contract/accounts.ts'
import { recordEvent } from '../../audit/record-event.ts'
import { Refusal } from '../../refusal.ts'
import { markReauthenticated, revokeOtherSessions } from '../../sessions/queries.ts'
import type { Session } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'
import { confirmPassword } from '../check-password.ts'
import { refuseCommonPassword } from '../common-passwords.ts'
import { useUpTokens } from '../mailed-links/queries.ts'
import { hashPassword } from '../password-hash.ts'
import { findPassword, replacePassword } from '../queries.ts'

type PasswordTools = Pick<Tools, 'db' | 'now' | 'attempts'>
type OwnPassword = { session: Pick<Session, 'id' | 'userId'>; change: PasswordChange }

/**
 * Replaces the password of a signed-in person who knows the present one, ends their other sessions, and makes
 * mailed links for a new password useless.
 * Refuses `password-too-common`, `invalid-credentials` (also if the password has just been changed elsewhere),
 * `too-many-attempts`, and `session-needed` once the account is closed.
 */
export async function changePassword(tools: PasswordTools, { session, change }: OwnPassword): Promise<void> {
  const { userId } = session
  await refuseCommonPassword(change.password)
  const account = await findPassword(tools.db, userId)
  if (!account) throw new Refusal('session-needed')
  const { password_hash: presentHash } = account
  if (presentHash === null) throw new Refusal('invalid-credentials')
  await confirmPassword(tools, { userId, passwordHash: presentHash, password: change.present })
  const passwordHash = await hashPassword(change.password)

  const at = tools.now()
  await tools.db.transaction().execute(async db => {
    await useUpTokens(db, 'reset-password', userId, at)
    if (!(await replacePassword(db, userId, { presentHash, passwordHash }))) throw new Refusal('invalid-credentials')
    await revokeOtherSessions(db, session, at)
    await markReauthenticated(db, session.id, at)
    await recordEvent(db, { kind: 'password-changed', at, actorId: userId })
  })
}
