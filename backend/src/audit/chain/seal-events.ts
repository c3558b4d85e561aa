import type { FastifyBaseLogger } from 'fastify'
import { sql } from 'kysely'
import { regularly } from '../../background/regularly.ts'
import type { DatabaseTools, Db } from '../../database/database.ts'

/** A batch is sealed in some ten milliseconds; what a run leaves, the next one takes. */
const BATCH = { events: 1_000, perRun: 20 }
const EVERY_MS = 1_000
/** How often the head of the chain is logged, and how long a writer may take before that is told. */
const TELL_MS = 600_000

type Log = Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>

/** The newest event that is visible, and which transactions were writing into the trail just afterwards. */
type Look = { newest: number; writers: string[]; at: number }

/**
 * Opens a sealer, which puts the hashes of new events into the chain, in the order of their ids.
 *
 * Ids are taken before a commit shows them, so an event is sealed only when no lower id can appear any more: those were
 * taken before the newest event that a look has seen, by transactions that held their lock on the trail at that time. Once
 * none of them writes any more, that look is the horizon. Nobody is made to wait, and the sealer waits for writers alone.
 *
 * @returns seals what it safely can, unless another process does; resolves to how many events that were
 */
export function openSealer(
  { db, now }: DatabaseTools,
  { batch = BATCH, log }: { batch?: typeof BATCH; log?: Log } = {},
) {
  let awaited: (Look & { told?: boolean }) | null = null

  /** Up to which id everything that will ever be there is visible; null when nothing new is known yet. */
  async function horizon(): Promise<number | null> {
    const look = await lookAtWriters({ db, now })
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
    if (!awaited.told && look.at - awaited.at > TELL_MS) {
      awaited.told = true
      log?.warn({ writers: awaited.writers }, 'a transaction keeps the audit trail from being sealed')
    }
    return null
  }

  return async function sealEvents(): Promise<number> {
    const upTo = await horizon()
    let sealed = 0
    for (let run = 0; upTo !== null && run < batch.perRun; run++) {
      const { rows } = await sql<{ count: number }>`select seal_events(${upTo}, ${batch.events}) as count`.execute(db)
      const count = rows[0]?.count ?? 0
      sealed += count
      if (count < batch.events) break
    }
    return sealed
  }
}

/** Two databases can have the trail under the same number, so the locks of this one are looked at. */
async function lookAtWriters({ db, now }: DatabaseTools): Promise<Look> {
  const { rows } = await sql<Pick<Look, 'newest' | 'writers'>>`
    select coalesce((select max(id) from audit_events), 0) as newest, array(
      select virtualtransaction from pg_locks
      where relation = 'audit_events'::regclass and mode = 'RowExclusiveLock'
        and database = (select oid from pg_database where datname = current_database())
    ) as writers`.execute(db)
  const { newest = 0, writers = [] } = rows[0] ?? {}
  return { newest, writers, at: now().getTime() }
}

/** The last hash of the chain, which stands for all that was sealed before; null as long as nothing was. */
export async function findHead(db: Db): Promise<{ event: number; hash: string } | null> {
  const { rows } = await sql<{ event: number; hash: string }>`
    select last_id as event, encode(substring(hashes from octet_length(hashes) - 31), 'hex') as hash
    from audit_seals order by first_id desc limit 1`.execute(db)
  return rows[0] ?? null
}

/**
 * Seals shortly after events are written, and logs the head of the chain now and then, so that it is known outside the
 * database. @returns what ends it: it resolves once nothing runs any more
 */
export function sealRegularly(tools: DatabaseTools, log: Log, everyMs = EVERY_MS): () => Promise<void> {
  const seal = openSealer(tools, { log })
  let tellAt = 0
  const run = async () => {
    if ((await seal()) === 0 || tools.now().getTime() < tellAt) return
    tellAt = tools.now().getTime() + TELL_MS
    log.info({ audit: await findHead(tools.db) }, 'the head of the audit trail')
  }
  return regularly({ name: 'audit seals', everyMs, run }, log)
}
