import { join } from 'node:path'
import { Command } from 'commander'
import { type Backup, listBackups, listBroken, listForeignBackups } from '../../archive/backups.ts'
import { type BackupManifest, foreignWords } from '../../archive/manifest.ts'
import { type RestoreWindow, windowOf } from '../../archive/physical/reach/window.ts'
import { listRemote, type RemoteBackup } from '../../archive/remote-backups.ts'
import { listBrokenPoints, listForeignPoints, listRollbackPoints } from '../../archive/rollback-points/points.ts'
import type { RollbackPoint } from '../../archive/rollback-points/versions.ts'
import { openStores } from '../../archive/stores/open-stores.ts'
import type { Store } from '../../archive/stores/store.ts'
import type { Environment } from '../../environment/environment.ts'
import type { Home } from '../../environment/home.ts'
import { readSettings } from '../../environment/settings.ts'
import { ageWords, durationWords } from '../../time/duration.ts'
import { secondText } from '../../time/words.ts'
import { isThere } from '../../tools/files.ts'
import { inBytes } from '../../tools/free-space.ts'
import { openShell } from '../../tools/shell.ts'
import type { CliTools } from '../dialogue/cli-tools.ts'
import { type CommonOptions, environmentArgument, jsonOption } from '../dialogue/options.ts'

/** `tiptop backup list <env>`: what is saved, where each copy is, and what proves it. */
export function listCommand(tools: CliTools): Command {
  return new Command('list')
    .description('Montrer les sauvegardes et leurs copies, puis les points de retour, les plus récents en premier.')
    .addArgument(environmentArgument)
    .addOption(jsonOption)
    .action((env: Environment, { json }: Pick<CommonOptions, 'json'>) => list(tools, env, json))
}

async function list(tools: CliTools, environment: Environment, json: boolean): Promise<void> {
  const { config, out, now } = tools
  const home = config.homeOf(environment)
  const [backups, points] = await Promise.all([listBackups(home), listRollbackPoints(home)])
  const { remotes, silent } = await lookElsewhere(home, backups)
  const windows = await lookAtArchive(home, silent)
  const all = { nightly: backups, elsewhere: remotes, silent, points, archive: windows }
  if (json) return out(`${JSON.stringify(all, null, 2)}\n`)
  const names = [...new Set([...backups, ...remotes].map(({ name }) => name))].sort().reverse()
  const nights = names.map(name => {
    const here = backups.find(backup => backup.name === name)
    return nightLines(
      name,
      here,
      remotes.filter(remote => remote.name === name),
      now(),
    )
  })
  const warnings = [
    ...silent,
    ...(await listBroken(home)).map(folder => `${folder} n'est pas entière, et ne sert à rien`),
    ...[...(await listForeignBackups(home)), ...(await listForeignPoints(home))].map(copy =>
      foreignWords(copy, environment),
    ),
    ...(await listBrokenPoints(home)).map(name => `${name} n'est pas entier, et ne sert à rien`),
  ]
  out(nights.join('') || `${environment} n'a pas encore de sauvegarde de nuit.\n`)
  out(points.map(pointLine).join('') || `${environment} n'a pas encore de point de retour.\n`)
  out(windows.map(windowLines).join(''))
  out(warnings.map(line => `  ! ${line}\n`).join(''))
}

/** The archive of an environment that is installed; what cannot be found out is a warning. */
async function lookAtArchive(home: Home, silent: string[]): Promise<RestoreWindow[]> {
  const settings = await readSettings(home).catch(() => null)
  const isInstalled = await isThere(join(home.infra, 'pgbackrest.conf'))
  const windows = settings && isInstalled ? await windowOf({ home, settings }, { shell: openShell() }) : []
  for (const window of windows) if ('why' in window) silent.push(window.why)
  return windows
}

function windowLines(window: RestoreWindow): string {
  if ('why' in window || !window.from || !window.until) return ''
  const title = window.repository === 'here' ? 'ici' : 's3'
  const moments = window.spans.map(({ from, until }) => `du ${secondText(from)} au ${secondText(until)}`).join(', ')
  const bases = window.backups.map(({ label, bytes, at }) => placeLine(label, bytes, `finie le ${secondText(at)}`))
  return [`archive ${title}  ${moments ? `tout moment ${moments}` : 'aucun moment'}`, ...bases.reverse()]
    .join('\n')
    .concat('\n')
}

/** What destinations have; one that does not answer is a warning, and the others are shown. */
async function lookElsewhere(home: Home, backups: readonly Backup[]) {
  const [remotes, silent]: [RemoteBackup[], string[]] = [[], []]
  const stores = await readSettings(home)
    .then(settings => openStores({ home, settings }))
    .catch((error: Error): Store[] => {
      silent.push(error.message)
      return []
    })
  await Promise.all(
    stores.map(store =>
      listRemote(store, home.environment, backups).then(
        found => remotes.push(...found),
        (error: Error) => silent.push(error.message),
      ),
    ),
  )
  return { remotes, silent }
}

function nightLines(name: string, here: Backup | undefined, there: RemoteBackup[], now: Date): string {
  const manifest: BackupManifest | undefined =
    here ?? there.flatMap(remote => (remote.whole ? [remote.manifest] : []))[0]
  const age = manifest ? `il y a ${ageWords(now.getTime() - Date.parse(manifest.database.snapshotAt))}` : ''
  const proof = manifest?.database.proof
  const proven = proof ? `restaurée le ${secondText(proof.provenAt)} en ${durationWords(proof.restoreMs)}` : ''
  const copies = there.map(remote => copyLine(remote))
  const local = here ? [placeLine('ici', totalOf(here), `relue le ${secondText(here.madeAt)}`)] : []
  return [`${name}  ${age.padEnd(16)}  ${proven}`.trimEnd(), ...local, ...copies].join('\n').concat('\n')
}

function copyLine(remote: RemoteBackup): string {
  if (!remote.whole) return placeLine(remote.store, remote.bytes, `✗ ${remote.why}`)
  const provenAt = remote.manifest.copies[remote.store]?.provenAt
  return placeLine(remote.store, remote.bytes, provenAt ? `relue le ${secondText(provenAt)}` : '')
}

const placeLine = (place: string, bytes: number, said: string) =>
  `    ${place.padEnd(32)}  ${inBytes(bytes).padStart(9)}  ${said}`.trimEnd()

const totalOf = ({ pieces }: BackupManifest) => pieces.reduce((sum, { bytes }) => sum + bytes, 0)

/** `2026-11-23 02:00:00`, in UTC. */

/** `backup-20261123-041500  2026-11-23 04:15:00  1.4.0       0005-users        12,3 Mo`. */
function pointLine({ tag, at, release, db }: RollbackPoint): string {
  const version = (release?.version ?? '–').padEnd(10)
  const schema = (db.schema ?? '–').padEnd(24)
  return `${tag}  ${secondText(at)}  ${version}  ${schema}  ${inBytes(db.dump.bytes).padStart(9)}\n`
}
