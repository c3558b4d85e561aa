import type { Backup } from '../../archive/backups.ts'
import { noteCopy } from '../../archive/copies.ts'
import type { Store } from '../../archive/stores/store.ts'
import type { Target } from '../../environment/target.ts'
import type { Step } from '../../procedure/procedure.ts'
import type { Tools } from '../../tools/tools.ts'
import { type BackupDelivery, sendPieces } from './send-pieces.ts'

type CatchUp = {
  target: Target
  tools: Pick<Tools, 'files' | 'now'>
  delivery: BackupDelivery
  /** the backups before tonight's, the newest first */
  former: readonly Backup[]
}

/** The most that one night catches up with: tonight's backup has arrived, and the night is short. */
const AT_MOST = 3

/**
 * Sends the backups that a destination has missed because it was away, or is new. What does not arrive now is sent the
 * next night; that fails nothing, since these nights were reported when they were missed.
 */
export async function catchUp(step: Step, store: Store, tonight: Backup, catching: CatchUp): Promise<void> {
  const missed = catching.former.filter(({ copies }) => !copies[store.name]).slice(0, AT_MOST)
  for (const backup of missed)
    await step(['3.1/AC', '3.1/AG', '3.1/AJ'], `Rattraper ${backup.name} chez ${store.name}`, async at => {
      try {
        const copy = await sendPieces(backup, store, {
          ...catching,
          former: [tonight, ...catching.former],
          arrived: {},
          signal: at.signal,
        })
        await noteCopy(backup, store.name, copy, catching)
      } catch (error) {
        at.signal.throwIfAborted()
        at.tell(`pas arrivée : ${(error as Error).message}`)
      }
    })
}
