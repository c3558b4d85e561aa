import { Failure } from '../failure.ts'
import type { RunningRelease } from '../release/colours.ts'
import { backupRepositoryOf, imageByDigest, readImage, repositoryOf, tagOfDigest } from '../release/image-names.ts'
import { type ApplicationPiece, pieces } from '../release/release.ts'
import type { Tools } from '../tools/tools.ts'

/** An image that serves, and the repository in which the registry has it. */
type RegistryImage = { from: string; digest: string }
type RegistryTools = Pick<Tools, 'registry'>

/**
 * Finds the running image in the registry, in whichever repository: an image that came back from a rollback point may be
 * in the repository of backups alone.
 * @param registryOfReleases the setting REGISTRY
 * @throws a Failure when the registry has lost it
 */
export async function findImage(
  piece: ApplicationPiece,
  { release }: RunningRelease,
  registryOfReleases: string,
  { registry }: RegistryTools,
): Promise<RegistryImage> {
  const image = release.images[piece]
  const { path, digest } = readImage(image)
  const own = [repositoryOf(registryOfReleases, piece), backupRepositoryOf(registryOfReleases, piece)]
  for (const from of new Set([path, ...own.map(repository => repository.path)])) {
    if (await registry.digestOf(from, digest)) return { from, digest }
    // One that came by a file gets a new digest from the registry that it is sent to, under the tag of its former one.
    const again = await registry.digestOf(from, tagOfDigest(digest))
    if (again) return { from, digest: again }
  }
  const hint = 'Envoyez-la-lui depuis ce serveur (docker push), puis recommencez.'
  throw new Failure('not-there', `${image} sert, et le registre ne l'a plus.`, { hint })
}

/**
 * Gives the images a tag among the backups.
 * @returns the images by digest as they are found there
 */
export async function keepImages(
  found: Record<ApplicationPiece, RegistryImage | null>,
  tag: string,
  registryOfReleases: string,
  { registry }: RegistryTools,
): Promise<Record<ApplicationPiece, string | null>> {
  const kept: Record<ApplicationPiece, string | null> = { backend: null, frontend: null }
  for (const piece of pieces) {
    const image = found[piece]
    if (!image) continue
    const repository = backupRepositoryOf(registryOfReleases, piece)
    await registry.copy({ ...image, to: repository.path, tag })
    kept[piece] = imageByDigest(repository, image.digest)
  }
  return kept
}
