import { Failure } from '../failure.ts'
import { execIn } from './docker.ts'
import type { Shell, ShellCommand } from './shell.ts'

/** A server that runs in a container. */
export type PostgresServer = {
  container: string
  /** what error messages call it: `prod` */
  name: string
}

/** The application name of our dumps; what a killed run left behind is ended by this name. */
export const DUMPER = 'tiptop-dump'

/** Argument lists of PostgreSQL's programs, run in the server's container as the owner of the database. */

/**
 * Runs the statements of its input, up to the first error; rows are lines, columns are separated by tabs.
 * @param database its name, or a connection string of libpq
 */
export function psql(server: PostgresServer, database = 'tiptop'): ShellCommand {
  return execIn(server.container, [
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
 * Returns the rows of a query, each as its columns. Only reads, also in a dry run.
 * @throws a Failure when the database does not answer
 */
export async function readRows(
  { read }: Pick<Shell, 'read'>,
  server: PostgresServer,
  question: string,
  { database, signal }: { database?: string; signal?: AbortSignal } = {},
): Promise<string[][]> {
  const said = await read(psql(server, database), { input: question, ...(signal && { signal }) }).catch(error => {
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure('unreachable', `La base de ${server.name} (${server.container}) ne répond pas.\n${why}`, {
      hint: `docker logs ${server.container} dit pourquoi.`,
      cause: error,
    })
  })
  return said.split('\n').flatMap(line => (line ? [line.split('\t')] : []))
}

/** Dumps in the custom format to its output. gzip, the default, is the only compression whose damage is noticed. */
export function pgDump(server: PostgresServer, options: string[] = []): ShellCommand {
  const database = `dbname=tiptop application_name=${DUMPER}`
  return execIn(server.container, ['pg_dump', '--format=custom', '--username=tiptop', ...options, database])
}

/** Reads a whole dump from the input, checksums of gzip included, and restores nothing. */
export function readDump(server: PostgresServer): ShellCommand {
  return execIn(server.container, ['pg_restore', '--file=/dev/null'])
}

/** Restores the dump of its input into an existing database. */
export function pgRestore(server: PostgresServer, database: string, options: string[] = []): ShellCommand {
  return execIn(server.container, [
    'pg_restore',
    '--exit-on-error',
    '--username=tiptop',
    `--dbname=${database}`,
    ...options,
  ])
}

/** Ends with 0 when the server takes connections, 1 while it starts, 2 when there is no answer. */
export function isReady(server: PostgresServer): ShellCommand {
  return execIn(server.container, ['pg_isready', '--timeout=3', '--host=127.0.0.1', '--username=tiptop'])
}
