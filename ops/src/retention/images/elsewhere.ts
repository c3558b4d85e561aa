import { RemovalDenied, type Store } from '../../archive/stores/store.ts'
import type { Home } from '../../environment/home.ts'
import type { RetentionSurvey, RetentionVerdict } from '../policy.ts'
import { namesAt, namesHere } from './names.ts'
import { type ImagePlace, pruneImages } from './prune-images.ts'
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
 * Removes the images of a destination that are judged so, as {@link pruneImages} does. One that is away or refuses fails
 * nothing.
 */
export async function pruneImagesElsewhere(
  store: Store,
  verdicts: readonly RetentionVerdict[],
  home: Home,
  now: Date,
  signal: AbortSignal,
): Promise<string[]> {
  const place: ImagePlace = {
    home,
    judge: () => judgeImagesElsewhere(store, home, now),
    remove: name => store.remove(name),
    whyOne: (name, error) => (error instanceof RemovalDenied ? `${name} y reste : ${error.message}` : error.message),
    whyAll: 'les images y restent toutes : une sauvegarde est en cours',
  }
  return pruneImages(verdicts, place, signal)
}
