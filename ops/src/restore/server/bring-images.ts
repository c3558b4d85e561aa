import { join } from 'node:path'
import { type Backup, fileOf } from '../../archive/backups.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { imageByHand, readImage, repositoryOf } from '../../release/image-names.ts'
import { pieces, type Release, type ReleaseImages } from '../../release/release.ts'
import { writeState } from '../../state/write-state.ts'
import { loadImages, tagImage } from '../../tools/docker.ts'
import type { Tools } from '../../tools/tools.ts'

/**
 * Loads the images of a backup into the engine, and returns the release with the names that they have there. An image
 * loaded from a file has no registry digest, so a tag carries it.
 */
export async function bringImages(
  release: Release,
  backup: Backup,
  { home, settings }: Target,
  { shell, files }: Pick<Tools, 'shell' | 'files'>,
  signal: AbortSignal,
): Promise<Release> {
  const images: Partial<ReleaseImages> = {}
  for (const piece of pieces) {
    const { digest } = readImage(release.images[piece])
    const name = `images/${digest.replace('sha256:', '')}.tar.gz`
    const said = await shell.run(loadImages(fileOf(home, backup.folder, { name, kind: 'image' })), { signal })
    const [, loaded] = /Loaded image(?: ID)?: (\S+)/.exec(said) ?? []
    if (!loaded)
      throw new Failure('wrong-answer', `Docker ne dit pas quelle image du ${piece} il a reçue : ${said}`, {
        hint: '« docker load », à la main, montre ce que Docker dit de ce fichier.',
      })
    const named = imageByHand(repositoryOf(settings.REGISTRY, piece), digest)
    await shell.run(tagImage(loaded, named))
    images[piece] = named
  }
  const brought = { ...release, images: images as ReleaseImages }
  await writeState(join(home.releases, release.name, 'release.json'), brought, files)
  return brought
}
