import { Refusal } from '../../refusal.ts'
import { markReauthenticated } from '../../sessions/queries.ts'
import type { Session } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'
import { confirmPassword } from '../check-password.ts'
import { findPassword } from '../queries.ts'

/**
 * Checks the password of a signed-in person again, which opens for some minutes what needs it. An account without a
 * password signs in again through its provider instead. Refuses `invalid-credentials`, `too-many-attempts`, and
 * `session-needed` once the account is closed.
 */
export async function reauthenticate(
  tools: Pick<Tools, 'db' | 'now' | 'attempts'>,
  { id, userId }: Pick<Session, 'id' | 'userId'>,
  password: string,
): Promise<void> {
  const account = await findPassword(tools.db, userId)
  if (!account) throw new Refusal('session-needed')
  const { password_hash: passwordHash } = account
  if (passwordHash === null) throw new Refusal('invalid-credentials')
  await confirmPassword(tools, { userId, passwordHash, password })
  await markReauthenticated(tools.db, id, tools.now())
}
