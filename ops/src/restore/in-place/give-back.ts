import { noteUndecided } from '../../archive/aside/undecided.ts'
import { restoreSnapshot, swap } from '../../archive/database/restore-snapshot.ts'
import { followRecovery, startDatabase } from '../../archive/physical/recovery.ts'
import type { KnownSegments } from '../../archive/physical/replay/plan-replay.ts'
import { repositoriesOf } from '../../archive/physical/repository.ts'
import { restoreCluster } from '../../archive/physical/restore-cluster.ts'
import { openToApplication } from '../../environment/installation/install.ts'
import { readSecret, type Target } from '../../environment/target.ts'
import type { Step } from '../../procedure/procedure.ts'
import { durationWords } from '../../time/duration.ts'
import { utcSecond } from '../../time/words.ts'
import { isRunning } from '../../tools/docker.ts'
import type { Tools } from '../../tools/tools.ts'
import { keepCluster } from './keep-cluster.ts'
import type { InPlaceNodes } from './nodes.ts'
import type { RestoreOrigin } from './origin.ts'

type GivingBack<Origin extends RestoreOrigin> = {
  origin: Origin
  nodes: InPlaceNodes
  target: Target
  tools: Tools
  /** what was read of the archive, which is not read again */
  known: KnownSegments
  /** called with where the former database is kept, right before or as it is replaced; with null if there was none */
  replaced(kept: string | null): void
}

type Snapshot = Exclude<RestoreOrigin, { kind: 'moment' }>
type Moment = Extract<RestoreOrigin, { kind: 'moment' }>

/** Gives the environment the database of an origin, and keeps the former one. */
export async function giveBack(step: Step, { origin, ...rest }: GivingBack<RestoreOrigin>): Promise<void> {
  if (origin.kind === 'moment') await replay(step, { origin, ...rest })
  else await exchange(step, { origin, ...rest })
}

async function exchange(step: Step, { origin, nodes, target, tools, replaced }: GivingBack<Snapshot>): Promise<void> {
  const title = origin.kind === 'copy' ? `Restaurer la copie ${origin.name}` : `Reprendre la base ${origin.name}`
  await step(nodes.dump, title, async ({ tell, signal, broughtBack }) => {
    if (!(await isRunning(tools.shell, target.home.database.container))) await startDatabase(target, tools, signal)
    await followRecovery(target, tools, { signal, tell })
    const { aside } =
      origin.kind === 'copy'
        ? await restoreSnapshot(target.home.database, origin.copy, tools, signal)
        : await swap(origin.name, target.home.database, tools, signal)
    replaced(aside)
    broughtBack(origin.at)
    if (origin.kind === 'aside') await noteUndecided(target.home, { from: origin.name, questions: [] }, tools)
    tell(aside ? `la base quittée est gardée sous ${aside}` : 'il n’y avait plus de base')
  })
}

async function replay(
  step: Step,
  { origin, nodes, target, tools, replaced, known }: GivingBack<Moment>,
): Promise<void> {
  let kept = ''
  await step(nodes.replay, `Rejouer le WAL jusqu’au ${utcSecond(origin.at)}`, async ({ tell, signal, broughtBack }) => {
    const before = async () => {
      tell('copie de l’état quitté')
      kept = await keepCluster(target, tools, signal)
      replaced(kept)
    }
    const asked = { target, from: repositoriesOf(target), to: origin.at, known, archive: true, before }
    const restored = await restoreCluster(asked, tools, { signal, tell })
    const applicationUrl = await readSecret(target.home, 'database-url')
    await openToApplication(target, { made: [], applicationUrl }, tools, signal)
    const { backup, restoreMs, replayMs, lastTransactionAt } = restored
    broughtBack(lastTransactionAt ?? origin.at)
    const last = lastTransactionAt ? `dernière transaction ${utcSecond(lastTransactionAt)}` : 'rien de plus à rejouer'
    tell(
      `${backup} en ${durationWords(restoreMs)}, WAL en ${durationWords(replayMs)}, ${last} ; état quitté gardé : ${kept}`,
    )
  })
}
