import { join } from 'node:path'
import { Command } from 'commander'
import { lastTransactionAt } from '../archive/physical/reach/window.ts'
import { listRemote } from '../archive/remote-backups.ts'
import { readIdentities } from '../archive/stores/seal.ts'
import type { Store } from '../archive/stores/store.ts'
import type { Environment } from '../environment/environment.ts'
import type { Home } from '../environment/home.ts'
import { openTools } from '../environment/open-tools.ts'
import { openTarget, type Target } from '../environment/target.ts'
import { begunRecord, recordOf, redNotice, rehearsalLines } from '../rehearsal/outcome.ts'
import { keepRehearsal } from '../rehearsal/record.ts'
import { rehearse } from '../rehearsal/rehearse.ts'
import { removeScratch } from '../rehearsal/remove-scratch.ts'
import { scratchOf } from '../rehearsal/scratch.ts'
import { unprovenPlays } from '../restore/prove-data.ts'
import { pepperFault } from '../restore/server/bring-pepper.ts'
import type { RestoreFindings } from '../restore/server/restore-environment.ts'
import { chooseBackup } from '../restore/server/source/choose-backup.ts'
import { bytesNeeded } from '../restore/server/source/fetch-backup.ts'
import { openSource } from '../restore/server/source/open-source.ts'
import { startStopwatch } from '../restore/server/stopwatch.ts'
import { inBytes } from '../tools/free-space.ts'
import type { Tools } from '../tools/tools.ts'
import { answer, answerDryRun } from './dialogue/answer.ts'
import { type CliTools, openOutside, tellBelow } from './dialogue/cli-tools.ts'
import { UsageError } from './dialogue/exit-codes.ts'
import { momentOf } from './dialogue/moment.ts'
import { dryRunOption, environmentArgument, jsonOption, type RunOptions, reportOption } from './dialogue/options.ts'
import { conclude } from './dialogue/report.ts'
import { runIn } from './run-on.ts'

type RehearseOptions = RunOptions & {
  identity?: string
  pepperIdentity?: string
  from?: string
  to?: string
  keep?: true
  clean?: true
}

/** The checkout that this program runs from. */
const CHECKOUT = join(import.meta.dirname, '..', '..', '..')

/** `tiptop rehearse <env> --identity FILE`: whether a lost server would come back, how fast, and with what. */
export function rehearseCommand(tools: CliTools): Command {
  return new Command('rehearse')
    .description('Répéter la restauration à côté de la production, sans y toucher, et mesurer RTO et RPO.')
    .addArgument(environmentArgument)
    .option('--identity <fichier>', 'la clé privée d’age qui ouvre les sauvegardes, apportée le temps de la répétition')
    .option('--pepper-identity <fichier>', 'la clé privée d’age qui ouvre le poivre des tickets, gardée par d’autres')
    .option('--from <destination>', 's3 ou rclone:<nom>:<dossier>, sinon la première de l’environnement')
    .option('--to <moment>', 'rejouer le WAL jusqu’à ce moment, par exemple 2026-11-23T04:12:00Z')
    .option('--keep', 'laisser tourner ce qui a été restauré, pour le regarder')
    .option('--clean', 'retirer seulement ce qu’une répétition a laissé')
    .addOption(reportOption)
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: RehearseOptions) => run(tools, env, options))
}

