import { randomBytes } from 'node:crypto'
import { infraProject } from '../../../environment/compose-projects.ts'
import type { Target } from '../../../environment/target.ts'
import { Failure } from '../../../failure.ts'
import { waitUntil } from '../../../time/wait-until.ts'
import { isRunning } from '../../../tools/docker.ts'
import type { Tools } from '../../../tools/tools.ts'
import type { ArchiveReader } from './read-segment.ts'

/** A reader that was left behind by a killed run ends by itself. */
const ENDS_AFTER_SECONDS = 3_600
const READY_WITHIN_MS = 30_000
/** What the container's entry point writes last. */
const PREPARED = '/run/pgbackrest/authorities.pem'

/**
 * Reads the archive in a container of its own, beside the database, which may be stopped or fail to start. The container is
 * removed whatever happens.
 */
export async function withReader<T>(
  { home }: Target,
  { shell }: Pick<Tools, 'shell'>,
  signal: AbortSignal,
  use: (reader: ArchiveReader) => Promise<T>,
): Promise<T> {
  const container = `${home.stack}-reader-${process.pid}-${randomBytes(2).toString('hex')}`
  const { command, env } = infraProject(home)
  const words = ['--detach', '--rm', '--no-deps', '--no-TTY', `--name=${container}`]
  try {
    await shell.read(command('run', ...words, 'postgres', 'sleep', String(ENDS_AFTER_SECONDS)), { env, signal })
    await untilPrepared(container, shell, signal)
    return await use({ container, shell, signal })
  } finally {
    await shell.read(['docker', 'rm', '--force', container]).catch(() => {})
  }
}

/** Reads beside the database while it runs, which is quicker, and otherwise in a container of its own. */
export async function withReaderBeside<T>(
  target: Target,
  { shell }: Pick<Tools, 'shell'>,
  signal: AbortSignal,
  use: (reader: ArchiveReader) => Promise<T>,
): Promise<T> {
  const { container } = target.home.database
  if (await isRunning(shell, container)) return use({ container, shell, signal })
  return withReader(target, { shell }, signal, use)
}

async function untilPrepared(container: string, shell: Tools['shell'], signal: AbortSignal): Promise<void> {
  const look = () =>
    shell.read(['docker', 'exec', container, 'test', '-s', PREPARED], { signal }).then(() => true, failed)
  const failed = () => {
    signal.throwIfAborted()
    return false
  }
  const prepared = await waitUntil(look, { everyMs: 100, withinMs: READY_WITHIN_MS, signal })
  if (!prepared)
    throw new Failure('not-ready', `Le conteneur qui lit l’archive (${container}) n’a pas démarré.`, {
      hint: '« docker ps » et « docker info » disent si Docker va bien ; puis recommencez.',
    })
}
