import { sql } from 'kysely'
import type { DatabaseTools } from '../database/database.ts'
import type { Metrics } from '../metrics.ts'
import { Refusal } from '../refusal.ts'
import { type LimitedKey, limitKinds } from './attempt-limit.ts'

/** Who must wait, on connections of its own: no slow list makes a guesser's count late. */
export type Attempts = ReturnType<typeof openAttempts>

type AttemptTools = DatabaseTools & { metrics: Pick<Metrics, 'locks'> }

/**
 * Counts failures in fixed windows. Only an outcome counts and only an outcome begins a wait, so an attempt that never
 * gets one, because the platform was overloaded or away, leaves nothing behind.
 */
export function openAttempts(tools: AttemptTools) {
  const { db, metrics } = tools
  // A series that begins with its first wait has no increase that an alert could see.
  for (const kind of limitKinds) metrics.locks.inc({ kind }, 0)

  const wait = (keys: LimitedKey[]): Promise<number> => secondsLeft(tools, keys)

  /** Counts one use, or failure, for each key. @returns whether none of them had to wait */
  async function count(keys: LimitedKey[]): Promise<boolean> {
    let counted = true
    for (const key of keys) counted = (await countOne(tools, key)) && counted
    return counted
  }

  return {
    /** How many seconds are left until none of these keys must wait any more. */
    wait,

    /** Refuses `too-many-attempts` while one of these keys must wait. */
    async refuseWhileBlocked(keys: LimitedKey[]): Promise<void> {
      const seconds = await wait(keys)
      if (seconds) throw new Refusal('too-many-attempts', { retryAfterSeconds: seconds })
    },

    /**
     * Counts one failure for each key, in one statement each, so that any number of processes agree. Refuses
     * `too-many-attempts` if a key must wait by now: of failures made together no more than the limit get an answer.
     */
    async countFailure(keys: LimitedKey[]): Promise<void> {
      if (await count(keys)) return
      throw new Refusal('too-many-attempts', { retryAfterSeconds: (await wait(keys)) || 1 })
    },

    count,

    /** Forgets the failures of keys that have succeeded. */
    async forget(keys: LimitedKey[]): Promise<void> {
      for (const { key } of keys) await db.deleteFrom('attempt_limits').where('key', '=', key).execute()
    },
  }
}

/** Counts one failure, unless its key must wait at this moment. @returns whether it counted */
async function countOne({ db, now, metrics }: AttemptTools, { kind, key, limit }: LimitedKey): Promise<boolean> {
  const at = now()
  const { allowed, windowSeconds, firstWaitSeconds, longestWaitSeconds } = limit
  const windowEnd = new Date(at.getTime() + windowSeconds * 1000)
  const { rows } = await sql<{ blocked_until: Date | null }>`
    insert into attempt_limits as known (key, failures, window_ends_at)
    values (${key}, 1, ${windowEnd})
    on conflict (key) do update set
      failures = case when known.window_ends_at <= ${at} then 1 else known.failures + 1 end,
      window_ends_at = case when known.window_ends_at <= ${at} then ${windowEnd} else known.window_ends_at end,
      blocked_until = case
        when known.window_ends_at <= ${at} or known.failures + 1 < ${allowed} then null
        else ${at}::timestamptz + make_interval(secs => least(${longestWaitSeconds}::float,
          ${firstWaitSeconds} * 2.0 ^ least(known.failures + 1 - ${allowed}, 30)))
      end
    where known.blocked_until is null or known.blocked_until <= ${at}
    returning blocked_until`.execute(db)
  const [row] = rows
  if (row?.blocked_until) metrics.locks.inc({ kind })
  return row !== undefined
}

/** How many seconds are left until none of these keys must wait any more. */
async function secondsLeft({ db, now }: AttemptTools, keys: LimitedKey[]): Promise<number> {
  if (!keys.length) return 0
  const at = now()
  const { until } = await db
    .selectFrom('attempt_limits')
    .select(({ fn }) => fn.max('blocked_until').as('until'))
    .where(
      'key',
      'in',
      keys.map(({ key }) => key),
    )
    .where('blocked_until', '>', at)
    .executeTakeFirstOrThrow()
  return until ? Math.ceil((until.getTime() - at.getTime()) / 1000) : 0
}
