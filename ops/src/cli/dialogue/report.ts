import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { showRun } from '../../control/build-room.ts'
import { readDiagrams } from '../../diagrams/diagrams.ts'
import type { Target } from '../../environment/target.ts'
import type { Ending } from '../../procedure/procedure.ts'
import type { Finished } from '../../procedure/run-on.ts'
import { runPage } from '../../runs/run-page.ts'
import { type Run, readRun } from '../../runs/runs.ts'
import { stateWords } from '../../runs/timeline.ts'
import type { Notice } from '../../tools/notices.ts'
import type { Tools } from '../../tools/tools.ts'
import type { CliTools } from './cli-tools.ts'
import { RunEnded } from './exit-codes.ts'

type Wanted<T> = {
  tools: CliTools
  /** the folder that receives `run.html` and `run.json`; null when nobody wants them */
  report: string | null
  json: boolean
  /** what the people on call are told of it; null when they need not know */
  notice(ending: Ending<T>, run: Run): Notice | null
  /** what was red and let through, for whoever reads `run.json` */
  warnings?(ending: Ending<T>): string[]
}

/** A run of which its journal's place and a way to tell people are known. */
type Ended<T> = Pick<Finished<T>, 'run' | 'ending'> & { target: Pick<Target, 'home'>; tools: Pick<Tools, 'notices'> }

/**
 * Ends a command whose procedure has ended: leaves the report, tells the people on call, and says the outcome.
 * @throws RunEnded when the procedure did not end well
 */
export async function conclude<T>({ run, target, tools: outside, ending }: Ended<T>, wanted: Wanted<T>): Promise<void> {
  const { out, terminal } = wanted.tools
  const read = await readRun(join(target.home.runs, `${run}.jsonl`)).catch(() => null)
  // How it ended is told, wherever else it cannot be.
  if (read && wanted.report)
    await leaveReport(resolve(wanted.report), read, wanted.warnings?.(ending) ?? []).catch(error =>
      terminal.write(`  ! ${wanted.report} : la page de l'exécution n'a pas pu y être laissée (${error.message})\n`),
    )
  const notice = read && wanted.notice(ending, read)
  const unsent = notice ? await outside.notices.send(notice) : []
  for (const reason of unsent) terminal.write(`  ! ${reason}\n`)
  // Whoever looks at the control room sees this run; that it could not be shown concerns no release.
  if (read)
    await showRun(target.home, wanted.tools.now).catch(error =>
      terminal.write(`  ! La salle de contrôle n'a pas pu être refaite (${error.message}) : tiptop control build\n`),
    )
  if (wanted.json) out(`${JSON.stringify(read, null, 2)}\n`)
  if (ending.outcome !== 'done')
    throw new RunEnded(ending.outcome, `${stateWords[ending.outcome]} : ${ending.error.message}`)
  if (!wanted.json) out(read ? `✓ ${run}\n` : '✓ Rien n’a été changé : c’était un essai à blanc.\n')
}

async function leaveReport(folder: string, run: Run, warnings: string[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  const json = `${JSON.stringify({ ...run, warnings }, null, 2)}\n`
  const files = { 'run.html': runPage(run, await readDiagrams()), 'run.json': json }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, `${name}.tmp`), text)
    await rename(join(folder, `${name}.tmp`), join(folder, name))
  }
}
