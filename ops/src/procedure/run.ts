import { randomBytes } from 'node:crypto'
import { relative } from 'node:path'
import { Failure } from '../failure.ts'
import { noJournal, openJournal, runName } from './journal.ts'
import { takeLock } from './lock.ts'
import { clockWarning, readFormer } from './order.ts'
import { type Ending, runProcedure, type Step } from './procedure.ts'
import { openProgress, type Terminal } from './progress.ts'

/** Which procedure runs where, and for whom. */
type RunRequest = {
  environment: string
  /** what `tiptop runs` calls it */
  procedure: string
  /** what was asked, for the journal: never a secret */
  input: object
  /** who asked */
  by: string
  dryRun: boolean
  /** the file of the lock that admits one run at a time */
  lock: string
  /** the folder of the journals */
  runs: string
}

/**
 * Runs a procedure under its lock, with its journal, and ends it in order when the process is asked to stop (SIGINT,
 * SIGTERM) or loses the terminal that shows it (SIGHUP, an output that nothing reads any more): what was done is undone.
 * A dry run takes no lock and writes no journal.
 * @throws Locked if another run is at work; an Error if the journal cannot be begun. Nothing was done then.
 */
export async function runUnderLock<T>(
  { terminal, now }: { terminal: Terminal; now(): Date },
  { environment, procedure, input, by, dryRun, lock, runs }: RunRequest,
  recipe: (step: Step, run: string) => Promise<T>,
): Promise<{ run: string; ending: Ending<T> }> {
  const run = runName(procedure, now(), randomBytes(2).toString('hex'))
  const holder = { run, by, since: now().toISOString(), pid: process.pid }
  const giveBack = dryRun ? async () => {} : await takeLock(lock, environment, holder)
  const { signal, forget } = stopWhenAsked()
  let journal = noJournal
  try {
    const former = await readFormer(runs, now())
    const warning = clockWarning(former, now())
    if (warning) terminal.write(`  ! ${warning}\n`)
    if (!dryRun) journal = openJournal(runs, run, now)
    journal.write({
      kind: 'started',
      run,
      procedure,
      environment,
      by,
      pid: process.pid,
      lock: relative(runs, lock),
      order: former.order,
      input,
    })
    if (warning) journal.write({ kind: 'note', text: warning })
    const unwritten = journal.fault()
    if (unwritten) throw unwritten
    const ending = await runProcedure({ journal, progress: openProgress(terminal), signal }, step => recipe(step, run))
    const lost = journal.fault()
    if (lost) terminal.write(`  ! Le journal de ${run} n'est pas entier. ${lost.message}\n`)
    return { run, ending }
  } finally {
    forget()
    journal.close()
    await giveBack()
  }
}

/** @returns a signal that aborts when the process is asked to stop, and what leaves the process to itself again */
function stopWhenAsked(): { signal: AbortSignal; forget(): void } {
  const stop = new AbortController()
  const leave = (name: NodeJS.Signals) => stop.abort(new Failure('stopped', `arrêt demandé (${name})`, { hint: null }))
  const hangUp = () => stop.abort(cutOff('SIGHUP'))
  const closed = ({ code, message }: NodeJS.ErrnoException) => stop.abort(cutOff(code ?? message))
  process.on('SIGINT', leave).on('SIGTERM', leave).on('SIGHUP', hangUp)
  const outputs = [process.stdout, process.stderr]
  for (const output of outputs) output.on('error', closed)
  const forget = () => {
    process.off('SIGINT', leave).off('SIGTERM', leave)
    for (const output of outputs) output.off('error', closed)
    // A shell that ends hangs up a second time, and people still have to be notified of how the run ended.
    if (!stop.signal.aborted) process.off('SIGHUP', hangUp)
  }
  return { signal: stop.signal, forget }
}

const cutOff = (how: string) =>
  new Failure('stopped', `la connexion a été coupée (${how})`, {
    hint: 'Ce qui dure se lance dans tmux ou screen, qui survit à une coupure.',
  })
