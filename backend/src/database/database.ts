import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Config } from '../config.ts'
import type { DB } from './schema.ts'

export type Db = Kysely<DB> | Transaction<DB>

/** What most use cases work with. Time is a tool, so that a test decides what time it is. */
export type DatabaseTools = { db: Kysely<DB>; now(): Date }

/** After how long a connection, or the answer to a statement, counts as lost. */
const CONNECT_MS = 2_000
const STATEMENT_MS = 5_000

// A calendar day stays the text that it is (a Date would be shifted by the time zone); counts stay numbers.
pg.types.setTypeParser(pg.types.builtins.DATE, text => text)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** A pool of connections. A broken one is replaced: the statement that used it fails, nothing else does. */
export function openPool(
  database: Config['database'],
  max = database.connections,
  statementMs = STATEMENT_MS,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: database.url,
    max,
    // Connections stay open, so that a crowd after a quiet hour does not wait for new ones.
    min: max,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: statementMs,
    application_name: 'tiptop-backend',
    // The statements take milliseconds; compiling them, which the planner's estimates can trigger, takes longer.
    options: '-c jit=off',
  })
  // Without a listener, a break between two statements of a transaction would end the process.
  pool.on('error', () => {}).on('connect', client => client.on('error', () => {}))
  return pool
}

/**
 * Opens the connections of a pool one after the other, so that the first requests do not wait for them. Never throws:
 * what cannot be opened now is opened when it is needed.
 */
export async function fillPool(pool: pg.Pool): Promise<void> {
  const opened: pg.PoolClient[] = []
  try {
    while (opened.length < pool.options.max) opened.push(await pool.connect())
  } catch {
    // The request that needs the connection gets the error.
  }
  for (const client of opened) client.release()
}

export function openDatabase(pool: pg.Pool): Kysely<DB> {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
}

const GONE_MESSAGE = /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable/i
const GONE_CODE = /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/

/** Whether this error says that the database cannot be reached, as opposed to a statement that it refused. */
export function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (error instanceof AggregateError) return error.errors.some(isDatabaseGone)
  return (typeof code === 'string' && GONE_CODE.test(code)) || GONE_MESSAGE.test(error.message)
}
