import { join, resolve } from 'node:path'
import { Argument, Command } from 'commander'
import { timersOf, UNITS, writeUnits } from '../../backup/schedule/units.ts'
import { type Environment, environments } from '../../config.ts'
import { openTarget } from '../../environment/target.ts'
import { listRuns } from '../../runs/runs.ts'
import { openFiles } from '../../tools/files.ts'
import { openNotices } from '../../tools/notices.ts'
import { openShell } from '../../tools/shell.ts'
import { RunEnded, UsageError } from '../exit-codes.ts'
import type { Tools } from '../program.ts'

/** The checkout that this program runs from. */
const CHECKOUT = join(import.meta.dirname, '..', '..', '..', '..')

/** `tiptop backup schedule install <env>`: at 02:00 UTC by systemd, and a check every six hours. */
export function scheduleCommand(tools: Tools): Command {
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
    .description('Prévenir d’une sauvegarde qui n’a pas pu le faire elle-même ; systemd s’en sert.')
    .addArgument(env())
    .action((environment: Environment) => tellFailure(tools, environment))
  return schedule
}

async function install({ config, out }: Tools, environment: Environment, { units }: { units?: string }): Promise<void> {
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
  await run(['systemctl', 'enable', '--now', ...timersOf(environment)])
  out(`${await run(['systemctl', 'list-timers', '--no-pager', ...timersOf(environment)])}\n`)
}

/** A backup that ended in order told of its failure; one that was killed, or did not begin, told nobody. */
async function tellFailure({ config, out, terminal }: Tools, environment: Environment): Promise<void> {
  const target = await openTarget(config, environment)
  const last = (await listRuns(target.home.runs)).find(({ procedure }) => procedure === 'nightly')
  if (last && ['failed', 'undone', 'stuck'].includes(last.state)) return out(`${last.name} a déjà prévenu.\n`)
  const broken = last?.state === 'interrupted'
  const unsent = await (await openNotices(target)).send({
    severity: 'alert',
    subject: `[${environment}] la sauvegarde de nuit ${broken ? 'a été interrompue' : 'n’a pas commencé'}`,
    text: `${broken ? `${last.name} a été tuée avant sa fin.` : 'Elle s’est arrêtée avant sa première étape.'}
Ce qu’elle a dit : journalctl --unit tiptop-backup@${environment}
La refaire : tiptop backup nightly ${environment}
`,
  })
  for (const reason of unsent) terminal.write(`  ! ${reason}\n`)
  if (unsent.length) throw new RunEnded('failed', 'personne n’a pu être prévenu')
}
