import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Home } from '../../environment/home.ts'
import { Failure, hintOf } from '../../failure.ts'
import { appliedMigrations } from '../../release/migrations.ts'
import { stampOf } from '../../time/stamp.ts'
import { type PostgresServer, pgRestore, psql, readRows } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'
import type { RollbackPoint } from '../rollback-points/versions.ts'
import { dumpFault, readDumpFile } from './dump.ts'

/** The database that a dump is restored into before it takes the place of the one in use. */
const INCOMING = 'tiptop_incoming'
/** Sessions reconnect at once, perhaps between the end of the last one and the swap. */
const SWAPS = 5

type RestoreTools = Pick<Tools, 'shell' | 'files' | 'now'>
/** A copy of a database, by the name of what it belongs to. */
export type SavedDump = Pick<RollbackPoint, 'tag' | 'folder'> & { db: Pick<RollbackPoint['db'], 'schema' | 'dump'> }

/**
 * Reads a copy of the database back: its size, its SHA-256, and the whole dump by pg_restore, which restores nothing.
 * @returns what is missing or wrong, a sentence in French each; none when the copy can be restored
 */
export async function copyFaults(
  home: Home,
  { folder, db: { dump } }: SavedDump,
  tools: Pick<Tools, 'shell' | 'files'>,
  signal: AbortSignal,
): Promise<string[]> {
  const file = join(folder, dump.file)
  const found = await stat(file).catch(() => null)
  if (!found) return [`${file} manque.`]
  if (found.size !== dump.bytes) return [`${file} a ${found.size} octets au lieu de ${dump.bytes}.`]
  const { sha256 } = await tools.files.fingerprint(file)
  if (sha256 !== dump.sha256) return [`${file} n’est plus la copie qui fut faite : son empreinte a changé.`]
  const fault = await dumpFault(file, home, tools, signal)
  return fault ? [fault] : []
}

/**
 * Gives the environment the database of a rollback point. It is restored and looked at beside the one in use, then both
 * change names in one transaction: when anything fails, the one in use was not touched. Roles and what they may do are
 * as in the dump. To be used behind the maintenance page: what was written since is not in it.
 * @returns under which name the database that was in use is kept; null when there was none any more
 */
export async function restoreSnapshot(
  server: PostgresServer,
  point: SavedDump,
  tools: RestoreTools,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ aside: string | null }> {
  try {
    await restoreBeside(server, point, tools, signal)
    return await swap(INCOMING, server, tools, signal)
  } catch (error) {
    await inMaintenance(server, tools, `drop database if exists ${INCOMING} with (force);`).catch(() => {})
    signal.throwIfAborted()
    const sentence = `La base du point ${point.tag} n'a pas pu être remise ; celle en service n'a pas été touchée.`
    throw new Failure('command-failed', `${sentence}\n${error instanceof Error ? error.message : error}`, {
      hint: hintOf(error) ?? `docker logs ${server.container} dit pourquoi ; tiptop restore montre les autres copies.`,
      cause: error,
    })
  }
}

async function restoreBeside(
  server: PostgresServer,
  { folder, db }: SavedDump,
  tools: RestoreTools,
  signal: AbortSignal,
) {
  const file = join(folder, db.dump.file)
  const empty = `drop database if exists ${INCOMING} with (force);
    create database ${INCOMING} owner tiptop template template0;`
  const [{ sha256 }] = await Promise.all([tools.files.fingerprint(file), inMaintenance(server, tools, empty)])
  if (sha256 !== db.dump.sha256)
    throw new Failure('damaged', `${file} n'est plus la copie qui fut faite : son empreinte a changé.`, {
      hint: OTHER_POINT,
    })
  await tools.shell.run(pgRestore(server, INCOMING), { input: readDumpFile(file), signal })
  await Promise.all([
    // Without figures of its tables, the first players would wait for slow plans.
    tools.shell.run(psql(server, INCOMING), { input: 'analyze;', signal }),
    checkSchema(server, db.schema, tools),
  ])
}

const OTHER_POINT = 'Une autre copie convient peut-être : tiptop backup list les montre.'

/** A dump that was cut between two tables would be restored without a word. */
async function checkSchema(server: PostgresServer, schema: string | null, { shell }: RestoreTools): Promise<void> {
  const last = (await appliedMigrations(server, { shell }, INCOMING)).at(-1) ?? null
  if (last !== schema)
    throw new Failure('damaged', `La copie a le schéma « ${last} », et le point dit « ${schema} ».`, {
      hint: OTHER_POINT,
    })
}

/**
 * Puts a database in the place of the one in use, which is kept under a name of its own; both names change in one
 * transaction. To be used behind the maintenance page.
 */
export async function swap(
  incoming: string,
  server: PostgresServer,
  tools: RestoreTools,
  signal: AbortSignal,
): Promise<{ aside: string | null }> {
  const name = `tiptop_until_${stampOf(tools.now()).replace('-', '_')}`
  const there = await readRows(tools.shell, server, "select 1 from pg_database where datname = 'tiptop'", {
    database: 'postgres',
  })
  const aside = there.length ? name : null
  const input = `begin;
    select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname in ('tiptop', '${incoming}');
    ${aside ? `alter database tiptop rename to ${aside};` : ''}
    alter database ${incoming} rename to tiptop;
    commit;`
  for (let left = SWAPS; ; left--) {
    try {
      await inMaintenance(server, tools, input)
      return { aside }
    } catch (error) {
      if (left === 1 || signal.aborted) throw error
    }
  }
}

/** Statements on databases, from the one that PostgreSQL has for that. */
async function inMaintenance(server: PostgresServer, { shell }: Pick<Tools, 'shell'>, input: string): Promise<void> {
  await shell.run(psql(server, 'postgres'), { input })
}
