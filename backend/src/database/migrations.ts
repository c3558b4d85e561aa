import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { buildIndexes } from './indexes.ts'
import type { DB } from './schema.ts'

const NO_SUCH_TABLE = '42P01'
const FOLDER = join(import.meta.dirname, '..', '..', 'migrations')

/** SQL files `0001-….sql`, forward only, all pending ones in one transaction, one runner at a time. */
function migrator(db: Kysely<DB>): Migrator {
  return new Migrator({ db, provider: { getMigrations: readMigrations } })
}

/** The names of the migrations that this release has, in their order: their files without `.sql`. */
export async function migrationNames(): Promise<string[]> {
  const files = (await readdir(FOLDER)).filter(file => file.endsWith('.sql')).sort()
  return files.map(file => file.replace(/\.sql$/, ''))
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const entries = (await migrationNames()).map(async name => {
    const text = await readFile(join(FOLDER, `${name}.sql`), 'utf8')
    const up = async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db))
    return [name, { up }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Brings the database to the newest schema, indexes last. @returns the names of the migrations that were applied */
export async function migrate(db: Kysely<DB>): Promise<string[]> {
  const { error, results = [] } = await migrator(db).migrateToLatest()
  if (error) throw error
  await buildIndexes(db)
  return results.map(result => result.migrationName)
}

/**
 * The names of this release's migrations that the database lacks. Every health check asks for them, so
 * only the table of migrations is read; {@link Migrator} would read the whole catalogue first.
 */
export async function pendingMigrations(db: Kysely<DB>): Promise<string[]> {
  const had = await sql<{ name: string }>`select name from kysely_migration`.execute(db).then(
    ({ rows }) => rows,
    error => {
      if (error.code === NO_SUCH_TABLE) return []
      throw error
    },
  )
  const names = new Set(had.map(({ name }) => name))
  return (await migrationNames()).filter(name => !names.has(name))
}
