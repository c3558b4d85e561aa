import type { Backup } from '../../../archive/backups.ts'
import { windowIn } from '../../../archive/physical/reach/window.ts'
import { ArchiveHole } from '../../../archive/physical/replay/archive-hole.ts'
import type { RestoreMoment } from '../../../archive/physical/replay/plan-replay.ts'
import { type RestoredCluster, restoreCluster, stopDatabase } from '../../../archive/physical/restore-cluster.ts'
import { infraProject } from '../../../environment/compose-projects.ts'
import { usesS3 } from '../../../environment/installation/archive.ts'
import { openToApplication, type PreparedHome } from '../../../environment/installation/install.ts'
import type { Target } from '../../../environment/target.ts'
import { Failure } from '../../../failure.ts'
import type { Step, StepNodes } from '../../../procedure/procedure.ts'
import { durationWords } from '../../../time/duration.ts'
import { utcSecond } from '../../../time/words.ts'
import type { Tools } from '../../../tools/tools.ts'
import { restoreDump } from './restore-dump.ts'

/** `until`: the newest transaction in it. `warning`: why it is not from the archive where it should be, in French. */
export type RestoredDatabase = { from: 'dump' | 'physical'; until: string; warning: string | null }

type DatabaseRestore = {
  nodes: { replay: StepNodes; database: StepNodes }
  target: Target
  prepared: PreparedHome
  backup: Backup
  roles: string
  /** the moment to bring back; null: the newest */
  to: Date | null
  /** whether the database goes on to write to the archive that it comes from */
  archive: boolean
  tools: Tools
}

/**
 * Brings the database back, as far forward as possible: from the remote archive's base backup and the WAL after it if they
 * reach further, up to a hole if there is one, else from the dump of the backup.
 * @throws a Failure when the moment is out of reach, or when neither way works
 */
export async function restoreDatabase(step: Step, restore: DatabaseRestore): Promise<RestoredDatabase> {
  const { nodes, target, backup, to, tools } = restore
  const archived = await step(nodes.replay, 'Demander à l’archive du WAL ce qu’elle couvre', ({ tell }) =>
    reachOf(restore, tell),
  )
  if (to && !archived.reaches)
    throw new Failure('not-there', `Ce moment ne peut être rejoué : ${archived.why ?? 'il n’y a pas d’archive'}.`, {
      hint: 'Sans --to, la base revient à la copie de la sauvegarde.',
    })
  let warning = archived.why
  if (archived.reaches) {
    const restored = await fromArchive(step, restore, to ?? 'latest').catch((error: Error) => {
      if (to) throw error
      warning = `l’archive du WAL n’a pas pu être restaurée : ${error.message}`
      const good = error instanceof ArchiveHole ? error.lastGood : null
      return good && good > new Date(backup.database.snapshotAt) ? fromArchive(step, restore, good) : null
    })
    if (restored) return { from: 'physical', until: untilOf(restored, archived.at), warning }
    await step(nodes.database, 'Vider la base à demi restaurée', () => emptyDatabase(target, tools))
  }
  await step(nodes.database, 'Restaurer la copie de la base et comparer chaque table', ({ tell, signal }) =>
    restoreDump(target, restore, tools, { tell, signal }),
  )
  return { from: 'dump', until: backup.database.snapshotAt, warning }
}

type ArchiveReach = { reaches: boolean; why: string | null; at: Map<string, Date> }

/** Returns whether the archive reaches further than the dump, and why not if it should. */
async function reachOf(
  { target, backup, to, tools }: DatabaseRestore,
  tell: (said: string) => void,
): Promise<ArchiveReach> {
  const none: ArchiveReach = { reaches: false, why: null, at: new Map() }
  if (!usesS3(target.settings)) {
    tell('il n’y en a pas chez cette destination')
    return none
  }
  const window = await windowIn(target, 's3', tools).catch((error: Error) => error)
  if (window instanceof Error || !window.until) {
    const why = window instanceof Error ? window.message : 'l’archive n’a pas de sauvegarde de base'
    tell(why)
    return { ...none, why }
  }
  tell(`jusqu’à ${utcSecond(window.until)}`)
  const reaches = to !== null || window.until > new Date(backup.database.snapshotAt)
  const why = reaches ? null : 'l’archive finit avant la sauvegarde de la nuit'
  return { reaches, why, at: new Map(window.backups.map(({ label, at }) => [label, at])) }
}

async function fromArchive(
  step: Step,
  { nodes, target, prepared, archive, tools }: DatabaseRestore,
  to: RestoreMoment,
): Promise<RestoredCluster> {
  return step(nodes.replay, 'Restaurer la copie physique et rejouer le WAL', async ({ tell, signal }) => {
    const asked = { target, from: ['s3'], to, archive } as const
    const restored = await restoreCluster(asked, tools, { signal, tell })
    await openToApplication(target, prepared, tools, signal)
    const { restoreMs, replayMs, lastTransactionAt } = restored
    const until = lastTransactionAt ? `jusqu’à ${lastTransactionAt.toISOString()}` : 'sans rien de plus à rejouer'
    tell(`${restored.backup} en ${durationWords(restoreMs)}, WAL en ${durationWords(replayMs)}, ${until}`)
    return restored
  })
}

function untilOf({ lastTransactionAt, backup }: RestoredCluster, at: Map<string, Date>): string {
  return (lastTransactionAt ?? at.get(backup) ?? new Date(0)).toISOString()
}

/** Half a cluster does not start, and PostgreSQL makes a new one in an empty volume only. */
async function emptyDatabase(target: Target, tools: Tools): Promise<void> {
  const project = infraProject(target.home)
  await stopDatabase(target, tools)
  await tools.shell.run(project.command('rm', '--force', '--stop', 'postgres'), { env: project.env })
  await tools.shell.run(['docker', 'volume', 'rm', '--force', `${target.home.stack}-database`])
}
