import type { FastifyBaseLogger } from 'fastify'
import { sql } from 'kysely'
import { regularly } from '../../background/regularly.ts'
import type { DatabaseTools, Db } from '../../database/database.ts'

/** A batch is sealed in about ten milliseconds; the next run takes what one leaves. */
const BATCH = { events: 1_000, perRun: 20 }
const EVERY_MS = 1_000
/** How often the head of the chain is logged, and how long a writer may take before that is reported. */
const REPORT_MS = 600_000

type SealLog = Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>

/** The newest event that is visible, and which transactions were writing into the trail just afterwards. */
type TrailLook = { newest: number; writers: string[]; at: number }

/**
 * Opens a sealer, which puts the hashes of new events into the chain, in the order of their ids.
 * @returns a function that seals what it safely can, unless another process does, and resolves to the number of events
 */
export function openSealer(tools: DatabaseTools, { batch = BATCH, log }: { batch?: typeof BATCH; log?: SealLog } = {}) {
  const horizon = openHorizon(tools, log)
  return async function sealEvents(): Promise<number> {
    const upTo = await horizon()
    let sealed = 0
    for (let run = 0; upTo !== null && run < batch.perRun; run++) {
      const { rows } = await sql<{ count: number }>`
        select seal_events(${upTo}, ${batch.events}) as count`.execute(tools.db)
      const count = rows[0]?.count ?? 0
      sealed += count
      if (count < batch.events) break
    }
    return sealed
  }
}

/**
 * Ids are taken before a commit shows them, so an event is sealed only when no lower id can appear any more: those were
 * taken before the newest event that a look has seen, by transactions that held their lock on the trail at that time.
 * Once none of them writes any more, that look is the horizon. No writer waits for the sealer; the sealer waits for
 * writers.
 * @returns a function that resolves to the id up to which every event is visible, or null while that is not known
 */
function openHorizon(tools: DatabaseTools, log: SealLog | undefined) {
  let awaited: (TrailLook & { reported?: boolean }) | null = null
  return async function horizon(): Promise<number | null> {
    const look = await lookAtWriters(tools)
    if (look.writers.length === 0) {
      awaited = null
      return look.newest
    }
    const former = awaited
    if (former && !look.writers.some(writer => former.writers.includes(writer))) {
      awaited = look
      return former.newest
    }
    awaited ??= look
    if (!awaited.reported && look.at - awaited.at > REPORT_MS) {
      awaited.reported = true
      log?.warn({ writers: awaited.writers }, 'a transaction keeps the audit trail from being sealed')
    }
    return null
  }
}

/** Two databases can have the trail under the same oid, so only locks of this one count. */
async function lookAtWriters({ db, now }: DatabaseTools): Promise<TrailLook> {
  const { rows } = await sql<Pick<TrailLook, 'newest' | 'writers'>>`
    select coalesce((select max(id) from audit_events), 0) as newest, array(
      select virtualtransaction from pg_locks
      where relation = 'audit_events'::regclass and mode = 'RowExclusiveLock'
        and database = (select oid from pg_database where datname = current_database())
    ) as writers`.execute(db)
  const { newest = 0, writers = [] } = rows[0] ?? {}
  return { newest, writers, at: now().getTime() }
}

/** The last hash of the chain, which proves all that was sealed before; null if nothing is sealed yet. */
export async function findHead(db: Db): Promise<{ event: number; hash: string } | null> {
  const { rows } = await sql<{ event: number; hash: string }>`
    select last_id as event, encode(substring(hashes from octet_length(hashes) - 31), 'hex') as hash
    from audit_seals order by first_id desc limit 1`.execute(db)
  return rows[0] ?? null
}

/**
 * Seals events shortly after they are written, and logs the head of the chain now and then, so that it is also kept
 * outside the database. @returns a function that ends it, see regularly.ts
 */
export function sealRegularly(tools: DatabaseTools, log: SealLog, everyMs = EVERY_MS): () => Promise<void> {
  const seal = openSealer(tools, { log })
  let reportAt = 0
  const run = async () => {
    if ((await seal()) === 0 || tools.now().getTime() < reportAt) return
    reportAt = tools.now().getTime() + REPORT_MS
    log.info({ audit: await findHead(tools.db) }, 'the head of the audit trail')
  }
  return regularly({ name: 'audit seals', everyMs, run }, log).end
}
