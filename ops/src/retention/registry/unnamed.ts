import type { Target } from '../../environment/target.ts'
import { backupRepositoryOf, repositoryOf } from '../../release/image-names.ts'
import { pieces } from '../../release/release.ts'
import type { Tools } from '../../tools/tools.ts'
import { type OwnRegistry, pushedSince, wouldCollect } from './own-registry.ts'

/** An image that no tag of its repository names. */
export type UnnamedImage = { repository: string; digest: string }

/** A push writes the parts of an image first and its tag last: in between, nothing tells it from waste but its age. */
const PUSH_MINUTES = 60

/**
 * The images of this project that no tag, no image with a tag and no environment of this server names, and that were
 * pushed more than an hour ago. The registry itself says what has no tag; parts of an index have none either, and are no
 * waste.
 * @param needed digests that an environment of this server may ask for
 */
export async function findUnnamed(
  own: OwnRegistry,
  needed: ReadonlySet<string>,
  { settings }: Pick<Target, 'settings'>,
  { shell, registry }: Pick<Tools, 'shell' | 'registry'>,
): Promise<UnnamedImage[]> {
  const { untagged, named } = readCollection(await shell.read(wouldCollect(own)))
  // Asked after: a push that ends in between is younger still.
  const pushed = readPushed(await shell.read(pushedSince(own, PUSH_MINUTES)))
  const ours = new Set(
    pieces.flatMap(piece => [repositoryOf, backupRepositoryOf].map(of => of(settings.REGISTRY, piece).path)),
  )
  const kept = new Set([...named, ...needed, ...pushed])
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

/** The digests of the manifests whose files {@link pushedSince} lists. */
function readPushed(listed: string): string[] {
  return [...listed.matchAll(/\/sha256\/([\da-f]{64})\/link$/gm)].map(([, hex]) => `sha256:${hex}`)
}
