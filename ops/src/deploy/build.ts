import { join } from 'node:path'
import type { Target } from '../environment/target.ts'
import { imageByDigest, imageName, repositoryOf } from '../release/image-names.ts'
import { type Images, type Piece, pieces } from '../release/release.ts'
import { buildImage, digestsOf, pushImage } from '../tools/docker.ts'
import type { Shell } from '../tools/shell.ts'
import type { Tools } from '../tools/tools.ts'
import type { Checkout } from './commit.ts'

/** Builds both images of a commit under all its labels. What browsers load is built for this environment. */
export async function buildImages(
  {
    checkout,
    labels,
    signal,
    tell,
  }: { checkout: Checkout; labels: string[]; signal: AbortSignal; tell(said: string): void },
  { settings }: Target,
  { shell }: Tools,
): Promise<void> {
  for (const piece of pieces) {
    tell(piece)
    const build = buildImage({
      context: checkout.folder,
      dockerfile: join(checkout.folder, piece, 'Dockerfile'),
      tags: labels.map(label => `${imageName(repositoryOf(settings.REGISTRY, piece))}:${label}`),
      args: {
        VERSION: checkout.version,
        COMMIT: checkout.commit,
        NEXT_PUBLIC_API_URL: settings.NEXT_PUBLIC_API_URL,
        NEXT_PUBLIC_WEB_URL: settings.NEXT_PUBLIC_WEB_URL,
      },
    })
    await shell.run(build, { signal })
  }
}

/** A label, and the digest that it names in this repository; null when nothing has it. */
export type Labelled = { piece: Piece; repository: string; label: string; digest: string | null }

/**
 * Sends both images to the registry, then lets the labels name them.
 * @param exact a label that no other commit has
 * @param moved receives each label before it moves, with what it named: what {@link putBack} needs
 * @returns what was sent, by digest
 */
export async function pushImages(
  { labels, exact, moved, signal }: { labels: string[]; exact: string; moved: Labelled[]; signal: AbortSignal },
  target: Target,
  { shell, registry }: Tools,
): Promise<Images> {
  const images: Partial<Images> = {}
  const digests = {} as Record<Piece, string>
  for (const piece of pieces) {
    const repository = repositoryOf(target.settings.REGISTRY, piece)
    const image = imageName(repository)
    await shell.run(pushImage(`${image}:${exact}`), { signal }).catch(error => {
      throw new Error(`${image}:${exact} n'a pas pu être envoyée au registre.\n${error.message}`, { cause: error })
    })
    digests[piece] = await digestSent(image, exact, shell)
    images[piece] = imageByDigest(repository, digests[piece])
  }
  for (const label of await labelled(labels, target, { registry })) {
    moved.push(label)
    await registry.tag(label.repository, digests[label.piece], label.label)
  }
  return images as Images
}

/** The digest under which this repository of the registry has what was sent to it. */
async function digestSent(image: string, label: string, shell: Shell): Promise<string> {
  const pretend = `${image}@sha256:${'0'.repeat(64)}`
  const known = await shell.run(digestsOf(`${image}:${label}`), { pretend })
  const own = known.split('\n').find(name => name.startsWith(`${image}@`))
  if (!own) throw new Error(`${image}:${label} vient d'être envoyée, et Docker n'en a pas l'empreinte.`)
  return own.slice(image.length + 1)
}

/** What these labels name at this moment, for both images. */
export async function labelled(labels: string[], { settings }: Target, { registry }: Pick<Tools, 'registry'>) {
  const found: Labelled[] = []
  for (const label of labels)
    for (const piece of pieces) {
      const repository = repositoryOf(settings.REGISTRY, piece).path
      found.push({ piece, repository, label, digest: await registry.digestOf(repository, label) })
    }
  return found
}

/** Lets labels name what they named before. */
export async function putBack(moved: Labelled[], { registry }: Pick<Tools, 'registry'>): Promise<void> {
  for (const { repository, label, digest } of moved)
    await (digest ? registry.tag(repository, digest, label) : registry.untag(repository, label))
}
