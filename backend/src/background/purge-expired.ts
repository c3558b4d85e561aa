import type { FastifyBaseLogger } from 'fastify'
import { type RawBuilder, sql } from 'kysely'
import type { DatabaseTools, Db } from '../database/database.ts'
import { regularly } from './regularly.ts'

/** A batch is deleted in a few milliseconds; the next run takes what one leaves. */
const BATCH = { rows: 1_000, perRun: 200 }
const TIMES = { firstMs: 60_000, everyMs: 3_600_000 }

type PurgedTable = 'attempt_limits' | 'one_time_tokens' | 'sessions'
type PurgedRows = Record<PurgedTable, number>

/**
 * What is of no further use: counts of attempts whose window and wait are over, which say the same as no row; links a week
 * after their end, until when a second click is recognised; sessions thirty days after their end.
 */
function expired(now: Date): Record<PurgedTable, RawBuilder<unknown>> {
  const daysAgo = (days: number) => sql`${now}::timestamptz - make_interval(days => ${days})`
  return {
    attempt_limits: sql`window_ends_at <= ${now} and (blocked_until is null or blocked_until <= ${now})`,
    one_time_tokens: sql`expires_at <= ${daysAgo(7)}`,
    sessions: sql`expires_at <= ${daysAgo(30)} or revoked_at <= ${daysAgo(30)}`,
  }
}

/**
 * Deletes expired rows, batch by batch. It skips rows that another transaction holds, those of another purging process
 * among them. `stop` ends it after the batch at work. @returns how many rows it deleted
 */
export async function purgeExpired(
  { db, now }: DatabaseTools,
  { batch = BATCH, stop }: { batch?: typeof BATCH; stop?: AbortSignal } = {},
): Promise<PurgedRows> {
  const purged: PurgedRows = { attempt_limits: 0, one_time_tokens: 0, sessions: 0 }
  for (const [table, condition] of Object.entries(expired(now())) as [PurgedTable, RawBuilder<unknown>][]) {
    for (let run = 0; run < batch.perRun && !stop?.aborted; run++) {
      const count = await purgeBatch(db, table, condition, batch.rows)
      purged[table] += count
      if (count < batch.rows) break
    }
  }
  return purged
}

async function purgeBatch(db: Db, table: PurgedTable, condition: RawBuilder<unknown>, rows: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select ctid from ${sql.table(table)} where ${condition} limit ${rows} for update skip locked))`.execute(db)
  return Number(numAffectedRows)
}

/** Purges soon after the start and then every hour. @returns a function that ends it, see regularly.ts */
export function purgeRegularly(
  tools: DatabaseTools,
  log: Pick<FastifyBaseLogger, 'info' | 'error'>,
  times = TIMES,
): () => Promise<void> {
  const run = async (stop: AbortSignal) =>
    log.info({ purged: await purgeExpired(tools, { stop }) }, 'expired rows purged')
  return regularly({ name: 'purge', ...times, run }, log).end
}
