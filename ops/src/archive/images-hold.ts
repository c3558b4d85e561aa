import { mkdirSync } from 'node:fs'
import type { Home } from '../environment/home.ts'
import { Failure } from '../failure.ts'
import { holdLock } from '../procedure/lock.ts'
import { waitUntil } from '../time/wait-until.ts'
import { isThere } from '../tools/files.ts'
import type { Tools } from '../tools/tools.ts'

/** Keeps images from being removed, here and far away, between the look at them and the manifest that names them. */
type ImagesHold = {
  /** waits for a removal that is at work; while it is held, taking it again changes nothing */
  take(signal: AbortSignal): Promise<void>
  giveBack(): Promise<void>
}

const PATIENCE_MS = 30 * 60_000
const LOOK_AGAIN_MS = 500

/**
 * Holds the images that the backups of all environments share. Each environment has a lock of its own, so this one keeps
 * them apart: any number of backups may hold it together, and a removal holds it alone.
 */
export function holdImages({ backups }: Home, { files }: Pick<Tools, 'files'>): ImagesHold {
  let held: (() => Promise<void>) | null = null
  return {
    async take(signal) {
      if (held) return
      await files.makeFolder(backups.images, 0o700)
      // After a dry run the folder may not exist: then there is nothing to remove.
      if (!(await isThere(backups.images))) return
      const hold = () => holdLock(backups.images, { shared: true })
      held = await waitUntil(hold, { everyMs: LOOK_AGAIN_MS, withinMs: PATIENCE_MS, signal })
      if (!held) {
        const hint = 'tiptop runs list montre par qui.'
        throw new Failure('locked', 'Des images sont en train d’être retirées depuis une demi-heure.', { hint })
      }
    },
    async giveBack() {
      await held?.()
      held = null
    },
  }
}

/** Runs a part of a backup during which it may take the hold; gives it back whatever happens. */
export async function whileImagesAreHeld<T>(
  home: Home,
  tools: Pick<Tools, 'files'>,
  act: (keepImages: ImagesHold['take']) => Promise<T>,
): Promise<T> {
  const hold = holdImages(home, tools)
  try {
    return await act(hold.take)
  } finally {
    await hold.giveBack()
  }
}

/** Runs a removal while no backup is about to name an image. @returns null, without running it, if one is */
export async function aloneWithImages<T>({ backups }: Home, act: () => Promise<T>): Promise<T | null> {
  mkdirSync(backups.images, { recursive: true, mode: 0o700 })
  const giveBack = await holdLock(backups.images)
  if (!giveBack) return null
  try {
    return await act()
  } finally {
    await giveBack()
  }
}
