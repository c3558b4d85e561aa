import type { AccessChange } from '@tiptop/contract/users.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { DatabaseTools } from '../database/database.ts'
import { revokeAllSessions } from '../sessions/queries.ts'
import { judgeChange, lockUser, type UserChange } from './lock-user.ts'

/**
 * Disables an account, which ends its sessions at once and loses nothing, or enables it again. Nothing changes
 * if it is in that state already. Refuses `own-account`, `not-found`, `user-erased`, `last-admin`, `role-needed`.
 */
export async function changeAccess(
  { db, now }: DatabaseTools,
  { userId, by, change: { disabled } }: UserChange & { change: AccessChange },
): Promise<void> {
  const at = now()
  await db.transaction().execute(async db => {
    const user = await lockUser(db, { userId, by })
    if ((user.disabled_at !== null) === disabled) return
    judgeChange(user, { staysAdmin: !disabled })
    await db
      .updateTable('users')
      .set({ disabled_at: disabled ? at : null })
      .where('id', '=', userId)
      .execute()
    if (disabled) await revokeAllSessions(db, userId, at)
    const kind = disabled ? 'account-disabled' : 'account-enabled'
    await recordEvent(db, { kind, at, actorId: by, subjectId: userId })
  })
}
