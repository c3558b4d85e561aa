import { basename, join } from 'node:path'
import { isTag, versionsShape } from '../../archive/rollback-points/versions.ts'
import type { Home } from '../../environment/home.ts'
import { Failure, hintOf } from '../../failure.ts'
import { readRelease, releaseOf } from '../../release/colours.ts'
import { readImage } from '../../release/image-names.ts'
import { isAfter, type Release } from '../../release/release.ts'
import { namesIn, readState } from '../../state/read-state.ts'

/** A rollback goes back a release at a time; so many are to be had again from the registry. */
const RELEASES = 5

/**
 * The digests that an environment may ask the registry for: of its last releases, of what its two colours hold, and of
 * its rollback points.
 * @throws a Failure when a rollback point does not say which it needs: then nothing may be removed
 */
export async function neededBy(home: Home): Promise<Set<string>> {
  const releases = [...(await lastReleases(home)), await releaseOf(home, 'blue'), await releaseOf(home, 'green')]
  const images = [
    ...releases.flatMap(release => (release ? Object.values(release.images) : [])),
    ...(await imagesOfPoints(home)),
  ]
  return new Set(images.map(image => readImage(image).digest))
}

async function lastReleases(home: Home): Promise<Release[]> {
  const names = await namesIn(home.releases)
  const found = (await Promise.all(names.map(name => readRelease(home, name)))).filter(release => release !== null)
  return found.toSorted((one, other) => (isAfter(other, one) ? 1 : -1)).slice(0, RELEASES)
}

const silent = (file: string) => `${file} ne dit pas quelles images il nomme : rien n’est retiré du registre.`

async function imagesOfPoints({ backups }: Home): Promise<string[]> {
  const names = (await namesIn(backups.preDeploy)).filter(name => isTag(basename(name)))
  const points = names.map(async name => {
    const file = join(backups.preDeploy, name, 'versions.json')
    const versions = await readState(file, { shape: versionsShape }).catch(error => {
      throw new Failure('damaged', `${silent(file)} ${(error as Error).message}`, { hint: hintOf(error), cause: error })
    })
    if (!versions)
      throw new Failure('damaged', silent(file), {
        hint: 'Reprenez ce fichier d’une sauvegarde, ou ôtez le dossier de ce point.',
      })
    return [versions.backend, versions.frontend].filter(image => image !== null)
  })
  return (await Promise.all(points)).flat()
}
