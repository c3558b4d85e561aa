import { join } from 'node:path'
import type { EnvironmentObservations } from '../../control/observations.ts'
import type { Home } from '../../environment/home.ts'
import { detectTakenBack, followHealth } from '../../incident/watch/detect.ts'
import { reachedPlayers } from '../../indicators/measures/deployments.ts'
import type { Ending } from '../../procedure/procedure.ts'
import { readMaintenance } from '../../release/maintenance.ts'
import { listRuns, readRun } from '../../runs/runs.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { openDesk } from './desk.ts'

type Finished = { run: string; target: { home: Home }; ending: Ending<unknown> }

/** An incident that could not be opened stops neither a deployment's report nor the control room. */
export function unopened({ terminal }: Pick<CliTools, 'terminal'>) {
  return (error: Error) => void terminal.write(`  ! L’incident n’a pas pu être ouvert tout seul : ${error.message}\n`)
}

/** Opens an incident for a deployment that was taken back by itself after players had reached it. */
export async function detectAfter(tools: CliTools, { run, target: { home }, ending }: Finished): Promise<void> {
  if (ending.outcome === 'done') return
  // A dry run has no journal.
  const broken = await readRun(join(home.runs, `${run}.jsonl`)).catch(() => null)
  if (broken && reachedPlayers(broken)) await detectTakenBack(await openDesk(tools, home.environment, false), broken)
}

/**
 * Follows the health of a service that should be there: what a run or an operator has closed is no outage.
 * @param before what was observed the last time
 */
export async function detectOutage(
  tools: CliTools,
  home: Home,
  { before, seen }: { before: EnvironmentObservations; seen: EnvironmentObservations },
): Promise<void> {
  if (!seen.health || (await readMaintenance(home))) return
  if ((await listRuns(home.runs)).some(({ state }) => state === 'running')) return
  await followHealth(await openDesk(tools, home.environment, false), before.health, seen.health)
}
