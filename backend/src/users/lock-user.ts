import { lockAdmins } from '../accounts/queries.ts'
import type { Db } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { isReserved } from '../reserved.ts'

/** The user to change, and the administrator who changes them. */
export type UserChange = { userId: number; by: number }
type LockedUser = Awaited<ReturnType<typeof lockUser>>

/**
 * The user whom an administrator wants to change. The user and all administrators are locked until the transaction
 * ends, so that such changes happen one after the other. Refuses `own-account`, `not-found` also for a reserved
 * account, `user-erased`.
 */
export async function lockUser(db: Db, { userId, by }: UserChange) {
  if (userId === by) throw new Refusal('own-account')
  if (isReserved(userId)) throw new Refusal('not-found')
  const admins = await lockAdmins(db)
  const user = await db
    .selectFrom('users')
    .select(['role', 'shop_id', 'disabled_at', 'erased_at'])
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!user) throw new Refusal('not-found')
  if (user.erased_at) throw new Refusal('user-erased')
  const isLastAdmin = admins.length === 1 && admins[0] === userId
  return { ...user, isLastAdmin, changedByAdmin: admins.includes(by) }
}

/**
 * Refuses `last-admin` for a change that would leave no administrator, and `role-needed` when the one who asks has just
 * ceased to be an administrator, which their token does not show yet.
 */
export function judgeChange(
  { isLastAdmin, changedByAdmin }: LockedUser,
  { staysAdmin }: { staysAdmin: boolean },
): void {
  if (isLastAdmin && !staysAdmin) throw new Refusal('last-admin')
  if (!changedByAdmin) throw new Refusal('role-needed')
}
