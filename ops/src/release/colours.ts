import { basename, join } from 'node:path'
import type { Colour, Home } from '../environment/home.ts'
import { DamagedFile, orDamage } from '../state/damaged-file.ts'
import { namesIn, readLink, readState } from '../state/read-state.ts'
import type { Files } from '../tools/files.ts'
import { isThere } from '../tools/files.ts'
import { type Release, releaseShape } from './release.ts'

/** A release that one of the two colours holds. */
export type RunningRelease = { colour: Colour; release: Release }

export const otherColour = (colour: Colour): Colour => (colour === 'blue' ? 'green' : 'blue')

/** The colour to which nginx sends all traffic at this moment: its own rule, read from the same file. */
export async function servingColour(home: Home): Promise<Colour> {
  return (await isThere(greenFlag(home))) ? 'green' : 'blue'
}

/** Sends all traffic to this colour, from the next request on: one file appears or disappears. */
export async function serveColour(home: Home, colour: Colour, files: Files): Promise<void> {
  if (colour === 'green') await files.write(greenFlag(home), '', 0o644)
  else await files.remove(greenFlag(home))
}

/**
 * What serves; null before the first deployment.
 * @throws DamagedFile if the files do not say what serves: a deployment would then start in the colour that serves
 */
export async function runningRelease(home: Home): Promise<RunningRelease | null> {
  const colour = await servingColour(home)
  const release = await releaseOf(home, colour)
  if (!release && (await hasServed(home))) throw lostLink(home, colour)
  return release && { colour, release }
}

/**
 * The release that this colour holds, whether it runs or not; null when it never held one.
 * @throws DamagedFile if its link or the file that it leads to cannot be used
 */
export async function releaseOf(home: Home, colour: Colour): Promise<Release | null> {
  const folder = await readLink(home.colour(colour))
  if (!folder) return null
  const name = basename(folder)
  const release = await readRelease(home, name)
  if (release) return release
  throw new DamagedFile({
    path: releaseFile(home, name),
    what: `il manque, et ${home.colour(colour)} y mène`,
    hint: RESTORE,
  })
}

/** @returns null when this server has no such release, or only half of it. @throws DamagedFile */
export async function readRelease(home: Home, name: string): Promise<Release | null> {
  return readState(releaseFile(home, name), { shape: releaseShape, hint: RESTORE })
}

/** What to do without a release.json: rollback points and backups repeat it. */
const RESTORE =
  'Remettez-le : versions.json d’un point de retour et manifest.json d’une sauvegarde répètent la version en service (« release »).'

const releaseFile = (home: Home, name: string) => join(home.releases, name, 'release.json')

/** Whether a release was ever put in service here, by what proves it. */
async function hasServed(home: Home): Promise<boolean> {
  for (const name of await namesIn(home.releases)) if (await wasProven(home, name)) return true
  return false
}

function lostLink(home: Home, colour: Colour): DamagedFile {
  return new DamagedFile({
    path: home.colour(colour),
    what: `ce lien vers la version en service manque, et ${home.releases} en a une qui a servi`,
    hint: `Refaites-le : ln -s releases/NOM ${home.colour(colour)}, puis recommencez.`,
  })
}

/** The place of the next release of this server: behind all that it has, whatever their dates, damaged ones included. */
export async function nextOrder(home: Home): Promise<number> {
  const names = await namesIn(home.releases)
  const releases = await Promise.all(names.map(name => orDamage(readRelease(home, name))))
  const places = releases.map(release => (release instanceof DamagedFile ? 0 : (release?.order ?? 0)))
  return Math.max(names.length, ...places) + 1
}

/** Whether this release once served, and worked. */
export async function wasProven(home: Home, name: string): Promise<boolean> {
  return isThere(provenFile(home, name))
}

/** Written once a release has served and was found good. */
export const provenFile = (home: Home, name: string) => join(home.releases, name, 'proven')

const greenFlag = (home: Home) => join(home.flags, 'green.on')
