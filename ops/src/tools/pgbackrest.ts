import type { ComposeProject } from './compose.ts'
import { isRunning } from './docker.ts'
import type { PostgresServer } from './postgres.ts'
import type { Shell, ShellCommand, ShellOptions } from './shell.ts'

/** Argument lists of pgBackRest. Its settings and secrets are in files of the database's container. */

/** Runs in the container of the server, beside it. */
export function pgbackrest({ container }: Pick<PostgresServer, 'container'>, ...words: string[]): ShellCommand {
  return ['docker', 'exec', '--user=postgres', container, 'pgbackrest', ...words]
}

/**
 * Runs in a container of its own on the volumes of the database, while no server uses them.
 * @param project the compose project whose service `postgres` is the server
 * @param name what that container is called; null for a name that compose chooses
 */
export function pgbackrestAlone(
  { command, env }: ComposeProject,
  name: string | null,
  ...words: string[]
): { command: ShellCommand; env: ShellOptions['env'] } {
  const named = name ? [`--name=${name}`] : []
  return {
    command: command('run', '--rm', '--no-deps', '--no-TTY', ...named, 'postgres', 'pgbackrest', ...words),
    env,
  }
}

/** Results on the output, errors on the error output, and no long wait for storage that is away. */
const QUIET = ['--log-level-console=off', '--log-level-stderr=error', '--io-timeout=5']

/** Runs a command of pgBackRest that changes nothing, beside the server or without it. @returns its output */
export async function askBackrest(
  server: Pick<PostgresServer, 'container'> & { project: ComposeProject },
  shell: Pick<Shell, 'read'>,
  ...words: string[]
): Promise<string> {
  if (await isRunning(shell, server.container)) return shell.read(pgbackrest(server, ...QUIET, ...words))
  const { command, env } = pgbackrestAlone(server.project, null, ...QUIET, ...words)
  return shell.read(command, { env })
}
