import { join } from 'node:path'
import type { Home } from '../../environment/home.ts'
import { escalateFailure } from '../../incident/follow-incident.ts'
import type { Ending } from '../../procedure/procedure.ts'
import { readRun } from '../../runs/runs.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { openDesk } from './desk.ts'

type Finished = { run: string; target: { home: Home }; ending: Ending<unknown> }

/** Calls the second level for a way back that did not succeed while an incident is open (4.3/AU). */
export async function escalateUnlessDone(tools: CliTools, { run, target: { home }, ending }: Finished): Promise<void> {
  if (ending.outcome === 'done') return
  // A dry run has no journal.
  const broken = await readRun(join(home.runs, `${run}.jsonl`)).catch(() => null)
  if (broken) await escalateFailure(await openDesk(tools, home.environment, false), broken)
}
