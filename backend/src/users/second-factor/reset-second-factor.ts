import { removeAllFactors } from '../../accounts/second-factor/set-up/remove-factor.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { DatabaseTools, Db } from '../../database/database.ts'
import { revokeAllSessions } from '../../sessions/queries.ts'
import { hasSecondFactor } from '../../sessions/second-step/queries.ts'
import { judgeChange, lockUser, type UserChange } from '../lock-user.ts'

/**
 * Removes the second factor of a user who has lost it, and ends their sessions: the next sign-in sets a new one up where
 * one is compulsory. Refuses `own-account`, `not-found`, `user-erased`, `role-needed`.
 * @returns false if there was none
 */
export async function resetSecondFactor({ db, now }: DatabaseTools, change: UserChange): Promise<boolean> {
  return db.transaction().execute(async db => {
    judgeChange(await lockUser(db, change), { staysAdmin: true })
    return removeLockedFactors(db, change, now())
  })
}

/** The same for an account that this transaction has locked. `by`: the administrator, or null for an operator. */
export async function removeLockedFactors(
  db: Db,
  { userId, by }: { userId: number; by: number | null },
  at: Date,
): Promise<boolean> {
  const { hasFactor } = await db
    .selectFrom('users')
    .select(hasSecondFactor().as('hasFactor'))
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  if (!hasFactor) return false
  await removeAllFactors(db, userId)
  await revokeAllSessions(db, userId, at)
  await recordEvent(db, { kind: 'second-factor-reset', at, subjectId: userId, ...(by !== null && { actorId: by }) })
  return true
}
