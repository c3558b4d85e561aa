import { join } from 'node:path'
import { showRun } from '../../control/build-room.ts'
import { readDiagrams } from '../../diagrams/diagrams.ts'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import type { Ending } from '../../procedure/procedure.ts'
import { runPage } from '../../runs/run-page.ts'
import { type Run, readRun } from '../../runs/runs.ts'
import { longestWords, stateWords } from '../../runs/timeline.ts'
import { durationWords } from '../../time/duration.ts'
import type { Notice } from '../../tools/notices.ts'
import type { Tools } from '../../tools/tools.ts'
import { answer, DRY_RUN_ENDED, leaveFile } from './answer.ts'
import type { CliTools } from './cli-tools.ts'
import { RunEnded } from './exit-codes.ts'
import type { RunOptions } from './options.ts'

type Conclusion<T> = {
  tools: CliTools
  options: RunOptions
  /** the notice to the people on call; null when they need not know */
  notice?(ending: Ending<T>, run: Run): Notice | null
  /** what was red and let through, for the reader of `run.json` */
  warnings?(ending: Ending<T>): string[]
}

/** A run, the place of its journal and a way to reach people. */
export type ConcludedRun<T> = {
  run: string
  ending: Ending<T>
  target: Pick<Target, 'home'>
  tools: Pick<Tools, 'notices'>
}

/**
 * Ends a command whose procedure has ended: leaves the report, sends the notice, and answers with the outcome.
 * @throws RunEnded when the procedure did not end well
 */
export async function conclude<T>(
  { run, target, tools: outside, ending }: ConcludedRun<T>,
  { tools, options, notice, warnings }: Conclusion<T>,
): Promise<void> {
  const { terminal } = tools
  const read = await readRun(join(target.home.runs, `${run}.jsonl`)).catch(() => null)
  // A report that cannot be left does not change the outcome.
  if (read && options.report)
    await leaveReport(options.report, read, warnings?.(ending) ?? []).catch(error =>
      terminal.write(`  ! ${options.report} : la page de l'exécution n'a pas pu y être laissée (${error.message})\n`),
    )
  const news = read && notice?.(ending, read)
  const unsent = news ? await outside.notices.send(news) : []
  for (const reason of unsent) terminal.write(`  ! ${reason}\n`)
  if (read) await renewRoom(tools, target.home)
  answerOutcome(run, ending, read, { tools, options })
}

/** Shows in the control room what has just happened; that it could not be built concerns nothing else. */
export async function renewRoom({ terminal, now }: Pick<CliTools, 'terminal' | 'now'>, home: Home): Promise<void> {
  await showRun(home, now).catch((error: Error) =>
    terminal.write(`  ! La salle de contrôle n'a pas pu être refaite (${error.message}) : tiptop control build\n`),
  )
}

function answerOutcome<T>(
  run: string,
  ending: Ending<T>,
  read: Run | null,
  { tools, options: { dryRun, json } }: Pick<Conclusion<T>, 'tools' | 'options'>,
): void {
  const reason = ending.outcome === 'done' ? null : ending.error.message
  const unwritten = { dryRun, name: dryRun ? null : run, state: ending.outcome, reason }
  if (json) answer(tools, json, read ?? unwritten, '')
  if (ending.outcome !== 'done')
    throw new RunEnded(ending.outcome, `${stateWords[ending.outcome]} : ${reason}`, ending.error)
  if (!json) tools.out(dryRun ? `${DRY_RUN_ENDED}\n` : `${endLines(run, read).join('\n')}\n`)
}

function endLines(run: string, read: Run | null): string[] {
  const took = read?.ms ? ` (${durationWords(read.ms)})` : ''
  const longest = read ? longestWords(read) : ''
  return [`✓ ${run}${took}`, ...(longest ? [`  ${longest}`] : [])]
}

async function leaveReport(folder: string, run: Run, warnings: string[]): Promise<void> {
  await leaveFile(join(folder, 'run.html'), runPage(run, await readDiagrams()))
  await leaveFile(join(folder, 'run.json'), `${JSON.stringify({ ...run, warnings }, null, 2)}\n`)
}
