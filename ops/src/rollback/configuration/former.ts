import { join } from 'node:path'
import { expectOwnPoint, listRollbackPoints, readRollbackPoint } from '../../archive/rollback-points/points.ts'
import { isTag, type RollbackPoint } from '../../archive/rollback-points/versions.ts'
import type { Home } from '../../environment/home.ts'
import { Failure } from '../../failure.ts'
import { readRelease, wasProven } from '../../release/colours.ts'
import { servedRelease } from '../../release/earlier/release-before.ts'
import type { Release } from '../../release/release.ts'
import { DamagedFile, orDamage } from '../../state/damaged-file.ts'
import { readText } from '../../state/read-state.ts'
import { fingerprintOf } from '../../tools/files.ts'
import { linesChanged, settingsChanged } from './difference.ts'

/** The settings and the compose file that a release was started with. */
export type ReleaseConfiguration = {
  /** of a release, or of the rollback point that kept it */
  name: string
  release: Release
  /** the texts, and the path of the compose file */
  settings: string
  app: string
  appFile: string
}

/** @throws a Failure when this release has no configuration any more */
export async function configurationOf(home: Home, release: Release): Promise<ReleaseConfiguration> {
  const found = await readIn(sourceOf(release, home))
  if (!found)
    throw new Failure(
      'not-there',
      `${join(home.releases, release.name)} n’a plus ses réglages ou son fichier compose.`,
      { hint: OTHER_CONFIGURATION },
    )
  return found
}

/**
 * The configuration that was named; else the newest of those that served before, and that is another one. Going back
 * again goes on from there.
 * @returns null when each that served before is the one that serves
 */
export async function formerConfiguration(
  running: ReleaseConfiguration,
  to: string | null,
  home: Home,
): Promise<ReleaseConfiguration | null> {
  if (to) return named(to, home)
  const points = await listRollbackPoints(home)
  const before = async ({ former }: Release) => (former ? knownRelease(former, points, home) : null)
  for (let at: Release | null = running.release; at; at = await before(at))
    for (const one of await configurationsOf(at, points, home)) if (differs(running, one)) return one
  return null
}

const OTHER_CONFIGURATION = '--to nomme une autre version ou un point de retour qui a encore sa configuration.'

export function differs(one: ReleaseConfiguration, other: ReleaseConfiguration): boolean {
  return settingsChanged(one.settings, other.settings).length > 0 || linesChanged(one.app, other.app).length > 0
}

/** As this server has it, or as a rollback point repeats it. @throws DamagedFile if neither says what it was */
async function knownRelease(name: string, points: RollbackPoint[], home: Home): Promise<Release | null> {
  const here = await orDamage(readRelease(home, name))
  if (here && !(here instanceof DamagedFile)) return here
  const kept = points.find(({ release }) => release?.name === name)?.release ?? null
  if (here && !kept) throw here
  return kept
}

/** As a release has it in its folder, and as rollback points have kept it. */
async function configurationsOf(
  release: Release,
  points: RollbackPoint[],
  home: Home,
): Promise<ReleaseConfiguration[]> {
  const served = (await wasProven(home, release.name)) ? [sourceOf(release, home)] : []
  const kept = points.filter(point => point.release?.name === release.name).map(point => ({ ...point, release }))
  const sources = [...served, ...kept.map(point => ({ ...point, name: point.tag }))]
  const read = await Promise.all(sources.map(source => orDamage(readIn(source))))
  return read.flatMap(found => (found === null || found instanceof DamagedFile ? [] : [found]))
}

async function named(name: string, home: Home): Promise<ReleaseConfiguration> {
  if (isTag(name)) {
    await expectOwnPoint(home, name)
    const point = await readRollbackPoint(home, name)
    if (!point?.release)
      throw new Failure('not-there', `Ce serveur n'a pas de point de retour « ${name} » d'une version qui servait.`, {
        hint: `tiptop backup list ${home.environment} montre ceux qu’il a.`,
      })
    const found = await readIn({ ...point, name, release: point.release })
    if (!found)
      throw new Failure('damaged', `La configuration du point de retour ${name} est abîmée.`, {
        hint: OTHER_CONFIGURATION,
      })
    return found
  }
  return configurationOf(home, await servedRelease(name, home))
}

/** The folder of a configuration; `config`: the fingerprints of its files, where they were written down. */
type Source = { folder: string; name: string; release: Release; config?: RollbackPoint['config'] }

const sourceOf = (release: Release, home: Home): Source => ({
  folder: join(home.releases, release.name),
  name: release.name,
  release,
})

/** @returns null when a file is missing, or is not what was kept. @throws DamagedFile if the system does not give it */
async function readIn({ folder, name, release, config }: Source): Promise<ReleaseConfiguration | null> {
  const [settings, app] = await Promise.all(['settings.env', 'app.yaml'].map(file => readText(join(folder, file))))
  if (typeof settings !== 'string' || typeof app !== 'string') return null
  const isKept = (file: string, text: string) => !config || config[file]?.sha256 === fingerprintOf(text).sha256
  if (!isKept('settings.env', settings) || !isKept('app.yaml', app)) return null
  return { name, release, settings, app, appFile: join(folder, 'app.yaml') }
}
