import type { Environment } from '../environment/environment.ts'
import type { Home } from '../environment/home.ts'
import { holdLock, Locked, readHolder } from '../procedure/lock.ts'
import type { Ending } from '../procedure/procedure.ts'
import { inSeconds } from '../procedure/progress.ts'
import { listRuns, type Run } from '../runs/runs.ts'
import type { Notice } from '../tools/notices.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { mustAgree } from './dialogue/question.ts'
import { conclude } from './dialogue/report.ts'
import { escalateUnlessDone } from './incident/escalate.ts'

export type Options = { to?: string; yes?: true; dryRun?: true; json?: true; report?: string }

/** A way back that somebody asks for: how it is called, what was asked for, and what is said of it before and after. */
export type Order = {
  home: Home
  procedure: 'rollback' | 'revert' | 'restore'
  /** as the journal keeps it; `scope` tells one way back from another */
  input: { scope: string; to: string | null }
  /** what would happen and what would be lost, a sentence a line; the first one is its title */
  lines: string[]
}

/**
 * Says what a way back does, what it loses and how long the last one took, and asks once. A dry run asks nobody.
 * @throws RunEnded when nobody agrees; nothing was done then
 */
export async function agreeTo({ home, lines, ...what }: Order, tools: CliTools, options: Options): Promise<void> {
  const [title, ...rest] = [...lines, await lastTime(home, what)]
  tools.terminal.write(`${[title, ...rest.map(line => `  ${line}`)].join('\n')}\n`)
  if (!options.dryRun) await mustAgree(home.environment, options, tools.terminal)
}

async function lastTime(home: Home, { procedure, input }: Pick<Order, 'procedure' | 'input'>): Promise<string> {
  const runs = await listRuns(home.runs)
  const last = runs.find(run => run.procedure === procedure && run.state === 'done' && run.input.scope === input.scope)
  return last?.ms ? `la dernière fois, cela a pris ${inSeconds(last.ms)}` : 'cela n’a jamais été fait ici'
}

/**
 * Nobody is asked about an environment on which somebody else works: what would be said of it is about to change.
 * @throws Locked
 */
export async function expectIdle({ config }: CliTools, environment: Environment, { dryRun }: Options): Promise<void> {
  if (dryRun) return
  const { lock } = config.homeOf(environment)
  const holder = readHolder(lock)
  // A server on which nothing ever ran has no such file, and maybe no folder for it.
  if (!holder) return
  const giveBack = await holdLock(lock)
  if (!giveBack) throw new Locked(environment, holder)
  await giveBack()
}

type Finished<T> = Parameters<typeof conclude<T>>[0] & Parameters<typeof escalateUnlessDone>[1]

/** Ends a way back: the second level is called when it broke off during an incident, and people are told. */
export async function endOf<T>(
  finished: Finished<T>,
  tools: CliTools,
  { report, json }: Options,
  notice: (ending: Ending<T>, run: Run) => Notice,
): Promise<void> {
  await escalateUnlessDone(tools, finished)
  await conclude(finished, { tools, report: report ?? null, json: json ?? false, notice })
}

/** What the people on call are told of a way back. @param done subject and text once it has succeeded */
export function noticeOf<T>(what: string, done: (value: T) => { subject: string; text: string }) {
  return (ending: Ending<T>, { environment, by, name }: Run): Notice => {
    const detail = `Demandé par ${by}. Détail : tiptop runs show ${name}`
    if (ending.outcome !== 'done')
      return {
        severity: 'alert',
        subject: `[${environment}] ${what} : échec`,
        text: `${ending.error.message}\n${detail}`,
      }
    const { subject, text } = done(ending.value)
    return { severity: 'warning', subject: `[${environment}] ${subject}`, text: `${text}\n${detail}` }
  }
}
