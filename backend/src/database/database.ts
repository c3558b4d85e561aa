import { Kysely, PostgresDialect, type PostgresPoolClient, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './schema.ts'

export type Db = Kysely<DB> | Transaction<DB>

/** What most use cases work with. Time is a tool, so that a test decides what time it is. */
export type DatabaseTools = { db: Kysely<DB>; now(): Date }

export function openDatabase(pool: pg.Pool): Kysely<DB> {
  const connect = async () => withoutLostAnswers(await pool.connect())
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool: { connect, end: () => pool.end(), options: pool.options } }),
  })
}

/**
 * A connection whose answer to a statement is lost, or that leads to a server without writes, takes no further statement
 * and leaves its pool: Kysely alone would hand it to the next request. Any other error that the server answers with loses
 * nothing.
 */
function withoutLostAnswers(client: pg.PoolClient): PostgresPoolClient {
  let lost: Error | undefined
  const query = async (text: string, values: unknown[]) => {
    if (lost) throw lost
    try {
      return await client.query(text, values)
    } catch (error) {
      if (error instanceof Error && (!(error instanceof pg.DatabaseError) || isReadOnly(error))) lost = error
      throw error
    }
  }
  return { query: query as never, release: discard => client.release(lost ?? discard) }
}

const GONE_MESSAGE = /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable/i
const GONE_CODE =
  /^(08...|25006|57014|57P0[123]|25P03|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/

/** Says of a connection that its server takes no writes: it is a standby, or became one since. */
export class ReadOnlyServer extends Error {}

/** Whether this error says that the server takes no writes. */
export function isReadOnly(error: unknown): boolean {
  return error instanceof ReadOnlyServer || (error instanceof pg.DatabaseError && error.code === '25006')
}

/** Whether this error says that the database is out of service, as opposed to a statement that it refused. */
export function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (error instanceof AggregateError) return error.errors.some(isDatabaseGone)
  return (typeof code === 'string' && GONE_CODE.test(code)) || GONE_MESSAGE.test(error.message)
}
