import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { type Environment, environments } from '../../environment/environment.ts'
import { openNoticesOf } from '../../environment/open-tools.ts'
import { openTarget } from '../../environment/target.ts'
import { rehearsalKeyOf, timersOf, UNITS, writeUnits } from '../../night/units.ts'
import { listRuns } from '../../runs/runs.ts'
import { openFiles } from '../../tools/files.ts'
import { openShell } from '../../tools/shell.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { RunEnded, UsageError } from '../dialogue/exit-codes.ts'

/** The checkout that this program runs from. */
const CHECKOUT = join(import.meta.dirname, '..', '..', '..', '..')

/** `tiptop backup schedule install <env>`: at 02:00 UTC by systemd, and a check every hour. */
export function scheduleCommand(tools: CliTools): Command {
  const schedule = new Command('schedule').description('Confier les sauvegardes à systemd.')
  const env = () => new Argument('<env>', "l'environnement").choices(environments)
  schedule
    .command('install')
    .description('Installer et démarrer la sauvegarde de 02:00 UTC et son contrôle ; peut être répété.')
    .addArgument(env())
    .option('--units <dossier>', 'écrire les unités dans ce dossier seulement, sans rien démarrer')
    .action((environment: Environment, options: { units?: string }) => install(tools, environment, options))
  schedule
    .command('failed')
    .description('Prévenir de ce qui n’a pas pu le faire soi-même ; systemd s’en sert.')
    .addArgument(env())
    .addOption(new Option('--of <quoi>', 'ce qui a échoué').choices(Object.keys(WATCHED)).default('nightly'))
    .action((environment: Environment, options: { of: Watched }) => tellFailure(tools, environment, options))
  return schedule
}

async function install(
  { config, out }: CliTools,
  environment: Environment,
  { units }: { units?: string },
): Promise<void> {
  const folder = units ? resolve(units) : UNITS
  if (!units && process.getuid?.() !== 0)
    throw new UsageError('Seul root installe des unités de systemd : sudo, ou --units pour seulement les voir.')
  // What is not ready would fail every night.
  if (!units) await openTarget(config, environment)
  const written = await writeUnits({ checkout: CHECKOUT, node: process.execPath, folder }, { files: openFiles() })
  out(written.map(name => `${join(folder, name)}\n`).join(''))
  if (units) return
  const { run } = openShell()
  await run(['systemctl', 'daemon-reload'])
  const key = rehearsalKeyOf(environment)
  const rehearses = existsSync(key)
  const timers = timersOf(environment, { rehearses })
  await run(['systemctl', 'enable', '--now', ...timers])
  out(`${await run(['systemctl', 'list-timers', '--no-pager', ...timers])}\n`)
  if (!rehearses)
    out(`Pour répéter la restauration chaque semaine : une clé privée en ${key}, puis la même commande.\n`)
}

/** What systemd may start, and what is said when it does not get to its end; `again` wants the environment behind it. */
const WATCHED = {
  nightly: {
    title: 'la sauvegarde de nuit',
    unit: 'tiptop-backup',
    again: 'tiptop backup nightly ',
    guide: 'docs/runbooks/backups-missing.md',
  },
  rehearse: {
    title: 'la répétition de restauration',
    unit: 'tiptop-rehearse',
    again: 'systemctl start tiptop-rehearse@',
    guide: 'docs/decisions/rebuild-and-rehearsal.md',
  },
} as const
type Watched = keyof typeof WATCHED

/** What ended in order told of its failure; what was killed, or did not begin, told nobody. */
async function tellFailure({ config, out, terminal }: CliTools, environment: Environment, { of }: { of: Watched }) {
  const target = await openTarget(config, environment)
  const { title, unit, again, guide } = WATCHED[of]
  const last = (await listRuns(target.home.runs)).find(({ procedure }) => procedure === of)
  if (last && ['failed', 'undone', 'stuck'].includes(last.state)) return out(`${last.name} a déjà prévenu.\n`)
  const broken = last?.state === 'interrupted'
  const unsent = await (await openNoticesOf(target)).send({
    severity: 'alert',
    subject: `[${environment}] ${title} ${broken ? 'a été interrompue' : 'n’a pas commencé'}`,
    text: `${broken ? `${last.name} a été tuée avant sa fin.` : 'Elle s’est arrêtée avant sa première étape.'}
Ce qu’elle a dit : journalctl --unit ${unit}@${environment}
La refaire : ${again}${environment}
Que faire : ${guide}
`,
  })
  for (const reason of unsent) terminal.write(`  ! ${reason}\n`)
  if (unsent.length) throw new RunEnded('failed', 'personne n’a pu être prévenu')
}
