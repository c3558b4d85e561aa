import { join } from 'node:path'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { rest, waitUntil } from '../../time/wait-until.ts'
import { isThere } from '../../tools/files.ts'
import { pgbackrest } from '../../tools/pgbackrest.ts'
import type { Tools } from '../../tools/tools.ts'
import { type ArchiveRepository, readRepository, repositoriesOf } from './repository.ts'

type StepContext = { tell(said: string): void; signal: AbortSignal }

/** Why repositories cannot be used, in French; nothing when all of them can. */
type UnusableRepositories = Partial<Record<ArchiveRepository, string>>

/**
 * Prepares every repository for this cluster: a new one for its first segment, one of another cluster for both. Ends
 * what a killed run left at work. A repository that is away is reported, and prepared by the next base backup.
 * @throws a Failure when the archive of this server cannot be used
 */
export async function openArchive(
  target: Target,
  tools: Pick<Tools, 'shell'>,
  { tell, signal }: StepContext,
): Promise<UnusableRepositories> {
  const away: UnusableRepositories = {}
  let [prepared, busy] = [true, false]
  // Before the first installation there is no archive to ask.
  const installed = await isThere(join(target.home.infra, 'infra.env'))
  for (const repository of installed ? repositoriesOf(target) : []) {
    const found = await readRepository(target, repository, tools).catch((error: Error) => error)
    if (found instanceof Error) away[repository] = found.message
    else [prepared, busy] = [prepared && found.prepared, busy || found.busy]
  }
  if (away.here)
    throw new Failure('not-ready', away.here, {
      hint: 'docs/runbooks/backups-missing.md dit quoi faire de cette archive.',
    })
  const said = Object.values(away)
  if (busy) {
    await endLeftover(target, tools, signal)
    said.push('une copie qu’une exécution interrompue avait laissée est arrêtée')
  }
  // One that is away would keep the others waiting; what is prepared already asks for nothing.
  if (!away.s3) await prepare(target, tools, signal)
  else if (!prepared) await prepare(target, tools, signal).catch(() => {})
  if (said.length) tell(said.join(' ; '))
  return away
}

/** An archive of another cluster keeps what it has, and takes what this one writes from now on. */
async function prepare(target: Target, tools: Pick<Tools, 'shell'>, signal: AbortSignal): Promise<void> {
  await runAlone('stanza-create', target, tools, signal).catch(async error => {
    signal.throwIfAborted()
    if (!/stanza-upgrade/.test(error.message)) throw error
    await runAlone('stanza-upgrade', target, tools, signal)
  })
}

/** How often a push of WAL is waited for, which takes seconds, and the pause; one that takes longer is ended, and started again. */
const [PATIENT_TRIES, TRIES, PAUSE_MS] = [20, 25, 500]

/**
 * Runs a command of pgBackRest of which one works at a time. The lock of the environment is ours: another copy in the making was
 * started by a run that is gone, perhaps just now, and is ended. Segments on their way to the archive are let through.
 */
export async function runAlone(
  command: string,
  target: Target,
  tools: Pick<Tools, 'shell'>,
  signal: AbortSignal,
  words: readonly string[] = [],
): Promise<void> {
  const run = () =>
    tools.shell.run(pgbackrest(target.home.database, '--log-level-console=error', ...words, command), {
      signal,
    })
  for (let tries = 1; ; tries++) {
    const failed = await run().then(
      () => null,
      (error: Error) => error,
    )
    if (!failed) return
    signal.throwIfAborted()
    if (tries === TRIES || !/unable to acquire lock/.test(failed.message)) throw failed
    if (/-archive-\d+\.lock/.test(failed.message) && tries < PATIENT_TRIES) await rest(PAUSE_MS, signal)
    else await endLeftover(target, tools, signal)
  }
}

async function endLeftover(target: Target, tools: Pick<Tools, 'shell'>, signal: AbortSignal): Promise<void> {
  const { home } = target
  await tools.shell.run(pgbackrest(home.database, '--log-level-console=error', '--force', 'stop'), { signal })
  await tools.shell.run(pgbackrest(home.database, '--log-level-console=error', 'start'))
  const isFree = async () => !(await readRepository(target, 'here', tools)).busy
  await waitUntil(isFree, { everyMs: 200, signal })
}
