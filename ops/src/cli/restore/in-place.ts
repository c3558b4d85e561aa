import type { Environment } from '../../environment/environment.ts'
import { openTarget, type Target } from '../../environment/target.ts'
import { openOne } from '../../incident/incidents.ts'
import { runningRelease } from '../../release/colours.ts'
import { lookAtOrigin } from '../../restore/in-place/look-at-origin.ts'
import { lossLines, weighLoss } from '../../restore/in-place/loss/weigh-loss.ts'
import { expectKnownSchema, findOrigin, type OriginRequest, type RestoreOrigin } from '../../restore/in-place/origin.ts'
import { type RestoredInPlace, restoreInPlace } from '../../restore/in-place/restore-in-place.ts'
import { utcSecond } from '../../time/words.ts'
import { openFiles } from '../../tools/files.ts'
import { openShell } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'
import { answerDryRun } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import { momentOf } from '../dialogue/moment.ts'
import { runOn } from '../run-on.ts'
import { agreeTo, endWayBack, expectIdle, type WayBackOptions, wayBackNotice } from '../way-back.ts'
import { archiveLines, joinArchiveNow } from './join-archive.ts'
import { otherWayLines, waysBack } from './ways-back.ts'

export type InPlaceOptions = WayBackOptions & { point?: string; full?: true }

/** Says what would come back and what would be lost, asks once, and gives the database back where it is. */
export async function runRestoreInPlace(
  tools: CliTools,
  environment: Environment,
  options: InPlaceOptions,
): Promise<void> {
  const wanted = wantedOf(options, tools.now())
  await expectIdle(tools, environment, options)
  const target = await openTarget(tools.config, environment)
  const { home } = target
  const looking = { shell: openShell(), files: openFiles() }
  const origin = await findOrigin(target, wanted, looking)
  const full = options.full ?? false
  if (!full) await expectKnownSchema(target, origin, looking)
  const input = { scope: full ? 'full' : 'database', to: origin.name }
  const ways = await waysBack(target, looking)
  const lines = [
    ...(await planLines(target, origin, full, looking)),
    ...archiveLines(origin, tools.now()),
    ...otherWayLines(origin, ways),
  ]
  await agreeTo({ home, procedure: 'restore', input, lines }, tools, options)
  // What would be done depends on what comes back.
  if (options.dryRun) return answerDryRun(tools, options.json, lines)
  const finished = await runOn(
    tools,
    { environment, procedure: 'restore', input, dryRun: false },
    (step, at, outside) => restoreInPlace(step, { origin, full }, at, outside),
  )
  const notice = wayBackNotice<RestoredInPlace>('restauration de la base', ({ kept, release }) => ({
    subject: `base rendue telle qu’au ${utcSecond(origin.at)}`,
    text: `La version ${release ?? 'aucune'} tourne avec elle.${kept ? ` L’état quitté est gardé : ${kept}.` : ''}`,
  }))
  await endWayBack(finished, tools, options, notice)
  if (!options.json && finished.ending.outcome === 'done' && finished.ending.value.kept)
    tools.out(`  Ensuite, pour refaire ce que la base quittée a en plus : tiptop restore reconcile ${environment}\n`)
  await joinArchiveNow(tools, { run: finished.run, environment, origin })
  if (!options.json && (await openOne(home))) tools.out(`  Suite : tiptop incident watch ${environment}\n`)
}

/** What would come back, what would be lost, and what serves afterwards. */
async function planLines(
  target: Target,
  origin: RestoreOrigin,
  full: boolean,
  looking: Pick<Tools, 'shell' | 'files'>,
): Promise<string[]> {
  const { release } = (await runningRelease(target.home)) ?? {}
  const { said, reaches } = await lookAtOrigin(target, { origin, full }, looking, {
    signal: new AbortController().signal,
  })
  const version = full && origin.kind === 'copy' ? origin.point?.release?.version : release?.version
  return [
    `Rendre la base de ${target.home.environment} telle qu’au ${utcSecond(origin.at)}, ${sourceOf(origin)} :`,
    said,
    ...lossLines(await weighLoss(target, { at: origin.at, reaches }, looking)),
    `la version ${version ?? 'aucune'} ${full ? 'et sa configuration reviennent avec elle' : 'reste'}`,
    'le site est fermé pendant ce temps, et la base quittée est gardée',
  ]
}

/** @throws UsageError when `to` is no moment, or when both are given */
function wantedOf({ point, to = '', full }: InPlaceOptions, now: Date): OriginRequest {
  if (point !== undefined && to) throw new UsageError('--point et --to : l’un ou l’autre.')
  if (point !== undefined) return { point, to: null }
  if (full) throw new UsageError('--full demande --point : une version revient avec la base de son point de retour.')
  return { point: null, to: momentOf('--to', to, now) }
}

function sourceOf(origin: RestoreOrigin): string {
  if (origin.kind === 'moment') return 'par le WAL archivé'
  return origin.kind === 'copy' ? `de la copie ${origin.name}` : `de ${origin.name}, mise de côté`
}
