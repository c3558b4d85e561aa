import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Config } from '../config.ts'
import { asOptions, keptAlive } from './pool.ts'
import type { DB } from './schema.ts'

/** `client` and `db` share one connection: each takes part in the transactions of the other. */
export type Connection = { client: pg.Client; db: Kysely<DB>; close(): Promise<void> }

/**
 * One connection for long work: without time limits, with COPY beside typed queries. `name` shows in pg_stat_activity.
 */
export async function openConnection(
  { url }: Pick<Config['database'], 'url'>,
  name = 'tiptop-operator',
): Promise<Connection> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: name,
    options: asOptions(keptAlive.settings),
    ...keptAlive.client,
  })
  // Without a listener, a connection that breaks between two statements would end the process.
  client.on('error', () => {})
  await client.connect()
  const reserved = { query: client.query.bind(client) as never, release: () => {} }
  const pool = { connect: async () => reserved, end: async () => {}, options: {} }
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return { client, db, close: () => client.end() }
}
