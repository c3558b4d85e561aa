import { sql } from 'kysely'
import type { Db } from '../database.ts'
import { Refusal } from '../refusal.ts'
import type { AttemptLimit } from './attempt-limit.ts'

export type LimitedKey = { key: string; limit: AttemptLimit }

/**
 * Counts one failed attempt for each key, in one statement per key, so that any number of processes agree.
 * Refuses `too-many-attempts` once a key is past its limit: whoever fails together cannot learn more than the limit.
 */
export async function countFailure(db: Db, keys: LimitedKey[], now: Date): Promise<void> {
  let wait = 0
  for (const { key, limit } of keys) wait = Math.max(wait, await countOne(db, key, limit, now))
  if (wait) throw new Refusal('too-many-attempts', { retryAfterSeconds: wait })
}

/** Seconds that this key must wait after one more failure; 0 within its limit. */
async function countOne(db: Db, key: string, limit: AttemptLimit, now: Date): Promise<number> {
  const { allowed, windowSeconds, firstWaitSeconds, longestWaitSeconds } = limit
  const windowEnd = new Date(now.getTime() + windowSeconds * 1000)
  const { rows } = await sql<{ blocked_until: Date | null }>`
    insert into attempt_limits as known (key, failures, window_ends_at)
    values (${key}, 1, ${windowEnd})
    on conflict (key) do update set
      failures = case when known.window_ends_at <= ${now} then 1 else known.failures + 1 end,
      window_ends_at = ${windowEnd},
      blocked_until = case
        when known.window_ends_at <= ${now} or known.failures < ${allowed} then null
        else ${now}::timestamptz + make_interval(secs =>
          least(${longestWaitSeconds}::float, ${firstWaitSeconds} * 2.0 ^ least(known.failures - ${allowed}, 30)))
      end
    returning blocked_until`.execute(db)
  const blockedUntil = rows[0]?.blocked_until
  return blockedUntil ? Math.ceil((blockedUntil.getTime() - now.getTime()) / 1000) : 0
}

/** Refuses `too-many-attempts` while one of these keys must wait. */
export async function refuseWhileBlocked(db: Db, keys: string[], now: Date): Promise<void> {
  const row = await db
    .selectFrom('attempt_limits')
    .select(({ fn }) => fn.max('blocked_until').as('until'))
    .where('key', 'in', keys)
    .where('blocked_until', '>', now)
    .executeTakeFirst()
  if (!row?.until) return
  throw new Refusal('too-many-attempts', { retryAfterSeconds: Math.ceil((row.until.getTime() - now.getTime()) / 1000) })
}

/** Forgets the failures of a key, after it proved that it is no guesser. */
export async function forgetFailures(db: Db, key: string): Promise<void> {
  await db.deleteFrom('attempt_limits').where('key', '=', key).execute()
}
