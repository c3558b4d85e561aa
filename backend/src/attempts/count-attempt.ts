import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import type { AttemptLimit } from './attempt-limit.ts'

type AttemptCount = { key: string; limit: AttemptLimit /** how many attempts do not begin a wait */; free: number }

/**
 * Counts one attempt, unless its key must wait at this moment: in one statement, so that any number of processes agree.
 * After the free attempts, each begins a wait twice as long as the one before.
 * @returns the seconds of the wait that it began, 0 if it was free, null if it was not counted
 */
export async function countAttempt(db: Db, { key, limit, free }: AttemptCount, now: Date): Promise<number | null> {
  const { windowSeconds, firstWaitSeconds, longestWaitSeconds } = limit
  const windowEnd = new Date(now.getTime() + windowSeconds * 1000)
  const { rows } = await sql<{ blocked_until: Date | null }>`
    insert into attempt_limits as known (key, failures, window_ends_at)
    values (${key}, 1, ${windowEnd})
    on conflict (key) do update set
      failures = case when known.window_ends_at <= ${now} then 1 else known.failures + 1 end,
      window_ends_at = ${windowEnd},
      blocked_until = case
        when known.window_ends_at <= ${now} or known.failures < ${free} then null
        else ${now}::timestamptz + make_interval(secs =>
          least(${longestWaitSeconds}::float, ${firstWaitSeconds} * 2.0 ^ least(known.failures - ${free}, 30)))
      end
    where known.blocked_until is null or known.blocked_until <= ${now}
    returning blocked_until`.execute(db)
  const [row] = rows
  if (!row) return null
  return row.blocked_until ? secondsUntil(row.blocked_until, now) : 0
}

export function secondsUntil(moment: Date, now: Date): number {
  return Math.ceil((moment.getTime() - now.getTime()) / 1000)
}
