import { type Kysely, sql } from 'kysely'
import type { DB } from '../../backend/src/database/schema.ts'

/** The size of the tickets with their indexes. */
export async function ticketBytes(db: Kysely<DB>): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select pg_total_relation_size('tickets') as bytes`.execute(db)
  return rows[0]?.bytes ?? Number.NaN
}

/** How many bytes of log were ever written. */
export async function walPosition(db: Kysely<DB>): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select (pg_current_wal_lsn() - '0/0')::bigint as bytes`.execute(db)
  return rows[0]?.bytes ?? Number.NaN
}
