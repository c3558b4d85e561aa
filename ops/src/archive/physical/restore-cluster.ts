import { infraProject } from '../../environment/compose-projects.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { utcSecond } from '../../time/words.ts'
import { isRunning } from '../../tools/docker.ts'
import { pgbackrestAlone } from '../../tools/pgbackrest.ts'
import type { Tools } from '../../tools/tools.ts'
import { EndedEarly, followRecovery, startDatabase } from './recovery.ts'
import { type ArchiveRepository, type BaseBackup, numberOf, titleOf } from './repository.ts'
import { windowIn } from './window.ts'

/** A moment of the past; the last one that the archive knows; or the end of one base backup, without what followed. */
export type RestoreMoment = Date | 'latest' | { backup: string }

type ClusterRestore = {
  target: Target
  from: ArchiveRepository
  to: RestoreMoment
  /** false for a cluster that is only looked at: it never writes to the archive that it comes from */
  archive: boolean
  /** runs while the database is stopped and still whole; what it throws leaves everything as it was */
  before?(): Promise<unknown>
}

export type RestoredCluster = {
  /** the base backup that was used */
  backup: string
  timeline: number
  /** null: nothing was written after the base backup */
  lastTransactionAt: Date | null
  restoreMs: number
  replayMs: number
}

type StepContext = { signal: AbortSignal; tell(said: string): void }

/**
 * Gives an environment the cluster as it was at a moment, from a base backup and the WAL after it, and starts its
 * database on that. The database is stopped for it; what its volume holds is changed to what it has to hold, or written
 * into an empty one. Where this breaks off, the volume holds half a cluster, which does not start; it can be repeated.
 * @throws a Failure: of a moment or a backup that is not there, or a repository that cannot be read, and then
 * nothing was changed
 */
export async function restoreCluster(
  asked: ClusterRestore,
  tools: Pick<Tools, 'shell'>,
  act: StepContext,
): Promise<RestoredCluster> {
  const { target, from, to } = asked
  const wasUp = await isRunning(tools.shell, target.home.database.container)
  // Stopped in order, it archives what it still has.
  if (wasUp) await stopDatabase(target, tools)
  const choose = async () => {
    const base = await chooseBase(asked, tools)
    await asked.before?.()
    return base
  }
  const base = await choose().catch(async error => {
    if (wasUp) await startDatabase(target, tools, act.signal).then(() => followRecovery(target, tools, act))
    throw error
  })
  act.tell(`sauvegarde ${base.label} de ${titleOf(from, target)}`)
  try {
    return await restore(asked, base, goalOf(to), tools, act)
  } catch (error) {
    if (!(error instanceof EndedEarly) || !(to instanceof Date)) throw error
    // All that was archived before that moment is there, and nothing was written between its end and the moment.
    return restore(asked, base, ['--type=default'], tools, act)
  }
}

/** Stops the database of an environment, which archives what it still has. */
export async function stopDatabase({ home }: Target, { shell }: Pick<Tools, 'shell'>): Promise<void> {
  const project = infraProject(home)
  await shell.run(project.command('stop', 'postgres'), { env: project.env })
}

async function chooseBase({ target, from, to }: ClusterRestore, tools: Pick<Tools, 'shell'>): Promise<BaseBackup> {
  const window = await windowIn(target, from, tools)
  const [oldest, newest] = [window.backups[0], window.backups.at(-1)]
  const place = titleOf(from, target)
  if (!oldest || !newest || !window.until)
    throw new Failure('not-there', `Il n’y a pas de sauvegarde de base dans ${place}.`)
  if (to === 'latest') return newest
  if (!(to instanceof Date)) {
    const named = window.backups.find(({ label }) => label === to.backup)
    if (named) return named
    throw new Failure('not-there', `${place} n’a pas de sauvegarde ${to.backup} ; il y a ${labelsOf(window.backups)}.`)
  }
  if (to < oldest.at)
    throw new Failure('not-there', `${utcSecond(to)} est avant ${utcSecond(oldest.at)}, où commence ${place}.`)
  if (to > window.until)
    throw new Failure('not-there', `${utcSecond(to)} est après ${utcSecond(window.until)}, où finit ${place}.`, {
      hint: 'Demandez ce moment, ou le dernier.',
    })
  return window.backups.findLast(backup => backup.at <= to) ?? oldest
}

const labelsOf = (backups: readonly BaseBackup[]) => backups.map(({ label }) => label).join(', ')

/** pgBackRest's options for a moment. */
function goalOf(to: RestoreMoment): string[] {
  if (to === 'latest') return ['--type=default']
  const promote = '--target-action=promote'
  if (!(to instanceof Date)) return ['--type=immediate', promote]
  return ['--type=time', `--target=${to.toISOString().replace('T', ' ').replace('Z', '+00')}`, promote]
}

async function restore(
  asked: ClusterRestore,
  base: BaseBackup,
  goal: string[],
  tools: Pick<Tools, 'shell'>,
  act: StepContext,
): Promise<RestoredCluster> {
  const { target, from, archive } = asked
  const { shell } = tools
  const container = `${target.home.stack}-restore`
  const remove = () => shell.run(['docker', 'rm', '--force', container]).catch(() => '')
  const words = [`--repo=${numberOf(from)}`, '--delta', `--set=${base.label}`, ...goal]
  if (!archive) words.push('--archive-mode=off')
  const project = infraProject(target.home)
  const { command, env } = pgbackrestAlone(project, container, '--log-level-console=error', ...words, 'restore')
  await stopDatabase(target, tools)
  await remove()
  const began = performance.now()
  await shell.run(command, { env, signal: act.signal }).finally(remove)
  const restored = performance.now()
  await startDatabase(target, tools, act.signal)
  const reached = await followRecovery(target, tools, act)
  const replayed = performance.now()
  return {
    backup: base.label,
    ...reached,
    restoreMs: Math.round(restored - began),
    replayMs: Math.round(replayed - restored),
  }
}
