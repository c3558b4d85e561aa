import { mkdirSync } from 'node:fs'
import type { Home } from '../environment/home.ts'
import { Failure } from '../failure.ts'
import { holdLock } from '../procedure/lock.ts'
import { waitUntil } from '../time/wait-until.ts'
import { isThere } from '../tools/files.ts'
import type { Tools } from '../tools/tools.ts'

/** Keeps images from being removed, here and elsewhere, between the look at them and the manifest that names them. */
type ImagesHold = {
  /** waits for whoever is removing some; once it is held, asking again changes nothing */
  take(signal: AbortSignal): Promise<void>
  giveBack(): Promise<void>
}

const PATIENCE_MS = 30 * 60_000
const LOOK_AGAIN_MS = 500

/**
 * Images are shared by the backups of all environments, each of which has a lock of its own: so whoever is about to name
 * some holds this one together with others of his kind, and whoever removes some holds it alone.
 */
export function holdImages({ backups }: Home, { files }: Pick<Tools, 'files'>): ImagesHold {
  let held: (() => Promise<void>) | null = null
  return {
    async take(signal) {
      if (held) return
      await files.makeFolder(backups.images, 0o700)
      // Where a dry run has made no folder there is nothing that anybody could remove.
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

/** Does something while nobody is about to name an image. @returns null, and it was not done, when somebody is */
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
