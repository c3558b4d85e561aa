import { removeAllFactors } from '../../accounts/second-factor/set-up/remove-factor.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { DatabaseTools } from '../../database/database.ts'
import { hasSecondFactor, revokeAllSessions } from '../../sessions/queries.ts'
import { judgeChange, lockUser, type UserChange } from '../lock-user.ts'

/**
 * Removes the second factor of a user who has lost it, and ends their sessions: the next sign-in sets a new one up where
 * one is compulsory. Refuses `own-account`, `not-found`, `user-erased`, `role-needed`.
 * @returns false if there was none
 */
export async function resetSecondFactor({ db, now }: DatabaseTools, { userId, by }: UserChange): Promise<boolean> {
  const at = now()
  return db.transaction().execute(async db => {
    const user = await lockUser(db, { userId, by })
    judgeChange(user, { staysAdmin: true })
    const { hasFactor } = await db
      .selectFrom('users')
      .select(hasSecondFactor().as('hasFactor'))
      .where('id', '=', userId)
      .executeTakeFirstOrThrow()
    if (!hasFactor) return false
    await removeAllFactors(db, userId)
    await revokeAllSessions(db, userId, at)
    await recordEvent(db, { kind: 'second-factor-reset', at, actorId: by, subjectId: userId })
    return true
  })
}
