import { Command } from 'commander'
import { metricsOf, type PlaceFreshness, readAge, staleness } from '../../archive/freshness.ts'
import {
  type ArchiveHealth,
  archiveFaults,
  archiveMetrics,
  lookAtArchive,
  type RepositoryHealth,
} from '../../archive/physical/archive-health.ts'
import { lookEverywhere } from '../../archive/places.ts'
import { openStores } from '../../archive/stores/open-stores.ts'
import type { Environment } from '../../environment/environment.ts'
import { openNoticesOf } from '../../environment/open-tools.ts'
import { openTarget } from '../../environment/target.ts'
import { ageWords } from '../../time/duration.ts'
import { dryFiles, openFiles } from '../../tools/files.ts'
import { dryNotices, type Notice } from '../../tools/notices.ts'
import { openShell } from '../../tools/shell.ts'
import { answer, leaveFile } from '../dialogue/answer.ts'
import { type CliTools, tellBelow } from '../dialogue/cli-tools.ts'
import { RunEnded, UsageError } from '../dialogue/exit-codes.ts'
import { type CommonOptions, dryRunOption, environmentArgument, jsonOption } from '../dialogue/options.ts'

type CheckOptions = Pick<CommonOptions, 'dryRun' | 'json'> & { maxAge: string; metrics?: string }

/** `tiptop backup check <env>`: the alarm that rings when backups no longer come, whatever the cause. */
export function checkCommand(tools: CliTools): Command {
  return new Command('check')
    .description(
      'Vérifier que chaque lieu a une sauvegarde récente et que l’archive est sans trou ; sinon prévenir et finir en échec.',
    )
    .addArgument(environmentArgument)
    .option('--max-age <durée>', "l'âge permis, en minutes, heures ou jours : 90m, 26h, 2d", '26h')
    .option('--metrics <fichier>', 'y écrire le résultat pour Prometheus (« textfile collector »)')
    .addOption(dryRunOption)
    .addOption(jsonOption)
    .action((env: Environment, options: CheckOptions) => check(tools, env, options))
}

/** Takes no lock: it looks while procedures work. */
async function check(tools: CliTools, environment: Environment, options: CheckOptions): Promise<void> {
  const { config, now } = tools
  const maxAgeMs = readAge(options.maxAge)
  if (!maxAgeMs) throw new UsageError(`--max-age ${options.maxAge} : une durée comme 90m, 26h ou 2d.`)
  const target = await openTarget(config, environment)
  const places = await lookEverywhere(target.home, await openStores(target))
  const files = options.dryRun ? dryFiles(() => {}) : openFiles()
  const archive = await lookAtArchive(target, { shell: openShell(), files, now })
  const [stale, broken] = [staleness(places, maxAgeMs, now()), archiveFaults(archive, maxAgeMs, now())]
  const faults = [...stale, ...broken]
  const ofArchive = await archiveMetrics(environment, archive, broken.length)
  const metrics = `${await metricsOf(environment, places, stale.length, now())}${ofArchive}`
  if (options.metrics && !options.dryRun) await leaveFile(options.metrics, metrics)
  const text = `${table(places, now())}${shelfLines(archive, now())}`
  answer(tools, options.json, { environment, places, archive, faults }, text)
  if (!faults.length) return
  const notices = options.dryRun ? dryNotices(tellBelow(tools)) : await openNoticesOf(target)
  const unsent = await notices.send(missingNotice(environment, faults))
  for (const reason of unsent) tools.terminal.write(`  ! ${reason}\n`)
  throw new RunEnded('failed', faults.join('\n  '))
}

function missingNotice(environment: Environment, faults: readonly string[]): Notice {
  const text = `${faults.join('\n')}

Ce qui les a empêchées : tiptop runs list ${environment}
Que faire : docs/runbooks/backups-missing.md
`
  return { severity: 'alert', subject: `[${environment}] les sauvegardes ne viennent plus`, text }
}

function table(places: readonly PlaceFreshness[], now: Date): string {
  return places.map(place => `  ${place.name.padEnd(32)}  ${said(place, now)}\n`).join('')
}

function shelfLines({ shelves }: ArchiveHealth, now: Date): string {
  return shelves.map(shelf => `  ${shelf.title.padEnd(32)}  ${ofShelf(shelf, now)}\n`).join('')
}

function ofShelf(shelf: RepositoryHealth, now: Date): string {
  if ('why' in shelf) return shelf.why
  if (!shelf.newest) return 'aucune sauvegarde de base'
  return `${shelf.newest.label}, il y a ${ageWords(now.getTime() - shelf.newest.at.getTime())}`
}

function said(place: PlaceFreshness, now: Date): string {
  if ('why' in place) return place.why
  if (!place.newest) return 'aucune sauvegarde'
  return `${place.newest.name}, il y a ${ageWords(now.getTime() - place.newest.at.getTime())}`
}
