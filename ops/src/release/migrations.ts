import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure } from '../failure.ts'
import { type PostgresServer, readRows } from '../tools/postgres.ts'
import type { Tools } from '../tools/tools.ts'

/** Where a database stands compared with a commit; names are those of the files, `0005-users`. */
type MigrationComparison = {
  /** what the commit would apply */
  pending: string[]
  /** those of them that the running release cannot live with: line 1 of the file is `--! breaking` */
  breaking: string[]
  applied: string[]
  /** applied, and not in the commit: it is older than what runs */
  unknown: string[]
}

/**
 * What a commit would do to the database. Without a pending migration and an index to build, it has nothing to do there.
 * @returns `indexes`: those of the commit that the database does not have, or has to sort again
 */
export async function pendingMigrations(
  server: PostgresServer,
  checkout: string,
  tools: Pick<Tools, 'shell'>,
): Promise<MigrationComparison & { indexes: string[] }> {
  const [files, applied, indexes] = await Promise.all([
    readMigrations(checkout),
    appliedMigrations(server, tools),
    pendingIndexes(server, checkout, tools),
  ])
  return { ...compareMigrations(files, applied), indexes }
}

/** @param files the migrations of a commit, and whether each is breaking */
export function compareMigrations(files: Map<string, boolean>, applied: string[]): MigrationComparison {
  const had = new Set(applied)
  const pending = [...files.keys()].filter(name => !had.has(name)).sort()
  return {
    pending,
    breaking: pending.filter(name => files.get(name)),
    applied,
    unknown: applied.filter(name => !files.has(name)),
  }
}

/** The migrations that were applied to the database, in their order; none for a fresh one. Reads the table that Kysely keeps. */
export async function appliedMigrations(
  server: PostgresServer,
  { shell }: Pick<Tools, 'shell'>,
  database?: string,
): Promise<string[]> {
  const ask = (question: string) => readRows(shell, server, question, { ...(database && { database }) })
  const [table] = await ask("select to_regclass('public.kysely_migration')")
  if (!table) return []
  return (await ask('select name from public.kysely_migration order by name')).flat()
}

/** Valid indexes by their names, then collations whose indexes another version of ICU would sort otherwise. */
const INDEXES = `
select 'index', relname from pg_index join pg_class on pg_class.oid = indexrelid where indisvalid
union all
select 'collation', collname from pg_collation
where collnamespace = 'public'::regnamespace and collversion <> pg_collation_actual_version(oid)`

/** The files `backend/indexes/NAME.sql` that the migrations of a commit would build an index from. */
async function pendingIndexes(
  server: PostgresServer,
  checkout: string,
  { shell }: Pick<Tools, 'shell'>,
): Promise<string[]> {
  const files = await readdir(join(checkout, 'backend', 'indexes')).catch(() => [])
  if (!files.length) return []
  const names = files.map(file => basename(file, '.sql')).sort()
  const rows = await readRows(shell, server, INDEXES)
  const sortsOtherwise = rows.some(([kind]) => kind === 'collation')
  const valid = new Set(rows.map(([, name]) => name))
  return sortsOtherwise ? names : names.filter(name => !valid.has(name))
}

/** @throws a Failure for a folder without migrations: it is not a checkout of this product */
export async function readMigrations(checkout: string): Promise<Map<string, boolean>> {
  const folder = join(checkout, 'backend', 'migrations')
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.sql')).sort()
  if (!names.length)
    throw new Failure('not-there', `${folder} n'a aucune migration.`, {
      hint: 'Est-ce le dépôt de Thé Tip Top, au bon commit ?',
    })
  const read = async (name: string) => {
    const text = await readFile(join(folder, name), 'utf8')
    return [basename(name, '.sql'), /^--! breaking\s*$/.test(text.split('\n', 1)[0] ?? '')] as const
  }
  return new Map(await Promise.all(names.map(read)))
}
