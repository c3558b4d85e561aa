import { listRollbackPoints } from '../archive/rollback-points/points.ts'
import type { Home } from '../environment/home.ts'
import type { Target } from '../environment/target.ts'
import { stopIdle } from '../release/activate.ts'
import { type RunningRelease, runningRelease } from '../release/colours.ts'
import { awaitHealth } from '../release/health.ts'
import { maintenanceOff, readMaintenance } from '../release/maintenance.ts'
import { giveDatabaseBack } from '../rollback-point/give-database-back.ts'
import { listRuns, type Run } from '../runs/runs.ts'
import type { Tools } from '../tools/tools.ts'

/**
 * Reads what serves, and puts in order what an interrupted run left: a release that runs beside what serves is stopped,
 * and a site that was closed for a migration opens again, with the database that goes with what serves. One flag decides
 * which release serves, so nothing else can be half done.
 * @returns what serves, null before the first deployment
 */
export async function takeStock(
  target: Target,
  tools: Tools,
  tell: (detail: string) => void,
): Promise<RunningRelease | null> {
  const { home } = target
  const running = await runningRelease(home)
  const said = [running ? `${running.release.version} (${running.release.name}) sert` : 'rien ne sert encore']
  const { interrupted, damage } = await runBefore(home)
  if (damage) said.push(damage)
  if (interrupted) said.push(`${interrupted.name} a été interrompu à « ${lastStep(interrupted)} »`)
  const idle = await stopIdle(running, home, tools)
  if (idle) said.push(idle)
  if (interrupted && running) said.push(...(await reopen(running, target, tools)))
  tell(said.join(' ; '))
  return running
}

/** The run before this one, which is at work, if it was killed; and what its journal no longer says. */
async function runBefore({ runs }: Pick<Home, 'runs'>): Promise<{ interrupted: Run | null; damage: string | null }> {
  // A rehearsal works beside everything, and without this lock.
  const locked = (await listRuns(runs)).filter(({ procedure }) => procedure !== 'rehearse')
  const former = locked.find(({ state }) => state !== 'running')
  return { interrupted: former?.state === 'interrupted' ? former : null, damage: former?.damage ?? null }
}

const lastStep = ({ steps }: Run) => steps.at(-1)?.title ?? 'son début'

/** A site that a person closed stays closed, and so does one that does not work behind its page: this deployment may mend it. */
async function reopen(running: RunningRelease, target: Target, tools: Tools): Promise<string[]> {
  const { home } = target
  const standing = await readMaintenance(home)
  if (!standing || standing.stays) return []
  const said: string[] = []
  try {
    const [point] = await listRollbackPoints(home)
    if (point?.release?.name === running.release.name)
      await giveDatabaseBack(target, point, tools, detail => said.push(detail))
    await awaitHealth(target, running.release, tools)
    await maintenanceOff(home, tools.files)
    return [...said, 'le site, qu’il avait fermé, est rouvert']
  } catch (error) {
    return [...said, `le site reste fermé : ${(error as Error).message}`]
  }
}
