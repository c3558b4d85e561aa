import { aloneWithImages } from '../../archive/images-hold.ts'
import type { Home } from '../../environment/home.ts'
import { namesGoing, type RetentionSurvey, type RetentionVerdict } from '../policy.ts'

/** The images of one place, and what is said of those that stay there. */
export type ImagePlace = {
  home: Home
  judge(): Promise<RetentionSurvey>
  remove(name: string): Promise<unknown>
  /** why one could not be removed, in French */
  whyOne(name: string, error: Error): string
  /** why none was removed, in French */
  whyAll: string
}

/**
 * Removes the images that are judged so, if still no backup names them once none is about to name one.
 * @returns what could not be removed yet, and why, in French
 */
export async function pruneImages(
  verdicts: readonly RetentionVerdict[],
  { home, judge, remove, whyOne, whyAll }: ImagePlace,
  signal: AbortSignal,
): Promise<string[]> {
  const gone = new Set(namesGoing(verdicts))
  if (!gone.size) return []
  const left = await aloneWithImages(home, async () => {
    const failed: string[] = []
    for (const { keep, backup } of (await judge()).verdicts) {
      signal.throwIfAborted()
      if (keep || !gone.has(backup.name)) continue
      await remove(backup.name).catch((error: Error) => failed.push(whyOne(backup.name, error)))
    }
    return failed
  })
  return left ?? [whyAll]
}
