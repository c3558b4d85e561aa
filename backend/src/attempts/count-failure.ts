import type { Db } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import type { AttemptLimit } from './attempt-limit.ts'
import { countAttempt, secondsUntil } from './count-attempt.ts'

export type LimitedKey = { key: string; limit: AttemptLimit }

/**
 * Counts one failed attempt for each key. Refuses `too-many-attempts` once a key is past its limit, so that attempts
 * made together learn no more than the limit allows.
 */
export async function countFailure(db: Db, keys: LimitedKey[], now: Date): Promise<void> {
  let wait = 0
  for (const { key, limit } of keys) {
    const began = await countAttempt(db, { key, limit, free: limit.allowed }, now)
    if (began === null) await refuseWhileBlocked(db, [key], now)
    wait = Math.max(wait, began ?? limit.firstWaitSeconds)
  }
  if (wait) throw new Refusal('too-many-attempts', { retryAfterSeconds: wait })
}

/** Refuses `too-many-attempts` while one of these keys must wait. */
export async function refuseWhileBlocked(db: Db, keys: string[], now: Date): Promise<void> {
  const { until } = await db
    .selectFrom('attempt_limits')
    .select(({ fn }) => fn.max('blocked_until').as('until'))
    .where('key', 'in', keys)
    .where('blocked_until', '>', now)
    .executeTakeFirstOrThrow()
  if (!until) return
  throw new Refusal('too-many-attempts', { retryAfterSeconds: secondsUntil(until, now) })
}

/** Forgets the failures of a key that has succeeded. */
export async function forgetFailures(db: Db, key: string): Promise<void> {
  await db.deleteFrom('attempt_limits').where('key', '=', key).execute()
}
