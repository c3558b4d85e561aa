import { listRollbackPoints } from '../archive/rollback-points/points.ts'
import type { Target } from '../environment/target.ts'
import { readHolder } from '../procedure/lock.ts'
import { stopColour } from '../release/activate.ts'
import { otherColour, type Running, runningRelease } from '../release/colours.ts'
import { awaitHealth } from '../release/health.ts'
import { maintenanceOff, readMaintenance } from '../release/maintenance.ts'
import { giveDatabaseBack } from '../rollback-point/give-database-back.ts'
import { listRuns, type Run } from '../runs/runs.ts'
import { containersOf } from '../tools/docker.ts'
import type { Tools } from '../tools/tools.ts'

/**
 * Looks at what serves, and puts in order what an interrupted run left: a colour that serves nobody is stopped, and a
 * site that was closed for a migration is opened again, with the database that goes with what serves. Which release
 * serves is one flag, so there is nothing else half done.
 * @returns what serves, null before the first deployment
 */
export async function takeStock(target: Target, tools: Tools, tell: (detail: string) => void): Promise<Running | null> {
  const running = await runningRelease(target.home)
  const said = [running ? `${running.release.version} (${running.release.name}) sert` : 'rien ne sert encore']
  const interrupted = await interruptedRun(target)
  if (interrupted) said.push(`${interrupted.name} a été interrompu à « ${lastStep(interrupted)} »`)
  if (await stopIdle(target, running, tools)) said.push('la version qui ne sert pas est arrêtée')
  if (interrupted) said.push(...(await reopen(target, running, tools)))
  tell(said.join(' ; '))
  return running
}

/** The run before this one, if it was killed. As we hold the lock, a run that has not ended is one that is gone. */
async function interruptedRun({ home }: Target): Promise<Run | null> {
  const holder = readHolder(home.lock)
  const own = holder?.pid === process.pid ? holder.run : null
  // A rehearsal works beside everything, and without this lock.
  const locked = (await listRuns(home.runs)).filter(({ procedure }) => procedure !== 'rehearse')
  const [former] = locked.filter(({ name }) => name !== own)
  if (former?.state === 'running' && own) return former
  return former?.state === 'interrupted' ? former : null
}

const lastStep = ({ steps }: Run) => steps.at(-1)?.title ?? 'son début'

async function stopIdle(target: Target, running: Running | null, tools: Tools): Promise<boolean> {
  const idle = otherColour(running?.colour ?? 'green')
  if (!(await tools.shell.read(containersOf(`${target.home.stack}-${idle}`)))) return false
  await stopColour(idle, target, tools)
  return true
}

/** A site that a person closed stays closed, and so does one that does not work behind its page: to be deployed anew. */
async function reopen(target: Target, running: Running | null, tools: Tools): Promise<string[]> {
  const { home } = target
  const standing = await readMaintenance(home)
  if (!running || !standing || standing.stays) return []
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
