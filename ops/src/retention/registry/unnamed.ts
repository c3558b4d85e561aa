import type { Target } from '../../environment/target.ts'
import { backupRepositoryOf, repositoryOf } from '../../release/image-names.ts'
import { pieces } from '../../release/release.ts'
import type { Tools } from '../../tools/tools.ts'
import { type OwnRegistry, wouldCollect } from './own-registry.ts'

/** An image that no tag of its repository names. */
export type UnnamedImage = { repository: string; digest: string }

/**
 * The images of this project that no tag, no image with a tag and no environment of this server names. The registry
 * itself says what has no tag; parts of an index have none either, and are no waste.
 * @param needed digests that an environment of this server may ask for
 */
export async function findUnnamed(
  own: OwnRegistry,
  needed: ReadonlySet<string>,
  { settings }: Pick<Target, 'settings'>,
  { shell, registry }: Pick<Tools, 'shell' | 'registry'>,
): Promise<UnnamedImage[]> {
  const { untagged, named } = readCollection(await shell.read(wouldCollect(own)))
  const ours = new Set(
    pieces.flatMap(piece => [repositoryOf, backupRepositoryOf].map(of => of(settings.REGISTRY, piece).path)),
  )
  const kept = new Set([...named, ...needed])
  for (const { repository, digest } of untagged)
    if (needed.has(digest)) for (const part of await registry.partsOf(repository, digest)) kept.add(part)
  return untagged.filter(({ repository, digest }) => ours.has(repository) && !kept.has(digest))
}

/**
 * What `registry garbage-collect --dry-run` says: the manifests of each repository that no tag names, and everything that
 * the others name.
 */
export function readCollection(said: string): { untagged: UnnamedImage[]; named: Set<string> } {
  const untagged: UnnamedImage[] = []
  const named = new Set<string>()
  let repository = ''
  for (const line of said.split('\n')) {
    const [, digest] = /^manifest eligible for deletion: (sha256:[\da-f]{64})/.exec(line) ?? []
    const [, marked] = /: marking (?:manifest|blob) (sha256:[\da-f]{64})/.exec(line) ?? []
    if (digest) untagged.push({ repository, digest })
    else if (marked) named.add(marked)
    else if (/^[a-z\d][a-z\d._/-]*$/.test(line.trim())) repository = line.trim()
  }
  return { untagged, named }
}
