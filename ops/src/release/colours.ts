import { readFile, readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Colour, Home } from '../environment/home.ts'
import type { Files } from '../tools/files.ts'
import { isThere } from '../tools/files.ts'
import type { Release } from './release.ts'

/** A release that one of the two colours holds. */
export type RunningRelease = { colour: Colour; release: Release }

export const otherColour = (colour: Colour): Colour => (colour === 'blue' ? 'green' : 'blue')

/** The colour to which nginx sends everybody at this moment: its own rule, read from the same file. */
export async function servingColour(home: Home): Promise<Colour> {
  return (await isThere(greenFlag(home))) ? 'green' : 'blue'
}

/** Sends everybody to this colour, from the next request on: one file appears or disappears. */
export async function serveColour(home: Home, colour: Colour, files: Files): Promise<void> {
  if (colour === 'green') await files.write(greenFlag(home), '', 0o644)
  else await files.remove(greenFlag(home))
}

/** What serves; null before the first deployment. */
export async function runningRelease(home: Home): Promise<RunningRelease | null> {
  const colour = await servingColour(home)
  const release = await releaseOf(home, colour)
  return release && { colour, release }
}

/** The release that this colour holds, whether it runs or not; null when it never held one. */
export async function releaseOf(home: Home, colour: Colour): Promise<Release | null> {
  const folder = await readlink(home.colour(colour)).catch(() => null)
  return folder ? readRelease(home, basename(folder)) : null
}

/** @returns null when this server has no such release, or only half of it */
export async function readRelease(home: Home, name: string): Promise<Release | null> {
  const text = await readFile(join(home.releases, name, 'release.json'), 'utf8').catch(() => null)
  return text ? (JSON.parse(text) as Release) : null
}

/** Whether everybody was once sent to this release, and it worked. */
export async function wasProven(home: Home, name: string): Promise<boolean> {
  return isThere(provenFile(home, name))
}

/** Written once a release has served and was found good. */
export const provenFile = (home: Home, name: string) => join(home.releases, name, 'proven')

const greenFlag = (home: Home) => join(home.flags, 'green.on')
