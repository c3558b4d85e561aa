import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Home } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import type { Tools } from '../../tools/tools.ts'
import type { RetentionSurvey, RetentionVerdict } from '../policy.ts'
import { namesHere } from './names.ts'
import { type ImagePlace, pruneImages } from './prune-images.ts'
import { judgeImages, type StoredImage } from './verdicts.ts'

/** `<digest>.tar.gz`; with `.tmp`, one that is being saved, or whose saving was killed. */
const IMAGE = /^[\da-f]{64}\.tar\.gz(\.tmp)?$/

/** Judges the images that backups of all environments share on this server. Looks only. */
export async function judgeImagesHere(home: Home, now: Date): Promise<RetentionSurvey> {
  const { images, others } = await listImages(home)
  const names = await namesHere(home)
  return {
    verdicts: judgeImages(images, [names], now),
    remarks: [
      ...names.doubts,
      ...others.map(name => `${name} n'est pas l'image d'une sauvegarde, et n'est pas touché`),
    ],
  }
}

/** Removes the images of this server that are judged so, as {@link pruneImages} does. */
export async function pruneImagesHere(
  verdicts: readonly RetentionVerdict[],
  { home }: Pick<Target, 'home'>,
  { files, now }: Pick<Tools, 'files' | 'now'>,
  signal: AbortSignal,
): Promise<string[]> {
  const place: ImagePlace = {
    home,
    judge: () => judgeImagesHere(home, now()),
    remove: name => files.remove(join(home.backups.images, name)),
    whyOne: (name, error) => `${name} reste : ${error.message}`,
    whyAll: 'les images restent toutes : une sauvegarde est en cours',
  }
  return pruneImages(verdicts, place, signal)
}

async function listImages({ backups }: Home): Promise<{ images: StoredImage[]; others: string[] }> {
  const names = (await readdir(backups.images).catch(() => [])).sort()
  const images = names.filter(name => IMAGE.test(name))
  // No backup names a file that is still being written.
  const found = images.map(name =>
    stat(join(backups.images, name)).then(
      ({ mtime }) => [{ name, file: name, at: mtime }],
      () => [],
    ),
  )
  return { images: (await Promise.all(found)).flat(), others: names.filter(name => !IMAGE.test(name)) }
}
