import type { Home } from '../environment/home.ts'
import { infraProject } from './compose.ts'
import { databaseOf } from './postgres.ts'
import type { Command, Shell, ShellOptions } from './shell.ts'

/** Argument lists of pgBackRest. What it has to know, secrets included, is in files of the database's container. */

type Asked = { command: Command; env: ShellOptions['env'] }

/** Runs beside the server, in its container. */
export function pgbackrest(home: Home, ...words: string[]): Command {
  return ['docker', 'exec', '--user=postgres', databaseOf(home), 'pgbackrest', ...words]
}

/** Runs in a container of its own that has the volumes of the database, while no server is at work on them. */
export function pgbackrestAlone(home: Home, name: string | null, ...words: string[]): Asked {
  const { command, env } = infraProject(home)
  const named = name ? [`--name=${name}`] : []
  return {
    command: command('run', '--rm', '--no-deps', '--no-TTY', ...named, 'postgres', 'pgbackrest', ...words),
    env,
  }
}

/** Says its results alone, its errors where errors belong, and those of storage that is away while somebody waits. */
const QUIET = ['--log-level-console=off', '--log-level-stderr=error', '--io-timeout=5']

/** Lets pgBackRest look, beside the server or without it. @returns what it says */
export async function askBackrest(home: Home, { read }: Pick<Shell, 'read'>, ...words: string[]): Promise<string> {
  if (await isUp(home, { read })) return read(pgbackrest(home, ...QUIET, ...words))
  const { command, env } = pgbackrestAlone(home, null, ...QUIET, ...words)
  return read(command, { env })
}

/** Whether the container of the database is at work. */
export async function isUp(home: Home, { read }: Pick<Shell, 'read'>): Promise<boolean> {
  const running = ['docker', 'ps', '--quiet', '--filter', 'status=running', '--filter'] as const
  return (await read([...running, `name=^/?${databaseOf(home)}$`])) !== ''
}
