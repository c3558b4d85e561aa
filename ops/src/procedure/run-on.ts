import { randomBytes } from 'node:crypto'
import type { Config } from '../config.ts'
import type { Environment } from '../environment/environment.ts'
import type { Home } from '../environment/home.ts'
import { dryTools, openTools } from '../environment/open-tools.ts'
import { openTarget, type Target } from '../environment/target.ts'
import type { Tools } from '../tools/tools.ts'
import { noJournal, openJournal, runName } from './journal.ts'
import { takeLock } from './lock.ts'
import { type Ending, runProcedure, type Step } from './procedure.ts'
import { openProgress } from './progress.ts'

export type Asked = {
  environment: Environment
  /** what `tiptop runs` calls it */
  procedure: string
  /** what was asked, for the journal: never a secret */
  input: object
  dryRun: boolean
  /** whether what is not there yet is about to be made */
  installing?: boolean
}

export type Terminal = { isTTY?: boolean; write(text: string): unknown }
type At = { config: Config; terminal: Terminal; now(): Date }
export type Finished<T> = { run: string; target: Target; tools: Tools; ending: Ending<T> }

/**
 * Runs a procedure on an environment: looks at its settings, takes its lock, opens a journal, and ends in order when it
 * is asked to stop (SIGINT, SIGTERM). A dry run takes no lock, writes no journal and changes nothing.
 * @throws Locked when somebody else works on this environment; Error when it is not ready. Nothing was done then.
 */
export async function runOn<T>(
  at: At,
  { environment, installing = false, ...asked }: Asked,
  recipe: (step: Step, target: Target, tools: Tools) => Promise<T>,
): Promise<Finished<T>> {
  const target = await openTarget(at.config, environment, { installing })
  const tell = (line: string) => void at.terminal.write(`      ${line}\n`)
  const tools = asked.dryRun ? await dryTools(target, tell) : await openTools(target)
  const { home } = target
  const finished = await runIn(at, { home, lock: home.lock, ...asked }, step => recipe(step, target, tools))
  return { ...finished, target, tools }
}

type AskedIn = Omit<Asked, 'environment' | 'installing'> & { home: Home; lock: string }

/** The same in the folder of an environment that may have nothing in it yet: nobody looks at settings. */
export async function runIn<T>(
  { config, terminal, now }: At,
  { home, lock, procedure, input, dryRun }: AskedIn,
  recipe: (step: Step) => Promise<T>,
): Promise<{ run: string; ending: Ending<T> }> {
  const { environment } = home
  const run = runName(procedure, now(), randomBytes(2).toString('hex'))
  const by = config.user
  const giveBack = dryRun
    ? async () => {}
    : await takeLock(lock, environment, { run, by, since: now().toISOString(), pid: process.pid })
  const stop = new AbortController()
  const leave = (signal: NodeJS.Signals) => stop.abort(new Error(`arrêt demandé (${signal})`))
  process.on('SIGINT', leave).on('SIGTERM', leave)
  let journal = noJournal
  try {
    if (!dryRun) journal = openJournal(home.runs, run, now)
    journal.write({ kind: 'started', run, procedure, environment, by, pid: process.pid, input })
    const unwritten = journal.fault()
    if (unwritten) throw unwritten
    const procedureTools = { journal, progress: openProgress(terminal), signal: stop.signal }
    const ending = await runProcedure(procedureTools, recipe)
    const lost = journal.fault()
    if (lost) terminal.write(`  ! Le journal de ${run} n'est pas entier. ${lost.message}\n`)
    return { run, ending }
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave)
    journal.close()
    await giveBack()
  }
}
