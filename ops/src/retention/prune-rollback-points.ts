import { discardHalves, folderOf } from '../archive/rollback-points/points.ts'
import type { Target } from '../environment/target.ts'
import type { Tools } from '../tools/tools.ts'
import type { RetentionVerdict } from './policy.ts'

/**
 * Removes the rollback points that are judged so. A point exists while its folder bears its name. Removing renames it
 * first, then deletes its files and its tags: what a killed run leaves is no point, and the next run removes it. Of
 * images only tags are removed: what another tag names stays.
 * @returns what could not be removed yet, and why, in French
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
