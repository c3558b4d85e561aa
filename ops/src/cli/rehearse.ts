import { join } from 'node:path'
import { Argument, Command } from 'commander'
import { lastTransactionAt } from '../archive/physical/window.ts'
import { readIdentities } from '../archive/stores/seal.ts'
import { type Environment, environments } from '../environment/environment.ts'
import { openTools } from '../environment/open-tools.ts'
import { openTarget, type Target } from '../environment/target.ts'
import { runIn } from '../procedure/run-on.ts'
import { recordOf, redNotice, rehearsalLines } from '../rehearsal/outcome.ts'
import { keepRehearsal } from '../rehearsal/record.ts'
import { rehearse } from '../rehearsal/rehearse.ts'
import { removeScratch, scratchOf } from '../rehearsal/scratch.ts'
import type { Seen } from '../restore/server/rebuild.ts'
import { openSource } from '../restore/server/source/access.ts'
import { startStopwatch } from '../restore/server/stopwatch.ts'
import type { Tools } from '../tools/tools.ts'
import type { CliTools } from './dialogue/cli-tools.ts'
import { RunEnded, UsageError } from './dialogue/exit-codes.ts'
import { momentOf } from './dialogue/moment.ts'
import { conclude } from './dialogue/report.ts'

type Options = {
  identity?: string
  from?: string
  to?: string
  keep?: true
  clean?: true
  json?: true
  report?: string
}

/** The checkout that this program runs from. */
const CHECKOUT = join(import.meta.dirname, '..', '..', '..')

/** `tiptop rehearse <env> --identity FILE`: whether a lost server would come back, how fast, and with what. */
export function rehearseCommand(tools: CliTools): Command {
  return new Command('rehearse')
    .description('Répéter la restauration à côté de la production, sans y toucher, et mesurer RTO et RPO.')
    .addArgument(new Argument('<env>', "l'environnement").choices(environments))
    .option('--identity <fichier>', 'la clé privée d’age qui ouvre les sauvegardes, apportée le temps de la répétition')
    .option('--from <destination>', 's3 ou rclone:<nom>:<dossier>, sinon la première de l’environnement')
    .option('--to <moment>', 'rejouer le WAL jusqu’à ce moment, par exemple 2026-11-23T04:12:00Z')
    .option('--keep', 'laisser tourner ce qui a été restauré, pour le regarder')
    .option('--clean', 'retirer seulement ce qu’une répétition a laissé')
    .option('--report <dossier>', 'y laisser la page de l’exécution')
    .option('--json', 'rendre les mesures en JSON')
    .action((env: Environment, options: Options) => run(tools, env, options))
}

async function run(tools: CliTools, environment: Environment, options: Options): Promise<void> {
  const target = await openTarget(tools.config, environment)
  const outside = await openTools(target)
  if (options.clean) return clean(tools, target, outside)
  const to = options.to ? momentOf('--to', options.to, tools.now()) : null
  const [startedAt, watch, seen] = [tools.now(), startStopwatch(), {} as Partial<Seen>]
  const job = { ...(await sourceOf(target, options, outside)), to, keep: options.keep ?? false, tools: outside, watch }
  const changedAt = await lastTransactionAt(target, outside).catch(() => null)
  const { home } = target
  const input = { from: job.store.name, to: options.to ?? null }
  const asked = { home, lock: lockOf(target), procedure: 'rehearse', input, dryRun: false }
  const finished = await runIn(tools, asked, step =>
    rehearse(step, { ...job, config: tools.config, home, checkout: CHECKOUT }, more => void Object.assign(seen, more)),
  )
  const ran = { ...finished, environment, seen, watch, startedAt, endedAt: tools.now(), to, changedAt }
  const record = recordOf(ran)
  await keepRehearsal(home, record, outside.files)
  tools.out(options.json ? `${JSON.stringify(record, null, 2)}\n` : rehearsalLines(record))
  if (options.keep) tools.terminal.write(`  ${keptWords(target)}\n`)
  const quiet = { ...tools, out: options.json ? () => {} : tools.out }
  const wanted = { tools: quiet, report: options.report ?? null, json: false, notice: () => redNotice(record) }
  await conclude({ ...finished, target, tools: outside }, wanted)
}

/** Where the backups are, and what opens them. */
async function sourceOf({ home, settings }: Target, { identity, from }: Options, { shell }: Tools) {
  if (!identity) throw new UsageError('--identity manque : le fichier de la clé privée qui ouvre les sauvegardes.')
  const identities = await readIdentities(identity)
  const chosen = from ?? settings.BACKUP_DESTINATIONS[0]
  if (!chosen) throw new UsageError(`${home.environment} n’envoie ses sauvegardes nulle part (BACKUP_DESTINATIONS).`)
  return { identities, store: await openSource({ from: chosen, access: null, home }, shell) }
}

/** A rehearsal needs nothing that the environment's own lock guards: whoever restores at night is not kept waiting. */
const lockOf = ({ home }: Target) => join(home.folder, '.rehearsal.lock')

async function clean(tools: CliTools, target: Target, outside: Tools): Promise<void> {
  const { home } = target
  const asked = { home, lock: lockOf(target), procedure: 'rehearse', input: { clean: true }, dryRun: false }
  const { ending } = await runIn(tools, asked, step =>
    step('4.3/AB', 'Retirer la répétition', () => removeScratch(scratchOf(home), home.backups.rehearsal, outside)),
  )
  if (ending.outcome !== 'done') throw new RunEnded(ending.outcome, ending.error.message)
}

function keptWords({ home, settings }: Target): string {
  const { environment } = home
  return `Ce qui a été restauré tourne sous ${scratchOf(home).stack} (${settings.NEXT_PUBLIC_WEB_URL}, port dans ${scratchOf(home).settings}) ; tiptop rehearse ${environment} --clean le retire.`
}
