import { discardHalves, folderOf } from '../archive/rollback-points/points.ts'
import type { Target } from '../environment/target.ts'
import type { Tools } from '../tools/tools.ts'
import type { RetentionVerdict } from './policy.ts'

/**
 * Takes away the rollback points that are judged so. A point is one as long as its folder has its name: it loses it at
 * once, then its files and its tags go. Killed in between, what is left is no point, and the next run takes it away. Of
 * images, tags alone are removed: what another tag names stays.
 * @returns what could not be taken away yet, and why, in French
 */
export async function pruneRollbackPoints(
  verdicts: RetentionVerdict[],
  target: Target,
  tools: Pick<Tools, 'files' | 'registry'>,
  signal: AbortSignal,
): Promise<string[]> {
  for (const { backup, keep } of verdicts.toReversed()) {
    if (keep) continue
    signal.throwIfAborted()
    const { whole, half } = folderOf(target.home, backup.name)
    await tools.files.move(whole, half)
  }
  return discardHalves(target, tools)
}
