import { restoreSnapshot, swap } from '../../archive/database/restore-snapshot.ts'
import { followRecovery, startDatabase } from '../../archive/physical/recovery.ts'
import { restoreCluster } from '../../archive/physical/restore-cluster.ts'
import { openToApplication } from '../../environment/installation/install.ts'
import { readSecret, type Target } from '../../environment/target.ts'
import type { Step } from '../../procedure/procedure.ts'
import { durationWords } from '../../time/duration.ts'
import { utcSecond } from '../../time/words.ts'
import { isRunning } from '../../tools/docker.ts'
import type { Tools } from '../../tools/tools.ts'
import { keepCluster } from './keep-damaged.ts'
import type { Origin } from './origin.ts'
import type { RecoveryPath } from './path.ts'

type Job = {
  origin: Origin
  path: RecoveryPath
  target: Target
  tools: Tools
  /** hears where the database that is left is kept, right before or as it is replaced; null when there was none any more */
  replaced(kept: string | null): void
}

/** Gives the environment the database of an origin. The one that it had is kept. */
export async function giveBack(step: Step, { origin, path, target, tools, replaced }: Job): Promise<void> {
  if (origin.kind === 'moment') return replay(step, origin, { path, target, tools, replaced })
  const title = origin.kind === 'copy' ? `Restaurer la copie ${origin.name}` : `Reprendre la base ${origin.name}`
  await step(path.dump, title, async ({ tell, signal }) => {
    if (!(await isRunning(tools.shell, target.home.database.container))) await startDatabase(target, tools, signal)
    await followRecovery(target, tools, { signal, tell })
    const { aside } =
      origin.kind === 'copy'
        ? await restoreSnapshot(target, origin.copy, tools, signal)
        : await swap(origin.name, target, tools, signal)
    replaced(aside)
    tell(aside ? `la base quittée est gardée sous ${aside}` : 'il n’y avait plus de base')
  })
}

type Place = Omit<Job, 'origin'>

async function replay(step: Step, origin: Origin & { kind: 'moment' }, { path, target, tools, replaced }: Place) {
  let kept = ''
  await step(path.replay, `Rejouer le WAL jusqu’au ${utcSecond(origin.at)}`, async ({ tell, signal }) => {
    const before = async () => {
      tell('copie de l’état quitté')
      kept = await keepCluster(target, tools, signal)
      replaced(kept)
    }
    const asked = { target, from: origin.repository, to: origin.at, archive: true, before }
    const restored = await restoreCluster(asked, tools, { signal, tell })
    const applicationUrl = await readSecret(target.home, 'database-url')
    await openToApplication(target, { made: [], applicationUrl }, tools, signal)
    const { backup, restoreMs, replayMs, lastTransactionAt } = restored
    const last = lastTransactionAt ? `dernière transaction ${utcSecond(lastTransactionAt)}` : 'rien de plus à rejouer'
    tell(
      `${backup} en ${durationWords(restoreMs)}, WAL en ${durationWords(replayMs)}, ${last} ; état quitté gardé : ${kept}`,
    )
  })
}
