import { Command } from 'commander'
import { openStores } from '../../archive/stores/open-stores.ts'
import { dryStore } from '../../archive/stores/store.ts'
import type { Environment } from '../../environment/environment.ts'
import type { Target } from '../../environment/target.ts'
import { backUpBase } from '../../night/base-backup.ts'
import { backUpNightly } from '../../night/nightly.ts'
import { failureNotice } from '../../night/report/notice.ts'
import type { CleanedPlace } from '../../night/report/report.ts'
import { delivery, dryDelivery } from '../../night/sending/send-pieces.ts'
import { Locked } from '../../procedure/lock.ts'
import { placesHere, placesOf } from '../../retention/places.ts'
import type { RetentionVerdict } from '../../retention/policy.ts'
import { type PrunedPlace, prune } from '../../retention/prune.ts'
import { MINUTE_MS } from '../../time/duration.ts'
import { waitUntil } from '../../time/wait-until.ts'
import type { Tools } from '../../tools/tools.ts'
import { type CliTools, tellBelow } from '../dialogue/cli-tools.ts'
import { dryRunOption, environmentArgument, jsonOption, type RunOptions, reportOption } from '../dialogue/options.ts'
import { conclude } from '../dialogue/report.ts'
import { type FinishedRun, runOn } from '../run-on.ts'

/** A deployment takes minutes; a backup that is missed is missed until the next night. */
const PATIENCE_MS = 30 * MINUTE_MS
const LOOK_AGAIN_MS = 5_000

/** `tiptop backup nightly <env>`: diagram 3.1. */
export function nightlyCommand(tools: CliTools): Command {
  return new Command('nightly')
    .description('Faire la sauvegarde de la nuit, prouvée par une restauration, et l’envoyer ailleurs.')
    .addArgument(environmentArgument)
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: RunOptions) => backUpTonight(tools, env, options))
}

async function backUpTonight(tools: CliTools, environment: Environment, options: RunOptions): Promise<void> {
  const { dryRun } = options
  const tell = tellBelow(tools)
  const sending = dryRun ? dryDelivery(tell) : delivery
  const finished = await once(tools, () =>
    runOn(tools, { environment, procedure: 'nightly', input: {}, dryRun }, async (step, target, outside) => {
      const opened = await openStores(target)
      const stores = dryRun ? opened.map(store => dryStore(store, tell)) : opened
      return backUpNightly(step, {
        target,
        tools: outside,
        delivery: sending,
        stores,
        saveCluster: inSteps => backUpBase(inSteps, { target, tools: outside }),
        makeRoom: signal => makeRoom(target, outside, signal),
        clean: async inSteps => (await prune(inSteps, placesOf(stores), target, outside)).map(cleaned),
      })
    }),
  )
  await conclude(finished, {
    tools,
    options,
    notice: ending => (ending.outcome === 'done' ? null : failureNotice(environment, ending.error, finished.run)),
  })
}

/**
 * Waits while another procedure works on the environment, within bounds; not for another nightly backup, which does the same.
 * @throws Locked when it is still held then
 */
async function once<T>({ terminal }: CliTools, begin: () => Promise<FinishedRun<T>>): Promise<FinishedRun<T>> {
  let locked: Locked | null = null
  const patient = () =>
    begin().catch(error => {
      if (!(error instanceof Locked) || isNightly(error)) throw error
      const patience = `La sauvegarde attend au plus ${PATIENCE_MS / MINUTE_MS} minutes.`
      if (!locked) terminal.write(`  … ${error.message} ${patience}\n`)
      locked = error
      return null
    })
  const begun = await waitUntil(patient, { everyMs: LOOK_AGAIN_MS, withinMs: PATIENCE_MS })
  if (!begun) throw locked
  return begun
}

const isNightly = ({ holder }: Locked) => /-nightly-[\da-f]+$/.test(holder?.run ?? '')

/** Applies the rules of retention to what is on this server, without asking any destination. */
async function makeRoom(target: Target, tools: Tools, signal: AbortSignal): Promise<string[]> {
  const removed: string[] = []
  for (const place of placesHere) {
    const { verdicts } = await place.judge(target.home, tools.now())
    await place.remove(verdicts, target, tools, signal)
    removed.push(...verdicts.flatMap(({ keep, backup }) => (keep ? [] : [backup.name])))
  }
  return removed
}

function cleaned({ place, verdicts, left }: PrunedPlace): CleanedPlace {
  const because = (verdict: RetentionVerdict) =>
    verdict.keep ? verdict.reasons.map(reason => reason.because).join(' ; ') : verdict.why
  const backups = verdicts.map(verdict => ({
    name: verdict.backup.name,
    keep: verdict.keep,
    because: because(verdict),
  }))
  return { place: place.title, backups, left }
}
