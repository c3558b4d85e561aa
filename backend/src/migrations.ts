import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { DB } from './schema.ts'

const FOLDER = join(import.meta.dirname, '..', 'migrations')

/** SQL files `0001-….sql`, forward only, all pending ones in one transaction, one runner at a time. */
function migrator(db: Kysely<DB>): Migrator {
  return new Migrator({ db, provider: { getMigrations: readMigrations } })
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const files = (await readdir(FOLDER)).filter(file => file.endsWith('.sql')).sort()
  const entries = files.map(async file => {
    const text = await readFile(join(FOLDER, file), 'utf8')
    const up = async (db: Kysely<unknown>) => void (await sql.raw(text).execute(db))
    return [file.replace(/\.sql$/, ''), { up }] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Brings the database to the newest schema. @returns the names of the migrations that were applied */
export async function migrate(db: Kysely<DB>): Promise<string[]> {
  const { error, results = [] } = await migrator(db).migrateToLatest()
  if (error) throw error
  return results.map(result => result.migrationName)
}

/** The names of the migrations that this release knows and the database has not had. */
export async function pendingMigrations(db: Kysely<DB>): Promise<string[]> {
  const all = await migrator(db).getMigrations()
  return all.filter(migration => !migration.executedAt).map(migration => migration.name)
}
