import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { DB } from './schema.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'indexes')
const LOCK = 'build_indexes'
const RETRY_MS = 200

/**
 * Builds the indexes of `backend/indexes/NAME.sql` that the database does not have, while others read and write its
 * tables. The second of two runners waits. A build that was interrupted leaves an invalid index, which is built again.
 * All are built again when the server has another version of ICU, which may sort otherwise.
 */
export async function buildIndexes(db: Kysely<DB>): Promise<void> {
  await db.connection().execute(async db => {
    // A runner that waited within a statement would hold a snapshot, whose end the other's build waits for.
    while (!(await lock(db))) await wait(RETRY_MS)
    try {
      for (const name of await indexNames()) await buildIndex(db, name)
      if (await sortsOtherwise(db)) await rebuildAll(db)
    } finally {
      await sql`select pg_advisory_unlock(hashtext(${LOCK}))`.execute(db)
    }
  })
}

async function lock(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(hashtext(${LOCK})) as held`.execute(db)
  return rows[0]?.held ?? false
}

async function indexNames(): Promise<string[]> {
  return (await readdir(FOLDER)).sort().map(file => file.replace(/\.sql$/, ''))
}

async function sortsOtherwise(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql`
    select from pg_collation
    where oid = to_regcollation('french') and collversion <> pg_collation_actual_version(oid)`.execute(db)
  return rows.length > 0
}

/** The new version is noted last: a rebuild that was interrupted begins again, without what it left behind. */
async function rebuildAll(db: Kysely<DB>): Promise<void> {
  for (const name of await indexNames()) {
    await sql`drop index concurrently if exists ${sql.ref(`${name}_ccnew`)}`.execute(db)
    await sql`reindex index concurrently ${sql.ref(name)}`.execute(db)
  }
  await sql`alter collation french refresh version`.execute(db)
}

async function buildIndex(db: Kysely<DB>, name: string): Promise<void> {
  const { rows } = await sql<{ valid: boolean }>`
    select indisvalid as valid from pg_index where indexrelid = to_regclass(${name})`.execute(db)
  if (rows[0]?.valid) return
  if (rows[0]) await sql`drop index concurrently ${sql.ref(name)}`.execute(db)
  await sql.raw(await readFile(join(FOLDER, `${name}.sql`), 'utf8')).execute(db)
  await analyzeTableOf(db, name)
}

/** The planner knows how often the values of an expression occur only once the table has been analyzed. */
async function analyzeTableOf(db: Kysely<DB>, index: string): Promise<void> {
  const { rows } = await sql<{ table: string }>`
    select indrelid::regclass::text as table from pg_index where indexrelid = to_regclass(${index})`.execute(db)
  for (const { table } of rows) await sql`analyze ${sql.table(table)}`.execute(db)
}
