import { once } from 'node:events'
import type { Readable } from 'node:stream'

import { type CompiledQuery, type Kysely, sql } from 'kysely'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { openConnection } from '../../database/connection.ts'
import type { DB } from '../../database/schema.ts'
import { Refusal } from '../../refusal.ts'

/** How many exports one process makes at once; further requests are refused and may be repeated. */
const AT_ONCE = 2
const RETRY_SECONDS = 30

/** How long a statement may take. While it is open, which a slow reader prolongs, dead rows cannot be vacuumed. */
export const LONGEST = '15min'

export type ExportConnection = {
  /** typed queries over the connection that copies */
  db: Kysely<DB>
  /** lets the next statements take this long */
  limit(duration: string): Promise<void>
  /** @returns the rows as COPY sends them in this format @throws what the statement fails with before its first row */
  copy(query: CompiledQuery, format: string): Promise<Readable>
  /** ends a running statement at once; may be called more than once */
  close(): void
}

/**
 * Opens connections to the database of an address, separate from those of the players. Refuses `service-unavailable`
 * while {@link AT_ONCE} exports are being made.
 */
export function openCopies(): (url: string) => Promise<ExportConnection> {
  let running = 0
  return async url => {
    if (running >= AT_ONCE)
      throw new Refusal('service-unavailable', {
        retryAfterSeconds: RETRY_SECONDS,
        detail: `${AT_ONCE} exports are being made already`,
      })
    running++
    const leave = () => void running--
    return openCopying(url, leave).catch(error => {
      leave()
      throw error
    })
  }
}

async function openCopying(url: string, leave: () => void): Promise<ExportConnection> {
  const connection = await openConnection({ url }, 'tiptop-export')
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
      // The library reports an error without ending the stream; its reader would wait for ever.
      rows.on('error', error => rows.destroy(error))
      await once(rows, 'readable')
      return rows
    },
  }
}

/** An export uses one core, and ends once its reader has gone, even while it has nothing to send. */
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
