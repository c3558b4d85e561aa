import { join } from 'node:path'
import { isBackupName } from '../../archive/manifest.ts'
import { listRemote } from '../../archive/remote-backups.ts'
import { readIdentities } from '../../archive/stores/seal.ts'
import type { Store } from '../../archive/stores/store.ts'
import type { Environment } from '../../environment/environment.ts'
import type { Home } from '../../environment/home.ts'
import type { Ending } from '../../procedure/procedure.ts'
import { expectEmpty } from '../../restore/server/empty-machine.ts'
import type { Rebuilt, Seen } from '../../restore/server/rebuild.ts'
import { rebuildServer } from '../../restore/server/rebuild-server.ts'
import { openSource } from '../../restore/server/source/access.ts'
import { type Chosen, chooseAmong } from '../../restore/server/source/candidates.ts'
import { bytesNeeded } from '../../restore/server/source/fetch-backup.ts'
import { momentOf } from '../../restore/server/source/fetch-newest.ts'
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
import { runIn } from '../run-on.ts'

export type RebuildOptions = CommonOptions & { from: string; identity: string; access?: string; backup?: string }

/** The checkout that this program runs from. */
const CHECKOUT = join(import.meta.dirname, '..', '..', '..', '..')

/** Says what would come back, asks once, and rebuilds the server. */
export async function restoreFromElsewhere(tools: CliTools, environment: Environment, options: RebuildOptions) {
  const { from, access = null, backup: named = null } = options
  if (named && !isBackupName(named)) throw new UsageError(`« ${named} » n’est pas un nom comme 20261123-020000.`)
  const home = tools.config.homeOf(environment)
  const outside = { shell: openShell(), files: openFiles() }
  const identities = await readIdentities(options.identity)
  const store = await openSource({ from, access, home }, outside.shell)
  await expectEmpty(home, outside)
  const found = await listRemote(store, environment)
  const chosen = await chooseAmong(found, { store: store.name, identities, to: null, named })
  const lines = planLines(chosen, { home, store, now: tools.now() })
  tools.terminal.write(lines.map(line => `${line}\n`).join(''))
  if (options.dryRun)
    return answerDryRun(
      tools,
      options.json,
      lines.map(line => line.trim()),
    )
  await mustAgree(environment, options, tools.terminal)

  const [watch, seen] = [startStopwatch(), {} as Partial<Seen>]
  const job = { config: tools.config, home, store, identities, named, checkout: CHECKOUT, tools: outside }
  const asked = { home, lock: home.lock, procedure: 'restore', input: { from, named }, dryRun: false }
  const finished = await runIn(tools, asked, step =>
    rebuildServer(step, job, watch, more => void Object.assign(seen, more)),
  )
  for (const { name, why } of seen.skipped ?? []) tools.terminal.write(`  ! ${name} n’était pas utilisable : ${why}\n`)
  if (seen.database?.warning) tools.terminal.write(`  ! ${seen.database.warning}\n`)
  await tell(tools, { ...finished, home, seen }, options)
}

/** What is about to happen, what will be lost, and what it takes. */
function planLines(
  { newest, skipped }: Chosen,
  { home, store, now }: { home: Home; store: Store; now: Date },
): string[] {
  const age = ageWords(now.getTime() - Date.parse(newest.database.snapshotAt))
  return [
    `Reconstruire ${home.environment} en ${home.folder}, depuis ${newest.name} de ${store.name} :`,
    `  elle montre ${momentOf(newest)}, il y a ${age} ; sans archive du WAL, tout ce qui suit est perdu`,
    `  version ${newest.release?.version ?? 'aucune'}, ${inBytes(bytesNeeded(newest))} de disque au plus`,
    ...skipped.map(({ name, why }) => `  ! ${name}, plus récente, n’est pas utilisable : ${why}`),
  ]
}

type RebuildRun = { run: string; ending: Ending<Rebuilt>; home: Home; seen: Partial<Seen> }

/** A machine that is not rebuilt knows no address to send a notice to. */
async function tell(tools: CliTools, { run, ending, home, seen }: RebuildRun, options: RebuildOptions): Promise<void> {
  const notices = ending.outcome === 'done' ? ending.value.tools.notices : { send: async () => [] }
  const subject = `[${home.environment}] serveur reconstruit depuis ${seen.backup?.name}`
  const text = `La base va jusqu’à ${seen.database?.until}.\nDétail : tiptop runs show ${run}\n`
  const notice = () => (ending.outcome === 'done' ? { severity: 'warning' as const, subject, text } : null)
  await conclude({ run, ending, target: { home }, tools: { notices } }, { tools, options, notice })
}
