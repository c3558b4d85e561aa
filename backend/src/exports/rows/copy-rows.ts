import { once } from 'node:events'
import type { Readable } from 'node:stream'

import { type CompiledQuery, sql } from 'kysely'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Config } from '../../config.ts'
import { openConnection } from '../../database/connection.ts'
import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'

/** How many exports are made at once, in one process: the others ask again. */
const AT_ONCE = 2
const RETRY_SECONDS = 30

/** How long a statement may take. It keeps dead rows from being cleared away, and a slow reader keeps it open. */
export const LONGEST = '15min'

export type ExportConnection = {
  /** typed queries over the connection that copies */
  db: Db
  /** lets the next statements take this long */
  limit(duration: string): Promise<void>
  /** @returns the rows as they come from COPY in this format; the first of them is there, or it would have thrown */
  copy(query: CompiledQuery, format: string): Promise<Readable>
  /** ends whatever is going on, at once; it may be called again */
  close(): void
}

/**
 * Gives out connections for exports, each its own beside those of the players. Refuses `service-unavailable` while as
 * many exports are being made as may be.
 */
export function openCopies(database: Config['database']): () => Promise<ExportConnection> {
  let running = 0
  return async () => {
    if (running >= AT_ONCE)
      throw new Refusal('service-unavailable', {
        retryAfterSeconds: RETRY_SECONDS,
        detail: `${AT_ONCE} exports are being made already`,
      })
    running++
    const leave = () => void running--
    return openCopying(database, leave).catch(error => {
      leave()
      throw error
    })
  }
}

async function openCopying(database: Config['database'], leave: () => void): Promise<ExportConnection> {
  const connection = await openConnection(database, 'tiptop-export')
  const { client, db } = connection
  let closed = false
  const close = () => {
    if (closed) return
    closed = true
    leave()
    connection.close().catch(() => {})
  }
  const limit = async (duration: string) => {
    await sql`select set_config('statement_timeout', ${duration}, false)`.execute(db)
  }
  try {
    await considerate.execute(db)
    await limit(LONGEST)
  } catch (error) {
    await connection.close().catch(() => {})
    throw error
  }
  return {
    db,
    limit,
    close,
    async copy(query, format) {
      const rows = client.query(copyTo(`copy (${inline(query)}) to stdout (${format})`))
      // The library tells of an error without ending the stream; read on, it would wait for ever.
      rows.on('error', error => rows.destroy(error))
      await once(rows, 'readable')
      return rows
    },
  }
}

/** An export takes one core and not all, and ends when nobody is there any more, also while it has nothing to send. */
const considerate = sql`select
  set_config('max_parallel_workers_per_gather', '0', false),
  set_config('client_connection_check_interval', '1s', false),
  set_config('jit', 'off', false),
  set_config('datestyle', 'ISO', false)`

/** The text of a query with its parameters in it, because COPY takes none. */
function inline({ sql: text, parameters }: CompiledQuery): string {
  return text.replace(/\$(\d+)/g, (_, number) => literal(parameters[number - 1]))
}

function literal(value: unknown): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'string') return pg.escapeLiteral(value)
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString())
  throw new Error(`a filter of an export has a ${typeof value}`)
}
