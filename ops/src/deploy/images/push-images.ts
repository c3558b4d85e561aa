import { Failure } from '../../failure.ts'
import { imageByDigest, imageName, type RegistryRepositories } from '../../release/image-names.ts'
import { type ApplicationPiece, pieces, type ReleaseImages } from '../../release/release.ts'
import { digestsOf, logIn, pushImage } from '../../tools/docker.ts'
import type { Registry } from '../../tools/registry.ts'
import type { Shell } from '../../tools/shell.ts'
import type { Tools } from '../../tools/tools.ts'

/** Lets the engine send images to a registry. @throws a Failure when the registry refuses */
export async function logInTo(
  { host, user, password }: { host: string; user: string; password: string },
  { shell }: { shell: Shell },
  signal: AbortSignal,
): Promise<void> {
  await shell.run(logIn(host, user), { input: password, signal }).catch(error => {
    throw new Failure('refused', `Le registre ${host} n'ouvre pas à « ${user} ».\n${error.message}`, {
      hint: 'Vérifiez REGISTRY_USER et secrets/registry-password.',
      cause: error,
    })
  })
}

/** A label of an image, and the digest that it names in its repository; null when no image bears it. */
export type ImageLabel = { piece: ApplicationPiece; repository: string; label: string; digest: string | null }

type ImagesToPush = {
  labels: string[]
  /** a label that no other commit has */
  exact: string
  /** of the commit; where it is among the labels, it names the first images that got it for good */
  version: string
  /** receives each label before it moves, with what it named: {@link putBack} needs it */
  moved: ImageLabel[]
  /** called with a French sentence when the version keeps the images of another build */
  warn(said: string): void
}

/**
 * Sends both images to the registry, then moves the labels to them, except a version that names others.
 * @returns what was sent, by digest
 */
export async function pushImages(
  repositories: RegistryRepositories,
  { labels, exact, version, moved, warn }: ImagesToPush,
  { shell, registry }: Pick<Tools, 'shell' | 'registry'>,
  signal: AbortSignal,
): Promise<ReleaseImages> {
  const digests = {} as Record<ApplicationPiece, string>
  for (const piece of pieces) {
    const image = imageName(repositories[piece])
    await shell.run(pushImage(`${image}:${exact}`), { signal }).catch(error => {
      throw new Failure('command-failed', `${image}:${exact} n'a pas pu être envoyée au registre.\n${error.message}`, {
        hint: 'Si le registre est plein, tiptop registry collect y fait de la place.',
        cause: error,
      })
    })
    digests[piece] = await digestSent(image, exact, shell)
  }
  const known = await readLabels(labels, repositories, registry)
  const taken = known.some(({ label, piece, digest }) => label === version && digest && digest !== digests[piece])
  if (taken)
    warn(`la version ${version} nomme déjà d'autres images, et les garde (npm run release en donne une nouvelle)`)
  for (const label of known) {
    if (taken && label.label === version) continue
    moved.push(label)
    await registry.tag(label.repository, digests[label.piece], label.label)
  }
  const named = (piece: ApplicationPiece) => imageByDigest(repositories[piece], digests[piece])
  return { backend: named('backend'), frontend: named('frontend') }
}

/** The digest under which this repository of the registry has what was sent to it. */
async function digestSent(image: string, label: string, shell: Shell): Promise<string> {
  const pretend = `${image}@sha256:${'0'.repeat(64)}`
  const known = await shell.run(digestsOf(`${image}:${label}`), { pretend })
  const own = known.split('\n').find(name => name.startsWith(`${image}@`))
  if (!own)
    throw new Failure('wrong-answer', `${image}:${label} vient d'être envoyée, et Docker n'en a pas l'empreinte.`, {
      hint: 'Redémarrez Docker s’il est en mauvais état (docker info), puis déployez encore.',
    })
  return own.slice(image.length + 1)
}

/** What these labels name now, for both images. @throws a Failure when the registry is away */
export async function readLabels(
  labels: string[],
  repositories: RegistryRepositories,
  registry: Registry,
): Promise<ImageLabel[]> {
  const found: ImageLabel[] = []
  for (const label of labels)
    for (const piece of pieces) {
      const repository = repositories[piece].path
      found.push({ piece, repository, label, digest: await registry.digestOf(repository, label) })
    }
  return found
}

/** Moves labels back to what they named before; one that is new is removed. */
export async function putBack(moved: ImageLabel[], registry: Registry): Promise<void> {
  for (const { repository, label, digest } of moved)
    await (digest ? registry.tag(repository, digest, label) : registry.untag(repository, label))
}
