import { copyFaults } from '../../archive/database/restore-snapshot.ts'
import { ArchiveHole } from '../../archive/physical/replay/archive-hole.ts'
import {
  type KnownSegments,
  planReplay,
  planWords,
  type ReplayPlan,
} from '../../archive/physical/replay/plan-replay.ts'
import { repositoriesOf } from '../../archive/physical/repository.ts'
import { fileFaults } from '../../archive/rollback-points/points.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { appliedMigrations } from '../../release/migrations.ts'
import { isRunning } from '../../tools/docker.ts'
import { inBytes } from '../../tools/free-space.ts'
import type { Tools } from '../../tools/tools.ts'
import { lossLines, weighLoss } from './loss/weigh-loss.ts'
import type { RestoreOrigin } from './origin.ts'

/** `known`: what was read of the archive before, and is not read again */
type Looking = { signal: AbortSignal; known?: KnownSegments }
/** `said`: what was read, in French; `reaches`: how far it goes by what was read, never past the moment that was asked for */
type OriginReading = { said: string; reaches: Date }
/** `full`: whether the release and the configuration of the rollback point come back as well */
export type RestorePlan = { origin: RestoreOrigin; full: boolean }
type LookTools = Pick<Tools, 'shell' | 'files'>

/**
 * Reads what a database is to be restored from, from its first to its last byte, while the site is still open: a copy by
 * its SHA-256 and by pg_restore, the configuration that comes back with it by its SHA-256, WAL segment by segment, a former database by its own answer. Changes nothing.
 * @throws a Failure `damaged` with the file, and what there is instead
 */
export async function lookAtOrigin(
  target: Target,
  { origin, full }: RestorePlan,
  tools: LookTools,
  looking: Looking,
): Promise<OriginReading> {
  if (origin.kind === 'moment') return lookAtWal(target, origin.at, tools, looking)
  if (origin.kind === 'aside') {
    const schema = (await appliedMigrations(target.home.database, tools, origin.name)).at(-1) ?? 'vide'
    return { said: `${origin.name} répond, schéma ${schema}`, reaches: origin.at }
  }
  const faults = await copyFaults(target.home, origin.copy, tools, looking.signal)
  if (full && origin.point) faults.push(...(await fileFaults(origin.point.folder, origin.point.config, tools)))
  const hint = `Rien n’a été touché. Ce qu’il y a d’autre : tiptop restore ${target.home.environment}`
  if (faults.length) throw new Failure('damaged', faults.join('\n'), { hint })
  return { said: `${origin.name} relue entière, ${inBytes(origin.copy.db.dump.bytes)}`, reaches: origin.at }
}

async function lookAtWal(target: Target, to: Date, tools: LookTools, looking: Looking): Promise<OriginReading> {
  const grows = await isRunning(tools.shell, target.home.database.container)
  const { known = new Map(), signal } = looking
  try {
    const plan = await planReplay({ target, from: repositoriesOf(target), to, known, grows }, tools, { signal })
    return { said: planWords(target, plan), reaches: reachOf(plan, to) }
  } catch (error) {
    if (!(error instanceof ArchiveHole) || !error.lastGood) throw error
    // The database in use may have what the archive lacks.
    const lost = lossLines(
      await weighLoss(target, { at: error.lastGood, reaches: error.lastGood }, tools, looking.signal),
    )
    throw new Failure('damaged', [error.message, 'À ce moment :', ...lost.map(line => `  ${line}`)].join('\n'), {
      hint: error.hint,
      cause: error,
    })
  }
}

/** A moment is reached where a later transaction follows it; otherwise what was archived ends before it. */
function reachOf({ base, chain }: ReplayPlan, to: Date): Date {
  const end = chain.lastTransactionAt ?? base.at
  return chain.reaches === 'moment' || end > to ? to : end
}
