import type { Home } from '../environment/home.ts'
import { execIn } from './docker.ts'
import type { Command, Shell } from './shell.ts'

/** The name under which dumps of ours speak to the server, which ends those of a killed run by it. */
export const DUMPER = 'tiptop-dump'

/** Argument lists of PostgreSQL's programs, run in the container of an environment's database as its owner. */

/** Statements come from the input, and stop at the first error; rows are lines, columns tabs. */
export function psql(home: Home, database = 'tiptop'): Command {
  return execIn(databaseOf(home), [
    'psql',
    '--no-psqlrc',
    '--quiet',
    '--tuples-only',
    '--no-align',
    '--field-separator=\t',
    '--set=ON_ERROR_STOP=1',
    '--username=tiptop',
    `--dbname=${database}`,
  ])
}

/**
 * Rows of a question, by its columns. Looks only, also in a dry run.
 * @throws an Error in French when the database does not answer
 */
export async function readRows(
  { read }: Pick<Shell, 'read'>,
  home: Home,
  question: string,
  { database, signal }: { database?: string; signal?: AbortSignal } = {},
): Promise<string[][]> {
  const said = await read(psql(home, database), { input: question, ...(signal && { signal }) }).catch(error => {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`La base de ${home.environment} (${databaseOf(home)}) ne répond pas.\n${why}`, { cause: error })
  })
  return said.split('\n').flatMap(line => (line ? [line.split('\t')] : []))
}

/** A dump in the custom format to the output. gzip, its default, is the only one whose damage is noticed. */
export function pgDump(home: Home, options: string[] = []): Command {
  const database = `dbname=tiptop application_name=${DUMPER}`
  return execIn(databaseOf(home), ['pg_dump', '--format=custom', '--username=tiptop', ...options, database])
}

/** Reads a whole dump from the input, checksums of gzip included, and restores nothing. */
export function readDump(home: Home): Command {
  return execIn(databaseOf(home), ['pg_restore', '--file=/dev/null'])
}

/** Restores what the input holds into a database that is there. */
export function pgRestore(home: Home, database: string, options: string[] = []): Command {
  return execIn(databaseOf(home), [
    'pg_restore',
    '--exit-on-error',
    '--username=tiptop',
    `--dbname=${database}`,
    ...options,
  ])
}

/** Ends with 0 when the server takes connections, 1 while it starts, 2 when nobody answers. */
export function isReady(home: Home): Command {
  return execIn(databaseOf(home), ['pg_isready', '--timeout=3', '--host=127.0.0.1', '--username=tiptop'])
}

/** The container's name, as compose gives it. */
export function databaseOf(home: Home): string {
  return `${home.stack}-infra-postgres-1`
}
