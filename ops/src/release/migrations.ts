import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import { readRows } from '../tools/postgres.ts'
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

export async function pendingMigrations(
  target: Target,
  checkout: string,
  tools: Pick<Tools, 'shell'>,
): Promise<MigrationComparison> {
  const [files, applied] = await Promise.all([readMigrations(checkout), appliedMigrations(target, tools)])
  return compareMigrations(files, applied)
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
  { home }: Target,
  { shell }: Pick<Tools, 'shell'>,
  database?: string,
): Promise<string[]> {
  const ask = (question: string) => readRows(shell, home.database, question, { ...(database && { database }) })
  const [table] = await ask("select to_regclass('public.kysely_migration')")
  if (!table) return []
  return (await ask('select name from public.kysely_migration order by name')).flat()
}

/** @throws a Failure for a folder without migrations: it is not a checkout of this product */
export async function readMigrations(checkout: string): Promise<Map<string, boolean>> {
  const folder = join(checkout, 'backend', 'migrations')
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.sql')).sort()
  if (!names.length) throw new Failure('not-there', `${folder} n'a aucune migration.`)
  const read = async (name: string) => {
    const text = await readFile(join(folder, name), 'utf8')
    return [basename(name, '.sql'), /^--! breaking\s*$/.test(text.split('\n', 1)[0] ?? '')] as const
  }
  return new Map(await Promise.all(names.map(read)))
}
