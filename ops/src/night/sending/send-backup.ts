import type { Backup } from '../../archive/backups.ts'
import { noteCopy } from '../../archive/copies.ts'
import type { BackupManifest, SealedPiece } from '../../archive/manifest.ts'
import type { Store } from '../../archive/stores/store.ts'
import type { Target } from '../../environment/target.ts'
import type { Step } from '../../procedure/procedure.ts'
import { rest } from '../../time/wait-until.ts'
import { inBytes } from '../../tools/free-space.ts'
import type { Tools } from '../../tools/tools.ts'
import type { SendAlert } from '../making.ts'
import { catchUp } from './catch-up.ts'
import { type BackupDelivery, sendPieces } from './send-pieces.ts'

type BackupSending = {
  target: Target
  tools: Pick<Tools, 'files' | 'now'>
  stores: readonly Store[]
  delivery: BackupDelivery
  /** the backups before this one, the newest first */
  former: readonly Backup[]
  alert: SendAlert
  /** the pauses between the tries of one destination */
  pausesMs: readonly number[]
}

export type MissedStore = { store: string; why: string }

/** What sending has come to: the backup with the copies that its manifest lists now, and where it did not arrive. */
export type SentBackup = { backup: Backup; missed: MissedStore[] }

/**
 * Sends a backup to every destination, one after the other: 3.1/AC to 3.1/AJ. A destination that does not answer does not
 * keep the others from having it. What arrived is read back before it is noted; what did not arrive is reported, and sent
 * again.
 */
export async function sendBackup(step: Step, backup: Backup, sending: BackupSending): Promise<SentBackup> {
  if (!sending.stores.length)
    await step('3.1/AD', 'Choisir les destinations', ({ tell }) =>
      tell('aucune destination n’est réglée : la sauvegarde reste sur ce serveur'),
    )
  const missed: MissedStore[] = []
  let sent = backup
  for (const store of sending.stores) {
    const copy = await sendTo(step, sent, store, sending)
    if (!copy.arrived) {
      missed.push({ store: store.name, why: copy.why })
      continue
    }
    sent = await step('3.1/AJ', `Noter la copie chez ${store.name}`, () => noteCopy(sent, store.name, copy, sending))
    await catchUp(step, store, sent, sending)
  }
  return { backup: sent, missed }
}

type CopyArrival = ({ arrived: true } & BackupManifest['copies'][string]) | { arrived: false; why: string }

async function sendTo(step: Step, backup: Backup, store: Store, sending: BackupSending): Promise<CopyArrival> {
  // A piece that arrived whole at a former try is not sent again.
  const arrived: Record<string, SealedPiece> = {}
  const nodes = ['3.1/AC', '3.1/AD', store.kind === 'storage' ? '3.1/AE' : '3.1/AF', '3.1/AG', '3.1/AH'] as const
  const tries = sending.pausesMs.length + 1
  for (let attempt = 1; ; attempt++) {
    const again = attempt > 1 ? ` (essai ${attempt} sur ${tries})` : ''
    const copy = await step(nodes, `Chiffrer, envoyer à ${store.name} et relire${again}`, async ({ tell, signal }) => {
      const copying = sendPieces(backup, store, { ...sending, arrived, signal })
      const found = await copying.then(
        (copy): CopyArrival => ({ arrived: true, ...copy }),
        (error: Error): CopyArrival => ({ arrived: false, why: error.message }),
      )
      signal.throwIfAborted()
      tell(found.arrived ? `${inBytes(bytesOf(found.sealed))}, relus` : `incomplet : ${found.why}`)
      return found
    })
    const wait = sending.pausesMs[attempt - 1]
    if (copy.arrived || wait === undefined) return copy
    await step('3.1/AI', 'Alerter, puis réessayer', async ({ tell, signal }) => {
      const subject = `l'envoi de la sauvegarde à ${store.name} est incomplet, il est refait`
      const unsent = await sending.alert(subject, copy.why)
      if (unsent.length) tell(unsent.join(' ; '))
      await rest(wait, signal)
    })
  }
}

function bytesOf(sealed: Record<string, SealedPiece>): number {
  return Object.values(sealed).reduce((sum, { bytes }) => sum + bytes, 0)
}
