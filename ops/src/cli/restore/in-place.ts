import type { Environment } from '../../config.ts'
import type { Home } from '../../environment/home.ts'
import { openTarget, type Target } from '../../environment/target.ts'
import { openOne } from '../../incident/incidents.ts'
import type { Ending } from '../../procedure/procedure.ts'
import { inSeconds } from '../../procedure/progress.ts'
import { runOn } from '../../procedure/run-on.ts'
import { clock, findOrigin, type Origin, type Wanted } from '../../recovery/origin.ts'
import { type Recovered, recover } from '../../recovery/recover.ts'
import { weighedLines, weighLoss } from '../../recovery/weigh-loss.ts'
import { runningRelease } from '../../release/colours.ts'
import { listRuns, type Run } from '../../runs/runs.ts'
import type { Notice } from '../../tools/notices.ts'
import { openShell } from '../../tools/shell.ts'
import { RunEnded, UsageError } from '../exit-codes.ts'
import { escalateUnlessDone } from '../incident/escalate.ts'
import { momentOf } from '../moment.ts'
import type { Tools } from '../program.ts'
import { agrees } from '../question.ts'
import { conclude } from '../report.ts'

export type InPlace = {
  point?: string
  to?: string
  full?: true
  yes?: true
  report?: string
  dryRun?: true
  json?: true
}

/** Says what would come back and what would be lost, asks once, and gives the database back where it is. */
export async function restoreInPlace(tools: Tools, environment: Environment, options: InPlace): Promise<void> {
  const wanted = wantedOf(options, tools.now())
  const target = await openTarget(tools.config, environment)
  const shell = { shell: openShell() }
  const origin = await findOrigin(target, wanted, shell)
  const full = options.full ?? false
  const weighed = weighedLines(await weighLoss(target, origin.at, shell))
  tools.terminal.write(await orderText({ target, origin, full }, weighed))
  if (options.dryRun) return tools.out('✓ Rien n’a été changé : c’était un essai à blanc.\n')
  if (!options.yes && !(await agrees('Continuer ?', environment, tools.terminal)))
    throw new RunEnded('failed', 'personne n’a confirmé (--yes, ou taper le nom) : rien n’a été fait')

  const input = { origin: origin.name, full }
  const finished = await runOn(
    tools,
    { environment, procedure: 'restore', input, dryRun: false },
    (step, at, outside) => recover(step, { origin, full }, at, outside),
  )
  await escalateUnlessDone(tools, finished)
  await conclude(finished, {
    tools,
    report: options.report ?? null,
    json: options.json ?? false,
    notice: (ending, run) => noticeOf(ending, run, origin),
  })
  if (options.json) return
  const incident = await openOne(target.home)
  if (incident) tools.out(`  Suite : tiptop incident watch ${environment}\n`)
}

/** @throws UsageError for a moment that is none, or for both at once */
function wantedOf({ point, to = '', full }: InPlace, now: Date): Wanted {
  if (point !== undefined && to) throw new UsageError('--point et --to : l’un ou l’autre.')
  if (point !== undefined) return { point, to: null }
  if (full) throw new UsageError('--full demande --point : une version revient avec la base de son point de retour.')
  return { point: null, to: momentOf('--to', to, now) }
}

type Order = { target: Target; origin: Origin; full: boolean }

async function orderText({ target: { home }, origin, full }: Order, weighed: string[]): Promise<string> {
  const running = await runningRelease(home)
  const point = origin.kind === 'copy' ? origin.point : null
  const version = full
    ? `la version ${point?.release?.version ?? 'inconnue'} et sa configuration reviennent avec elle`
    : `la version ${running?.release.version ?? 'aucune'} reste`
  const source = { copy: `de la copie ${origin.name}`, aside: `de ${origin.name}`, moment: 'par le WAL archivé' }
  const lines = [
    `Rendre la base de ${home.environment} telle qu’au ${clock(origin.at)}, ${source[origin.kind]} :`,
    ...weighed.map(line => `  ${line}`),
    `  ${version} ; le site est fermé pendant ce temps, et la base quittée est gardée`,
    `  la dernière restauration ${await lastTime(home)}`,
  ]
  return `${lines.join('\n')}\n`
}

async function lastTime(home: Home): Promise<string> {
  const runs = await listRuns(home.runs)
  const last = runs.find(({ procedure, state }) => procedure === 'restore' && state === 'done')
  return last?.ms ? `a pris ${inSeconds(last.ms)}` : 'n’a jamais eu lieu ici'
}

function noticeOf(ending: Ending<Recovered>, run: Run, { at }: Origin): Notice {
  const { environment, by, name } = run
  const detail = `Détail : tiptop runs show ${name}`
  if (ending.outcome !== 'done')
    return {
      severity: 'alert',
      subject: `[${environment}] la restauration a échoué`,
      text: `${ending.error.message}\nLe site reste fermé s’il l’était. Demandée par ${by}. ${detail}`,
    }
  const { kept, release } = ending.value
  return {
    severity: 'warning',
    subject: `[${environment}] base rendue telle qu’au ${clock(at)}`,
    text: [`${by} a restauré ${environment}, version ${release ?? 'aucune'}.`, kept && `État quitté : ${kept}`, detail]
      .filter(Boolean)
      .join('\n'),
  }
}
