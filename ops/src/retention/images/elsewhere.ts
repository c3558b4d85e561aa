import { aloneWithImages } from '../../archive/images-hold.ts'
import { RemovalDenied, type Store } from '../../archive/stores/store.ts'
import type { Home } from '../../environment/home.ts'
import { namesGoing, type RetentionSurvey, type RetentionVerdict } from '../policy.ts'
import { namesAt, namesHere } from './names.ts'
import { judgeImages } from './verdicts.ts'

const FOLDER = 'images/'
/** `images/<digest>/…`; formerly `images/<digest>.tar.gz.age` */
const fileOf = (key: string) => `${key.slice(FOLDER.length).split(/[./]/)[0]}.tar.gz`

/** Judges the images that a destination has. Looks only; one that does not answer is a remark. */
export async function judgeImagesElsewhere(store: Store, home: Home, now: Date): Promise<RetentionSurvey> {
  try {
    const here = await namesHere(home)
    const stored = await store.list(FOLDER)
    const there = await namesAt(store, here)
    const images = stored.map(({ key, at }) => ({ name: key, file: fileOf(key), at: new Date(at) }))
    return {
      verdicts: judgeImages(images, [here, there], now, { young: true }),
      remarks: [...here.doubts, ...there.doubts],
    }
  } catch (error) {
    return { verdicts: [], remarks: [(error as Error).message] }
  }
}

/**
 * Removes from a destination the images that are judged so, if still no backup names them once none is about to name
 * one.
 * @returns what could not be removed yet, and why, in French; a destination that is away or refuses fails nothing
 */
export async function pruneImagesElsewhere(
  store: Store,
  verdicts: readonly RetentionVerdict[],
  home: Home,
  now: Date,
  signal: AbortSignal,
): Promise<string[]> {
  const gone = new Set(namesGoing(verdicts))
  if (!gone.size) return []
  const left = await aloneWithImages(home, async () => {
    const failed: string[] = []
    for (const { keep, backup } of (await judgeImagesElsewhere(store, home, now)).verdicts) {
      signal.throwIfAborted()
      if (keep || !gone.has(backup.name)) continue
      await store.remove(backup.name).catch((error: Error) => {
        failed.push(error instanceof RemovalDenied ? `${backup.name} y reste : ${error.message}` : error.message)
      })
    }
    return failed
  })
  return left ?? ['les images y restent toutes : une sauvegarde est en cours']
}
