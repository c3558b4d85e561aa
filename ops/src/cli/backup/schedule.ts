import { join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import type { Environment } from '../../environment/environment.ts'
import { openNoticesOf } from '../../environment/open-tools.ts'
import { openTarget, type Target } from '../../environment/target.ts'
import { expectKnownOwner, rehearsalKeyOf, timersOf, UNITS, writeUnits } from '../../night/units.ts'
import { listRuns, type Run } from '../../runs/runs.ts'
import { dryFiles, isThere, openFiles } from '../../tools/files.ts'
import { dryNotices, type Notice } from '../../tools/notices.ts'
import { dryShell, openShell, type Shell } from '../../tools/shell.ts'
import { answer, DRY_RUN_ENDED } from '../dialogue/answer.ts'
import { type CliTools, tellBelow } from '../dialogue/cli-tools.ts'
import { RunEnded, UsageError } from '../dialogue/exit-codes.ts'
import { type CommonOptions, dryRunOption, environmentArgument, jsonOption } from '../dialogue/options.ts'

/** The checkout that this program runs from. */
const CHECKOUT = join(import.meta.dirname, '..', '..', '..', '..')

type InstallOptions = Pick<CommonOptions, 'dryRun' | 'json'> & { units?: string }
type FailedOptions = Pick<CommonOptions, 'dryRun' | 'json'> & { of: Watched }

/** `tiptop backup schedule install <env>`: at 02:00 UTC by systemd, and a check every hour. */
export function scheduleCommand(tools: CliTools): Command {
  const schedule = new Command('schedule').description('Confier les sauvegardes à systemd.')
  schedule
    .command('install')
    .description('Installer et démarrer la sauvegarde de 02:00 UTC et son contrôle ; peut être répété.')
    .addArgument(environmentArgument)
    .option('--units <dossier>', 'écrire les unités dans ce dossier seulement, sans rien démarrer')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: InstallOptions) => install(tools, env, options))
  schedule
    .command('failed')
    .description('Prévenir de ce qui n’a pas pu le faire soi-même ; systemd s’en sert.')
    .addArgument(environmentArgument)
    .addOption(new Option('--of <quoi>', 'ce qui a échoué').choices(Object.keys(WATCHED)).default('nightly'))
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: FailedOptions) => tellFailure(tools, env, options))
  return schedule
}

async function install(tools: CliTools, environment: Environment, { units, dryRun, json }: InstallOptions) {
  const folder = units ? resolve(units) : UNITS
  if (!units && !dryRun && process.getuid?.() !== 0)
    throw new UsageError('Seul root installe des unités de systemd : sudo, ou --units pour seulement les voir.')
  const home = tools.config.homeOf(environment)
  // What is not ready would fail every night.
  const target = units ? null : await openTarget(tools.config, environment, { asOwner: false })
  const tell = tellBelow(tools)
  const [files, shell] = dryRun ? [dryFiles(tell), dryShell(tell)] : [openFiles(), openShell()]
  if (target) await expectKnownOwner(home.folder, shell)
  if (units) await files.makeFolder(folder, 0o755)
  const names = await writeUnits({ checkout: CHECKOUT, node: process.execPath, folder, home }, { files })
  const written = names.map(name => join(folder, name))
  const started = target ? await startTimers(target, shell) : { timers: [], text: '' }
  const text = `${written.map(file => `${file}\n`).join('')}${started.text}`
  answer(tools, json, { dryRun, units: written, timers: started.timers }, dryRun ? `${DRY_RUN_ENDED}\n` : text)
}

/** Starts the timers of an environment. @returns their names, and when each fires next, for people */
async function startTimers({ home, settings }: Target, { run }: Shell): Promise<{ timers: string[]; text: string }> {
  const { environment } = home
  const key = rehearsalKeyOf(environment)
  const rehearses = await isThere(key)
  const timers = timersOf(environment, { rehearses, renews: settings.CERTBOT_EMAIL !== '' })
  await run(['systemctl', 'daemon-reload'])
  await run(['systemctl', 'enable', '--now', ...timers])
  const shown = await run(['systemctl', 'list-timers', '--no-pager', ...timers])
  const hint = `Pour répéter la restauration chaque semaine : une clé privée en ${key}, puis la même commande.\n`
  return { timers, text: `${shown}\n${rehearses ? '' : hint}` }
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

/** A run that ended in order has sent its notice; one that was killed, or did not begin, could not. */
async function tellFailure(tools: CliTools, environment: Environment, options: FailedOptions): Promise<void> {
  const target = await openTarget(tools.config, environment)
  const last = (await listRuns(target.home.runs)).find(({ procedure }) => procedure === options.of) ?? null
  const document = { environment, of: options.of, last: last?.name ?? null }
  if (last && ['failed', 'undone', 'stuck'].includes(last.state))
    return answer(tools, options.json, { ...document, sent: false }, `${last.name} a déjà prévenu.\n`)
  const notices = options.dryRun ? dryNotices(tellBelow(tools)) : await openNoticesOf(target)
  const unsent = await notices.send(failureNotice(environment, options.of, last))
  for (const reason of unsent) tools.terminal.write(`  ! ${reason}\n`)
  answer(tools, options.json, { ...document, sent: !options.dryRun && !unsent.length }, '')
  if (unsent.length) throw new RunEnded('failed', 'personne n’a pu être prévenu')
}

function failureNotice(environment: Environment, of: Watched, last: Run | null): Notice {
  const { title, unit, again, guide } = WATCHED[of]
  const broken = last?.state === 'interrupted' ? last.name : null
  const text = `${broken ? `${broken} a été tuée avant sa fin.` : 'Elle s’est arrêtée avant sa première étape.'}
Ce qu’elle a dit : journalctl --unit ${unit}@${environment}
La refaire : ${again}${environment}
Que faire : ${guide}
`
  const subject = `[${environment}] ${title} ${broken ? 'a été interrompue' : 'n’a pas commencé'}`
  return { severity: 'alert', subject, text }
}
