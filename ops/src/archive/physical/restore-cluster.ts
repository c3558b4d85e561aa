import { infraProject } from '../../environment/compose-projects.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { isRunning } from '../../tools/docker.ts'
import { pgbackrestAlone } from '../../tools/pgbackrest.ts'
import type { Tools } from '../../tools/tools.ts'
import { followRecovery, type RecoveryEnd, startDatabase } from './recovery.ts'
import { planReplay, planWords, type ReplayPlan, type ReplayRequest, type RestoreMoment } from './replay/plan-replay.ts'
import { restoreCommand } from './replay/restore-command.ts'
import { numberOf } from './repository.ts'
import { placeOf } from './wal/names.ts'

type ClusterRestore = ReplayRequest & {
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
 * @throws a Failure: of a moment, a backup or WAL that is not there or not whole, and then nothing was changed; `incomplete`
 * when PostgreSQL ended before it had replayed what was found whole
 */
export async function restoreCluster(
  asked: ClusterRestore,
  tools: Pick<Tools, 'shell'>,
  act: StepContext,
): Promise<RestoredCluster> {
  const { target } = asked
  const wasUp = await isRunning(tools.shell, target.home.database.container)
  // Stopped in order, it archives what it still has.
  if (wasUp) await stopDatabase(target, tools)
  const choose = async () => {
    const plan = await planReplay(asked, tools, act)
    await asked.before?.()
    return plan
  }
  const plan = await choose().catch(async error => {
    if (wasUp) await startDatabase(target, tools, act.signal).then(() => followRecovery(target, tools, act))
    throw error
  })
  act.tell(planWords(target, plan))
  return restore(asked, plan, tools, act)
}

/** Stops the database of an environment, which archives what it still has. */
export async function stopDatabase({ home }: Target, { shell }: Pick<Tools, 'shell'>): Promise<void> {
  const project = infraProject(home)
  await shell.run(project.command('stop', 'postgres'), { env: project.env })
}

/**
 * pgBackRest's options for a moment. A moment after which nothing was archived is the end of the WAL; one before a hole, with
 * nothing written since the base backup, is its end.
 */
function goalOf(to: RestoreMoment, { chain }: ReplayPlan): string[] {
  const promote = '--target-action=promote'
  const baseAlone = (typeof to === 'object' && 'backup' in to) || chain.reaches === 'hole'
  if (baseAlone) return ['--type=immediate', promote]
  if (to === 'latest' || chain.reaches === 'end') return ['--type=default']
  return ['--type=time', `--target=${to.toISOString().replace('T', ' ').replace('Z', '+00')}`, promote]
}

async function restore(
  asked: ClusterRestore,
  plan: ReplayPlan,
  tools: Pick<Tools, 'shell'>,
  act: StepContext,
): Promise<RestoredCluster> {
  const { target, archive, to } = asked
  const { base, chain } = plan
  const goal = goalOf(to, plan)
  const { shell } = tools
  const container = `${target.home.stack}-restore`
  const remove = () => shell.run(['docker', 'rm', '--force', container]).catch(() => '')
  const words = [`--repo=${numberOf(base.repository)}`, '--delta', `--set=${base.label}`, ...goal]
  words.push(`--recovery-option=restore_command=${restoreCommand(chain.sources)}`)
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
  if (goal.includes('--type=default')) expectReplayed(reached, plan)
  return {
    backup: base.label,
    timeline: reached.timeline,
    lastTransactionAt: reached.lastTransactionAt,
    restoreMs: Math.round(restored - began),
    replayMs: Math.round(replayed - restored),
  }
}

/** The last segment that was archived is whole, so PostgreSQL ends in it or after it. */
function expectReplayed({ replayedTo }: RecoveryEnd, { chain: { last } }: ReplayPlan): void {
  if (!last || (replayedTo !== null && replayedTo > placeOf(last))) return
  throw new Failure(
    'incomplete',
    `PostgreSQL s’est arrêté avant la fin du WAL archivé, qui va jusqu’au segment ${last}.`,
    {
      hint: 'Ce segment a été relu entier : répétez la même commande.',
    },
  )
}
