import { pullRelease } from '../../release/activate.ts'
import type { Release } from '../../release/release.ts'
import type { Tools } from '../../tools/tools.ts'
import type { RollbackPoint } from './versions.ts'

/** A rollback point with the release that served when it was made, as its `versions.json` says. */
export type PointWithRelease = RollbackPoint & { release: Release; backend: string; frontend: string }

export function hasRelease(point: RollbackPoint): point is PointWithRelease {
  return Boolean(point.release && point.backend && point.frontend)
}

/**
 * Fetches the images of the release of a rollback point: from the release's own repository, or else from the repository of
 * backups, where its `backup-*` tags keep them.
 * @returns the release with the images that were found
 */
export async function pullKept(
  { release, backend, frontend }: PointWithRelease,
  tools: Pick<Tools, 'shell'>,
  signal: AbortSignal,
): Promise<Release> {
  const kept = { ...release, images: { backend, frontend } }
  return pullRelease(release, tools, signal).then(
    () => release,
    () => pullRelease(kept, tools, signal).then(() => kept),
  )
}
