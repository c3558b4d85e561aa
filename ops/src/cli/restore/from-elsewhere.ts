import { join } from 'node:path'
import { isBackupName } from '../../archive/manifest.ts'
import { listRemote } from '../../archive/remote-backups.ts'
import { readIdentities } from '../../archive/stores/seal.ts'
import type { Store } from '../../archive/stores/store.ts'
import type { Environment } from '../../environment/environment.ts'
import type { Home } from '../../environment/home.ts'
import { openTools } from '../../environment/open-tools.ts'
import type { Ending } from '../../procedure/procedure.ts'
import { expectPepper } from '../../restore/server/bring-pepper.ts'
import { expectEmpty } from '../../restore/server/empty-machine.ts'
import { rebuildServer } from '../../restore/server/rebuild-server.ts'
import type { RestoredEnvironment, RestoreFindings } from '../../restore/server/restore-environment.ts'
import { type BackupChoice, chooseBackup } from '../../restore/server/source/choose-backup.ts'
import { bytesNeeded } from '../../restore/server/source/fetch-backup.ts'
import { snapshotMoment } from '../../restore/server/source/fetch-newest.ts'
import { openSource } from '../../restore/server/source/open-source.ts'
import { type PromisedReach, promisedReach, reachLines } from '../../restore/server/source/promised-reach.ts'
import { startStopwatch } from '../../restore/server/stopwatch.ts'
import { ageWords } from '../../time/duration.ts'
import { openFiles } from '../../tools/files.ts'
import { inBytes } from '../../tools/free-space.ts'
import { openShell } from '../../tools/shell.ts'
import { answerDryRun } from '../dialogue/answer.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { UsageError } from '../dialogue/exit-codes.ts'
import type { CommonOptions } from '../dialogue/options.ts'
import { mustAgree } from '../dialogue/question.ts'
import { conclude } from '../dialogue/report.ts'
import { escalateUnlessDone } from '../incident/escalate.ts'
import { runIn } from '../run-on.ts'

export type RebuildOptions = CommonOptions & {
  from: string
  identity: string
  pepperIdentity?: string
  access?: string
  backup?: string
}

/** The checkout that this program runs from. */
const CHECKOUT = join(import.meta.dirname, '..', '..', '..', '..')

/** Says what would come back, asks once, and rebuilds the server. */
export async function restoreFromElsewhere(tools: CliTools, environment: Environment, options: RebuildOptions) {
  const { from, access = null, backup: named = null } = options
  if (named && !isBackupName(named)) throw new UsageError(`« ${named} » n’est pas un nom comme 20261123-020000.`)
  const home = tools.config.homeOf(environment)
  const outside = { shell: openShell(), files: openFiles() }
  const identities = await readIdentities(options.identity)
  const pepperIdentities = options.pepperIdentity ? await readIdentities(options.pepperIdentity) : []
  const store = await openSource({ from, access, home }, outside.shell)
  await expectEmpty(home, outside)
  const remotes = await listRemote(store, environment)
  const chosen = await chooseBackup(remotes, { store: store.name, identities, to: null, named })
  await expectPepper(chosen.newest, home, pepperIdentities)
  const reach = await promisedReach(chosen.newest, { store, identities, tools: outside })
  const lines = planLines(chosen, { home, store, reach, now: tools.now() })
  tools.terminal.write(lines.map(line => `${line}\n`).join(''))
  if (options.dryRun)
    return answerDryRun(
      tools,
      options.json,
      lines.map(line => line.trim()),
    )
  await mustAgree(environment, options, tools.terminal)
  await rebuildNow(tools, { home, store, identities, pepperIdentities, named, tools: outside }, options)
}

type ChosenRebuild = Omit<Parameters<typeof rebuildServer>[1], 'config' | 'checkout' | 'openTools'>

/** Rebuilds what was chosen, and shows what could not be used. */
async function rebuildNow(tools: CliTools, chosen: ChosenRebuild, options: RebuildOptions): Promise<void> {
  const { home, named } = chosen
  const [watch, found] = [startStopwatch(), {} as Partial<RestoreFindings>]
  const rebuild = { ...chosen, config: tools.config, checkout: CHECKOUT, openTools }
  const { from, pepperIdentity, access } = options
  const input = { from, named, pepper: pepperIdentity !== undefined, access: access !== undefined }
  const asked = { home, lock: home.lock, procedure: 'restore', input, dryRun: false }
  const finished = await runIn(tools, asked, step =>
    rebuildServer(step, rebuild, watch, more => void Object.assign(found, more)),
  )
  for (const { name, why } of found.skipped ?? []) tools.terminal.write(`  ! ${name} n’était pas utilisable : ${why}\n`)
  if (found.database?.warning) tools.terminal.write(`  ! ${found.database.warning}\n`)
  await tell(tools, { ...finished, home, found }, options)
}

/** What is about to happen, what will be lost, and what it takes. */
function planLines(
  { newest, skipped }: BackupChoice,
  { home, store, reach, now }: { home: Home; store: Store; reach: PromisedReach; now: Date },
): string[] {
  const shownAt = new Date(newest.database.snapshotAt)
  return [
    `Reconstruire ${home.environment} en ${home.folder}, depuis ${newest.name} de ${store.name} :`,
    `  elle montre ${snapshotMoment(newest)}, il y a ${ageWords(+now - +shownAt)}`,
    ...reachLines(reach, shownAt, now).map(line => `  ${line}`),
    `  version ${newest.release?.version ?? 'aucune'}, ${inBytes(bytesNeeded(newest))} de disque au plus`,
    ...skipped.map(({ name, why }) => `  ! ${name}, plus récente, n’est pas utilisable : ${why}`),
  ]
}

type RebuildRun = { run: string; ending: Ending<RestoredEnvironment>; home: Home; found: Partial<RestoreFindings> }

/** A machine that is not rebuilt knows no address to send a notice to. */
async function tell(tools: CliTools, { run, ending, home, found }: RebuildRun, options: RebuildOptions): Promise<void> {
  const notices = ending.outcome === 'done' ? ending.value.tools.notices : { ways: () => 0, send: async () => [] }
  const subject = `[${home.environment}] serveur reconstruit depuis ${found.backup?.name}`
  const text = `La base va jusqu’à ${found.database?.until}.\nDétail : tiptop runs show ${run}\n`
  const notice = () => (ending.outcome === 'done' ? { severity: 'warning' as const, subject, text } : null)
  await escalateUnlessDone(tools, { run, ending, target: { home } })
  await conclude({ run, ending, target: { home }, tools: { notices } }, { tools, options, notice })
}
