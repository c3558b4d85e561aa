import { type Expression, type Kysely, sql } from 'kysely'
import type { DB } from '../src/database/schema.ts'

/** How the database answers a statement when it avoids reading and sorting whole tables, which small ones invite it to. */
export function planOf(db: Kysely<DB>, statement: Expression<unknown>): Promise<string> {
  return db.transaction().execute(async db => {
    await sql`set local enable_seqscan = off`.execute(db)
    await sql`set local enable_sort = off`.execute(db)
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${statement}`.execute(db)
    return rows.map(row => row['QUERY PLAN']).join('\n')
  })
}
