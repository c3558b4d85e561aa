import { sql } from 'kysely'
import type { Db } from '../database.ts'
import { Refusal } from '../refusal.ts'
import { type LimitedKey, refuseWhileBlocked } from './count-failure.ts'

/**
 * Counts an attempt before its outcome is known, key after key: what is tried at once counts before any of it is
 * answered, so a thousand guesses sent together learn no more than `allowed`. The try that reaches the limit is still
 * made; then one try per wait, the wait doubling, until a success gives it back or the window ends.
 * Refuses `too-many-attempts` while a key must wait.
 */
export async function reserveAttempt(db: Db, keys: LimitedKey[], now: Date): Promise<void> {
  for (const { key, limit } of keys) {
    if (await reserveOne(db, { key, limit }, now)) continue
    await refuseWhileBlocked(db, [key], now)
    throw new Refusal('too-many-attempts', { retryAfterSeconds: limit.firstWaitSeconds })
  }
}

async function reserveOne(db: Db, { key, limit }: LimitedKey, now: Date): Promise<boolean> {
  const { allowed, windowSeconds, firstWaitSeconds, longestWaitSeconds } = limit
  const windowEnd = new Date(now.getTime() + windowSeconds * 1000)
  const { rows } = await sql`
    insert into attempt_limits as known (key, failures, window_ends_at)
    values (${key}, 1, ${windowEnd})
    on conflict (key) do update set
      failures = case when known.window_ends_at <= ${now} then 1 else known.failures + 1 end,
      window_ends_at = ${windowEnd},
      blocked_until = case
        when known.window_ends_at <= ${now} or known.failures + 1 < ${allowed} then null
        else ${now}::timestamptz + make_interval(secs =>
          least(${longestWaitSeconds}::float, ${firstWaitSeconds} * 2.0 ^ least(known.failures + 1 - ${allowed}, 30)))
      end
    where known.blocked_until is null or known.blocked_until <= ${now}
    returning key`.execute(db)
  return rows.length > 0
}

/** Takes a reserved attempt back that proved honest, and the wait that it began. */
export async function giveBackAttempt(db: Db, key: string): Promise<void> {
  await sql`
    update attempt_limits set failures = greatest(failures - 1, 0), blocked_until = null where key = ${key}`.execute(db)
}
