import { randomBytes } from 'node:crypto'
import type { Home } from '../../environment/home.ts'
import { Failure } from '../../failure.ts'
import { waitUntil } from '../../time/wait-until.ts'
import { execIn } from '../../tools/docker.ts'
import type { ShellCommand } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'

/** A server of PostgreSQL of its own, for as long as a copy is proven. */
type ScratchDatabase = {
  /** restores the dump of the folder that it was given */
  restore(file: string): Promise<void>
  /** runs statements on what was restored, or on another of its databases; @returns what they say */
  sql(statements: string, database?: string): Promise<string>
}

const RESTORED = 'restored'
/** No role of a dump has this name. */
const OWNER = 'proof'
const FOLDER = '/backup'
const START_SECONDS = 60

/** Nothing of it has to survive a power cut, and players come first. */
const SERVER = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  archive_mode: 'off',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  shared_buffers: '256MB',
  maintenance_work_mem: '128MB',
  listen_addresses: 'localhost',
}
const LIMITS = [
  '--network=none',
  '--memory=1g',
  '--shm-size=256m',
  '--pids-limit=256',
  '--cpu-shares=256',
  '--security-opt=no-new-privileges:true',
  '--cap-drop=ALL',
  ...['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'].map(name => `--cap-add=${name}`),
]

/** More would need more memory than it is given, and take from players what they need. */
const JOBS = 2

/** A server that is not there until it is started. */
export type ScratchServer = {
  /** begins to start it, without waiting */
  start(signal: AbortSignal): void
  /** waits until it answers; starts it if it is not starting yet */
  ready(signal: AbortSignal): Promise<ScratchDatabase>
  /** removes it with all that it held; there may be nothing */
  remove(): Promise<void>
}

/**
 * A server from the image that the environment's database runs. It sees this folder and no network. What a killed run
 * left is removed first. The caller removes it, whatever happens.
 */
export function scratchServer(
  { home, folder }: { home: Home; folder: string },
  { shell }: Pick<Tools, 'shell'>,
): ScratchServer {
  let starting: Promise<ScratchDatabase> | undefined
  const stop = new AbortController()
  const begin = (signal: AbortSignal) => {
    starting ??= launch({ home, folder, signal: AbortSignal.any([signal, stop.signal]) }, { shell })
    // The error reaches those who await it.
    starting.catch(() => {})
    return starting
  }
  return {
    start: signal => void begin(signal),
    ready: begin,
    async remove() {
      stop.abort(new Failure('stopped', 'La base d’essai n’est plus attendue.', { hint: null }))
      await starting?.catch(() => {})
      await removeScratch(home, { shell })
    },
  }
}

async function launch(
  { home, folder, signal }: { home: Home; folder: string; signal: AbortSignal },
  { shell }: Pick<Tools, 'shell'>,
): Promise<ScratchDatabase> {
  const container = scratchOf(home)
  await removeScratch(home, { shell })
  const image = await shell.read(['docker', 'container', 'inspect', '--format', '{{.Image}}', home.database.container])
  const env = { POSTGRES_PASSWORD: randomBytes(16).toString('hex') }
  signal.throwIfAborted()
  // Not cut short: what the engine is in the middle of making could not be removed.
  await shell.run(start(container, image, folder), { env })
  await untilReady(container, { shell }, signal)
  const scratch = openScratch(container, { shell }, signal)
  await scratch.sql(`create database ${RESTORED} template template0;`, 'postgres')
  return scratch
}

function openScratch(container: string, { shell }: Pick<Tools, 'shell'>, signal: AbortSignal): ScratchDatabase {
  const user = `--username=${OWNER}`
  const format = ['--quiet', '--tuples-only', '--no-align', '--field-separator=\t']
  const psql = ['psql', '--no-psqlrc', ...format, '--set=ON_ERROR_STOP=1', user]
  const restore = ['pg_restore', '--exit-on-error', `--jobs=${JOBS}`, user, `--dbname=${RESTORED}`]
  return {
    sql: (input, database = RESTORED) =>
      shell.run(execIn(container, [...psql, `--dbname=${database}`]), { input, signal }),
    restore: async file => void (await shell.run(execIn(container, [...restore, `${FOLDER}/${file}`]), { signal })),
  }
}

/** Removes what a killed run left; there may be nothing. */
export async function removeScratch(home: Home, { shell }: Pick<Tools, 'shell'>): Promise<void> {
  await shell.run(['docker', 'rm', '--force', '--volumes', scratchOf(home)]).catch((error: Error) => {
    if (!/no such container/i.test(error.message)) throw error
  })
}

/** The container's name: there is one for each environment, under its lock. */
export const scratchOf = (home: Home) => `${home.stack}-proof`

function start(container: string, image: string, folder: string): ShellCommand {
  const variables = { POSTGRES_USER: OWNER, POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C.UTF-8 --no-sync' }
  const environment = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  const options = ['--volume', `${folder}:${FOLDER}:ro`, '--env', 'POSTGRES_PASSWORD', ...environment]
  const settings = Object.entries(SERVER).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['docker', 'run', '--detach', '--name', container, ...LIMITS, ...options, image, 'postgres', ...settings]
}

/** Over TCP: while its cluster is made, the server listens on its socket alone. */
async function untilReady(container: string, { shell }: Pick<Tools, 'shell'>, signal: AbortSignal): Promise<void> {
  const ask = execIn(container, ['pg_isready', '--quiet', '--host=127.0.0.1', `--username=${OWNER}`])
  let cause: unknown
  const answers = () =>
    shell.run(ask, { signal }).then(
      () => true,
      error => {
        signal.throwIfAborted()
        cause = error
        return null
      },
    )
  if (await waitUntil(answers, { everyMs: 200, withinMs: START_SECONDS * 1000, signal })) return
  const said = await shell.read(['docker', 'logs', '--tail', '5', container]).catch(() => '')
  throw new Failure('not-ready', `La base d'essai ${container} n'a pas démarré en ${START_SECONDS} s.\n${said}`, {
    hint: 'Le serveur est peut-être trop chargé (uptime, free) : la même commande recommence.',
    cause,
  })
}
