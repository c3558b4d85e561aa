import type { Environment } from '../environment/environment.ts'
import type { Home } from '../environment/home.ts'
import { withHint } from '../failure.ts'
import { holdLock, Locked, readHolder } from '../procedure/lock.ts'
import type { Ending } from '../procedure/procedure.ts'
import { listRuns, type Run } from '../runs/runs.ts'
import { durationWords } from '../time/duration.ts'
import type { Notice } from '../tools/notices.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import type { CommonOptions } from './dialogue/options.ts'
import { mustAgree } from './dialogue/question.ts'
import { type ConcludedRun, conclude } from './dialogue/report.ts'
import { escalateUnlessDone } from './incident/escalate.ts'

/** What `rollback` and `restore` are given besides what goes back. */
export type WayBackOptions = CommonOptions & { to?: string }

/** A way back as it is shown before it is taken. */
type WayBackPlan = {
  home: Home
  procedure: 'rollback' | 'revert' | 'restore' | 'reconcile'
  /** as the journal keeps it; `scope` distinguishes one way back from another */
  input: { scope: string; to: string | null }
  /** what would happen and what would be lost, a sentence a line; the first one is its title */
  lines: string[]
}

/**
 * First of all: the state of an environment on which another procedure works is about to change, so no plan of it is shown.
 * A dry run looks all the same.
 * @throws Locked
 */
export async function expectIdle(
  { config }: CliTools,
  environment: Environment,
  { dryRun }: WayBackOptions,
): Promise<void> {
  if (dryRun) return
  const { lock } = config.homeOf(environment)
  const holder = readHolder(lock)
  // A server on which nothing ever ran has no such file, and maybe no folder for it.
  if (!holder) return
  const giveBack = await holdLock(lock)
  if (!giveBack) throw new Locked(environment, holder)
  await giveBack()
}

/**
 * Then shows what the way back does, what it loses and how long the last one took, and asks once. A dry run does not ask.
 * @throws RunEnded without agreement; nothing was done then
 */
export async function agreeTo(plan: WayBackPlan, { terminal }: CliTools, options: WayBackOptions): Promise<void> {
  const [title, ...rest] = [...plan.lines, await lastTime(plan)]
  terminal.write(`${[title, ...rest.map(line => `  ${line}`)].join('\n')}\n`)
  if (!options.dryRun) await mustAgree(plan.home.environment, options, terminal)
}

async function lastTime({ home, procedure, input }: WayBackPlan): Promise<string> {
  const runs = await listRuns(home.runs)
  const before = runs.filter(run => run.procedure === procedure && run.input.scope === input.scope)
  const last = before.find(({ state, unchanged }) => state === 'done' && !unchanged)
  return last?.ms ? `la dernière fois, cela a pris ${durationWords(last.ms)}` : 'cela n’a jamais été fait ici'
}

/** Last: calls the second level when it broke off, sends the notice, and answers. */
export async function endWayBack<T>(
  finished: ConcludedRun<T>,
  tools: CliTools,
  options: WayBackOptions,
  notice: (ending: Ending<T>, run: Run) => Notice,
): Promise<void> {
  await escalateUnlessDone(tools, finished)
  await conclude(finished, { tools, options, notice })
}

/** The notice to the people on call. @param done subject and text once it has succeeded */
export function wayBackNotice<T>(what: string, done: (value: T) => Pick<Notice, 'subject' | 'text'>) {
  return (ending: Ending<T>, { environment, by, name }: Run): Notice => {
    const detail = `Demandé par ${by}. Détail : tiptop runs show ${name}`
    const { subject, text } =
      ending.outcome === 'done' ? done(ending.value) : { subject: `${what} : échec`, text: withHint(ending.error) }
    const severity = ending.outcome === 'done' ? 'warning' : 'alert'
    return { severity, subject: `[${environment}] ${subject}`, text: `${text}\n${detail}` }
  }
}
