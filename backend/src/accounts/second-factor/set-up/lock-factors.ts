import type { Role } from '@tiptop/contract/accounts.ts'
import type { Db } from '../../../database/database.ts'
import { Refusal } from '../../../refusal.ts'
import { hasSecondFactor } from '../../../sessions/second-step/queries.ts'

/**
 * Locks an account until the transaction ends, so that changes of its second factor happen one after the other.
 * Refuses `session-needed` if it is disabled or erased, `role-needed` if it is no account of staff any more.
 */
export async function lockFactors(db: Db, userId: number): Promise<{ role: Role; hasFactor: boolean }> {
  const locked = await db
    .selectFrom('users')
    .select('role')
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .where('erased_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!locked) throw new Refusal('session-needed')
  if (locked.role === 'player') throw new Refusal('role-needed')
  // Only a statement that begins after the lock sees what the one before it has changed.
  const { hasFactor } = await db
    .selectFrom('users')
    .select(hasSecondFactor().as('hasFactor'))
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return { role: locked.role, hasFactor }
}
