import { Readable } from 'node:stream'
import type { Target } from '../../../environment/target.ts'
import { fingerprintOf } from '../../../tools/files.ts'
import type { Tools } from '../../../tools/tools.ts'
import { arrivalFault, type Sending, sendPiece } from '../../stores/send-piece.ts'
import type { Store } from '../../stores/store.ts'
import { type Backup, fileOf, MANIFEST } from '../backups.ts'
import { manifestText, withCopy } from '../copies.ts'
import type { Manifest, Piece, Sealed } from '../manifest.ts'

/** How things get to a store: sealed or as they are, read back there and compared. */
export type Delivery = {
  piece(store: Store, sending: Sending): Promise<Sealed>
  text(store: Store, sending: { key: string; text: string; signal: AbortSignal }): Promise<void>
}

export const delivery: Delivery = {
  piece: sendPiece,
  async text(store, { key, text, signal }) {
    await store.put(key, Readable.from([Buffer.from(text)]), signal)
    const fault = await arrivalFault(store, { key, ...fingerprintOf(text) }, signal)
    if (fault) throw new Error(fault)
  },
}

/** For dry runs: tells what would be sent where. */
export function dryDelivery(tell: (line: string) => void): Delivery {
  return {
    async piece({ name }, { key }) {
      tell(`enverrait ${key} à ${name}`)
      return { key, bytes: 0, sha256: '' }
    },
    text: async ({ name }, { key }) => tell(`enverrait ${key} à ${name}`),
  }
}

type How = {
  target: Target
  tools: Pick<Tools, 'now'>
  delivery: Delivery
  former: readonly Backup[]
  /** what is there already, which this adds to */
  arrived: Record<string, Sealed>
  signal: AbortSignal
}

/**
 * Sends the pieces of a backup, then its manifest, which makes it one there. An image that is there is not sent again.
 * @throws an Error in French when one did not arrive whole
 */
export async function sendPieces(backup: Backup, store: Store, how: How): Promise<Manifest['copies'][string]> {
  const { target, delivery, arrived, signal } = how
  const recipients = target.settings.BACKUP_RECIPIENTS
  for (const piece of backup.pieces) {
    const { name, sha256, bytes } = piece
    const [file, key] = [fileOf(target.home, backup.folder, piece), keyOf(backup, piece)]
    const known = knownCopy(piece, { store: store.name, recipients, former: how.former })
    arrived[name] ??= await delivery.piece(store, { file, key, recipients, plain: { sha256, bytes }, known, signal })
  }
  const copy = { sealed: arrived, recipients, provenAt: how.tools.now().toISOString() }
  // Not sealed: it names no secret, and says which pieces to fetch.
  const key = `${backup.environment}/${backup.name}/${MANIFEST}`
  await delivery.text(store, { key, text: manifestText(withCopy(backup, store.name, copy)), signal })
  return copy
}

type Sought = { store: string; recipients: readonly string[]; former: readonly Backup[] }

/** What a former backup left of the same image there, sealed for the same keys; null for what each backup has of its own. */
function knownCopy({ kind, name, sha256 }: Piece, { store, recipients, former }: Sought): Sealed | null {
  if (kind !== 'image') return null
  const keys = [...recipients].sort().join()
  for (const { pieces, copies } of former) {
    const copy = copies[store]
    const isSame = pieces.some(piece => piece.name === name && piece.sha256 === sha256)
    if (isSame && copy && copy.recipients.toSorted().join() === keys) return copy.sealed[name] ?? null
  }
  return null
}

/** Under which key a destination has a piece: images beside all backups, the rest with its backup. */
export function keyOf({ environment, name }: Pick<Manifest, 'environment' | 'name'>, piece: Piece): string {
  return piece.kind === 'image' ? `${piece.name}.age` : `${environment}/${name}/${piece.name}.age`
}
