import { join } from 'node:path'
import type { Home } from '../../environment/home.ts'
import { escalateFailure } from '../../incident/follow-incident.ts'
import type { Ending } from '../../procedure/procedure.ts'
import { readRun } from '../../runs/runs.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { openDesk } from './desk.ts'

type Finished = { run: string; target: { home: Home }; ending: Ending<unknown> }

/** Calls the second level for a way back that did not succeed (4.1/U, 4.2/AE, 4.3/AU). The run's end is reported all the same. */
export async function escalateUnlessDone(tools: CliTools, { run, target: { home }, ending }: Finished): Promise<void> {
  if (ending.outcome === 'done') return
  // A dry run has no journal.
  const broken = await readRun(join(home.runs, `${run}.jsonl`)).catch(() => null)
  if (!broken) return
  await openDesk(tools, home.environment, false)
    .then(desk => escalateFailure(desk, broken))
    .catch((error: Error) => {
      tools.terminal.write(`  ! Le second niveau n’a pas pu être appelé : ${error.message}\n`)
    })
}

/** Calls the second level for a run that nothing could undo (exit code 21): only a person can mend what it left. */
export async function escalateIfStuck(tools: CliTools, finished: Finished): Promise<void> {
  if (finished.ending.outcome === 'stuck') await escalateUnlessDone(tools, finished)
}
