import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { countAttempt } from './count-attempt.ts'
import { type LimitedKey, refuseWhileBlocked } from './count-failure.ts'

/**
 * Counts an attempt before its outcome is known, key after key: what is tried at once counts before any of it is
 * answered, so a thousand guesses sent together learn no more than `allowed`. The attempt that reaches the limit is
 * still made; then one per wait, each wait twice as long, until a success gives it back or the window ends.
 * Refuses `too-many-attempts` while a key must wait.
 */
export async function reserveAttempt(db: Db, keys: LimitedKey[], now: Date): Promise<void> {
  for (const { key, limit } of keys) {
    if ((await countAttempt(db, { key, limit, free: limit.allowed - 1 }, now)) !== null) continue
    await refuseWhileBlocked(db, [key], now)
    throw new Refusal('too-many-attempts', { retryAfterSeconds: limit.firstWaitSeconds })
  }
}

/** Gives back a reserved attempt that was honest, with the wait that it began. */
export async function giveBackAttempt(db: Db, key: string): Promise<void> {
  await sql`
    update attempt_limits set failures = greatest(failures - 1, 0), blocked_until = null where key = ${key}`.execute(db)
}
