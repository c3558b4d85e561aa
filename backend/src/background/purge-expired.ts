import type { FastifyBaseLogger } from 'fastify'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/database.ts'
import type { Tools } from '../tools.ts'

/** A batch is deleted in some milliseconds; what a run leaves, the next one takes. */
const BATCH = { rows: 1_000, perRun: 200 }
const TIMES = { firstMs: 60_000, everyMs: 3_600_000 }

type Table = 'attempt_limits' | 'one_time_tokens' | 'sessions'
export type Purged = Record<Table, number>
type Parts = Pick<Tools, 'db' | 'now'>

/**
 * What nobody needs any more: counts of attempts whose window and wait are over, which say the same as no row; links
 * a week after their time, until which a second click is recognised; sessions thirty days after their end.
 */
function expired(now: Date): Record<Table, RawBuilder<unknown>> {
  const daysAgo = (days: number) => sql`${now}::timestamptz - make_interval(days => ${days})`
  return {
    attempt_limits: sql`window_ends_at <= ${now} and (blocked_until is null or blocked_until <= ${now})`,
    one_time_tokens: sql`expires_at <= ${daysAgo(7)}`,
    sessions: sql`expires_at <= ${daysAgo(30)} or revoked_at <= ${daysAgo(30)}`,
  }
}

/**
 * Deletes expired rows, batch by batch. It waits for no row that somebody works with and takes none of another
 * process that purges as well. `stop` ends it after the batch at work. @returns how many rows went
 */
export async function purgeExpired(
  { db, now }: Parts,
  { batch = BATCH, stop }: { batch?: typeof BATCH; stop?: AbortSignal } = {},
): Promise<Purged> {
  const purged: Purged = { attempt_limits: 0, one_time_tokens: 0, sessions: 0 }
  for (const [table, condition] of Object.entries(expired(now())) as [Table, RawBuilder<unknown>][]) {
    for (let run = 0; run < batch.perRun && !stop?.aborted; run++) {
      const count = await purgeBatch(db, table, condition, batch.rows)
      purged[table] += count
      if (count < batch.rows) break
    }
  }
  return purged
}

async function purgeBatch(db: Db, table: Table, condition: RawBuilder<unknown>, rows: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select ctid from ${sql.table(table)} where ${condition} limit ${rows} for update skip locked))`.execute(db)
  return Number(numAffectedRows)
}

/**
 * Purges soon and then each hour, without keeping the process alive; what fails is logged and tried again.
 * @returns what ends it: it resolves once nothing runs any more
 */
export function purgeRegularly(tools: Parts, log: FastifyBaseLogger, times = TIMES): () => Promise<void> {
  const stop = new AbortController()
  let running: Promise<void> | null = null
  const run = () => {
    running ??= purgeExpired(tools, { stop: stop.signal })
      .then(
        purged => log.info({ purged }, 'expired rows purged'),
        (error: Error) => log.error({ reason: error.message }, 'expired rows could not be purged'),
      )
      .finally(() => {
        running = null
      })
  }
  const timers = [setTimeout(run, times.firstMs), setInterval(run, times.everyMs)]
  for (const timer of timers) timer.unref()
  return async () => {
    stop.abort()
    for (const timer of timers) clearInterval(timer)
    await running
  }
}
