import type { Config } from '../config.ts'
import type { Environment } from '../environment/environment.ts'
import type { Home } from '../environment/home.ts'
import { dryTools, openTools } from '../environment/open-tools.ts'
import { openTarget, type Target } from '../environment/target.ts'
import type { Ending, Step } from '../procedure/procedure.ts'
import type { Terminal } from '../procedure/progress.ts'
import { runUnderLock } from '../procedure/run.ts'
import type { Tools as OutsideTools } from '../tools/tools.ts'

/** What a command asks of a procedure. */
type ProcedureRequest = {
  environment: Environment
  /** what `tiptop runs` calls it */
  procedure: string
  /** what was asked, for the journal: never a secret */
  input: object
  dryRun: boolean
  /** whether what is not there yet is about to be made */
  installing?: boolean
}

type CommandTools = { config: Config; terminal: Terminal; now(): Date }

/** A run that has ended, on what it worked and with what. */
export type FinishedRun<T> = { run: string; target: Target; tools: OutsideTools; ending: Ending<T> }

/**
 * Runs a procedure on an environment whose settings were found good: under its lock, with its journal. A dry run
 * changes nothing.
 * @throws Locked if another run is at work; an Error if the environment is not ready. Nothing was done then.
 */
export async function runOn<T>(
  command: CommandTools,
  { environment, installing = false, ...request }: ProcedureRequest,
  recipe: (step: Step, target: Target, tools: OutsideTools) => Promise<T>,
): Promise<FinishedRun<T>> {
  const target = await openTarget(command.config, environment, { installing })
  const tell = (line: string) => void command.terminal.write(`      ${line}\n`)
  const tools = request.dryRun ? await dryTools(target, tell) : await openTools(target)
  const { home } = target
  const finished = await runIn(command, { home, lock: home.lock, ...request }, step => recipe(step, target, tools))
  return { ...finished, target, tools }
}

type HomeRequest = Omit<ProcedureRequest, 'environment' | 'installing'> & { home: Home; lock: string }

/** The same in the folder of an environment that may have nothing in it yet: its settings are not read. */
export async function runIn<T>(
  command: CommandTools,
  { home: { environment, runs }, ...request }: HomeRequest,
  recipe: (step: Step, run: string) => Promise<T>,
): Promise<{ run: string; ending: Ending<T> }> {
  return runUnderLock(command, { ...request, environment, runs, by: command.config.user }, recipe)
}