async function run(tools: CliTools, environment: Environment, options: RehearseOptions): Promise<void> {
  const target = await openTarget(tools.config, environment)
  const outside = await openOutside(tools, target, options.dryRun)
  if (options.clean) return clean(tools, target, outside, options)
  const to = options.to ? momentOf('--to', options.to, tools.now()) : null
  const source = await sourceOf(target, options, outside)
  if (options.dryRun) return showPlan(tools, target.home, { ...source, to }, options)
  const [startedAt, watch, found] = [tools.now(), startStopwatch(), {} as Partial<RestoreFindings>]
  const { home, settings: deposited } = target
  const plan = { ...source, to, keep: options.keep ?? false, deposited, tools: outside, openTools, watch }
  const changedAt = await lastTransactionAt(target, outside).catch(() => null)
  const input = { from: source.store.name, to: options.to ?? null }
  const asked = { home, lock: lockOf(target), procedure: 'rehearse', input, dryRun: false }
  const finished = await runIn(tools, asked, async (step, run) => {
    await keepRehearsal(home, begunRecord({ run, environment, startedAt, to }), outside.files)
    return rehearse(
      step,
      { ...plan, config: tools.config, home, checkout: CHECKOUT },
      more => void Object.assign(found, more),
    )
  })
  const record = recordOf({ ...finished, environment, found, watch, startedAt, endedAt: tools.now(), to, changedAt })
  await keepRehearsal(home, record, outside.files)
  answer(tools, options.json, record, rehearsalLines(record))
  if (options.keep) tools.terminal.write(`  ${keptWords(target)}\n`)
  // The record is the answer in JSON; the run is not added to it.
  const quiet = { ...tools, out: options.json ? () => {} : tools.out }
  const notice = () => redNotice(record)
  await conclude({ ...finished, target, tools: outside }, { tools: quiet, options, notice })
}

type RehearsalSource = { store: Store; identities: readonly string[]; pepperIdentities: readonly string[] }

/** What a rehearsal would restore, and where. */
async function showPlan(
  tools: CliTools,
  { environment, backups }: Home,
  { store, identities, pepperIdentities, to }: RehearsalSource & { to: Date | null },
  { json, keep }: RehearseOptions,
): Promise<void> {
  const found = await listRemote(store, environment)
  const { newest, skipped } = await chooseBackup(found, { store: store.name, identities, to, named: null })
  const lines = [
    `Restaurer ${newest.name} de ${store.name} à côté de la production de ${environment}, sans y toucher`,
    `en ${backups.rehearsal}, ${inBytes(bytesNeeded(newest))} de disque au plus`,
    ...skipped.map(({ name, why }) => `${name}, plus récente, n’est pas utilisable : ${why}`),
    ...(pepperFault(newest, pepperIdentities) ? [unprovenPlays] : []),
    keep ? 'ce qui est restauré resterait, pour le regarder' : 'rien n’en resterait que ses mesures',
  ]
  for (const line of lines) tellBelow(tools)(line)
  answerDryRun(tools, json, lines)
}

/** Where the backups are, and what opens them. */
async function sourceOf(
  { home, settings }: Target,
  { identity, pepperIdentity, from }: RehearseOptions,
  { shell }: Tools,
): Promise<RehearsalSource> {
  if (!identity) throw new UsageError('--identity manque : le fichier de la clé privée qui ouvre les sauvegardes.')
  const identities = await readIdentities(identity)
  const pepperIdentities = pepperIdentity ? await readIdentities(pepperIdentity) : []
  const chosen = from ?? settings.BACKUP_DESTINATIONS[0]
  if (!chosen) throw new UsageError(`${home.environment} n’envoie ses sauvegardes nulle part (BACKUP_DESTINATIONS).`)
  return { identities, pepperIdentities, store: await openSource({ from: chosen, access: null, home }, shell) }
}

/** A rehearsal needs nothing that the environment's own lock guards: a restoration at night does not wait for it. */
const lockOf = ({ home }: Target) => join(home.folder, '.rehearsal.lock')

async function clean(tools: CliTools, target: Target, outside: Tools, options: RehearseOptions): Promise<void> {
  const { home } = target
  const { dryRun } = options
  const asked = { home, lock: lockOf(target), procedure: 'rehearse', input: { clean: true }, dryRun }
  const finished = await runIn(tools, asked, step =>
    step('4.3/AB', 'Retirer la répétition', () => removeScratch(scratchOf(home), home.backups.rehearsal, outside)),
  )
  await conclude({ ...finished, target, tools: outside }, { tools, options })
}

function keptWords({ home, settings }: Target): string {
  const { environment } = home
  return `Ce qui a été restauré tourne sous ${scratchOf(home).stack} (${settings.NEXT_PUBLIC_WEB_URL}, port dans ${scratchOf(home).settings}) ; tiptop rehearse ${environment} --clean le retire.`
}
