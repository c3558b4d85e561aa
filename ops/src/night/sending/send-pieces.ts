import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { type Backup, fileOf, MANIFEST } from '../../archive/backups.ts'
import { manifestText, withCopy } from '../../archive/copies.ts'
import { type BackupManifest, type BackupPiece, type SealedPiece, secretKinds } from '../../archive/manifest.ts'
import { readRemoteManifest } from '../../archive/remote-backups.ts'
import { arrivalFault, type PieceToSend, sendPiece } from '../../archive/stores/send-piece.ts'
import type { Store } from '../../archive/stores/store.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { fingerprintOf } from '../../tools/files.ts'
import type { Tools } from '../../tools/tools.ts'

type BackupCopy = BackupManifest['copies'][string]

/** How files get to a store: sealed or as they are, then read back there and compared. */
export type BackupDelivery = {
  piece(store: Store, sending: PieceToSend): Promise<SealedPiece>
  text(store: Store, sending: { key: string; text: string; signal: AbortSignal }): Promise<void>
}

export const delivery: BackupDelivery = {
  piece: sendPiece,
  async text(store, { key, text, signal }) {
    await store.put(key, Readable.from([Buffer.from(text)]), signal)
    const fault = await arrivalFault(store, { key, ...fingerprintOf(text) }, signal)
    if (fault)
      throw new Failure('damaged', fault, { hint: 'Recommencez ; si cela dure, ce stockage perd ce qu’on lui donne.' })
  },
}

/** For dry runs: says what would be sent where. */
export function dryDelivery(tell: (line: string) => void): BackupDelivery {
  return {
    async piece({ name }, { key }) {
      tell(`enverrait ${key} à ${name}`)
      return { key, bytes: 0, sha256: '' }
    },
    text: async ({ name }, { key }) => tell(`enverrait ${key} à ${name}`),
  }
}

type PiecesToSend = {
  target: Target
  tools: Pick<Tools, 'now'>
  delivery: BackupDelivery
  former: readonly Backup[]
  /** the pieces that have arrived; sending adds to it */
  arrived: Record<string, SealedPiece>
  signal: AbortSignal
}

/**
 * Sends the pieces of a backup, then its manifest, which makes it a backup there. An image that is there is not sent
 * again. No key is written twice: some destinations never change what has arrived.
 * @throws a Failure if a piece did not arrive whole
 */
export async function sendPieces(backup: Backup, store: Store, how: PiecesToSend): Promise<BackupCopy> {
  const { target, delivery, arrived, signal } = how
  const there = await copyThere(backup, store, signal)
  if (there) return there
  const { BACKUP_RECIPIENTS: recipients, BACKUP_SECRET_RECIPIENTS: secretRecipients } = target.settings
  for (const piece of backup.pieces) {
    const { name, sha256, bytes } = piece
    if (arrived[name]) continue
    const [file, key] = [fileOf(target.home, backup.folder, piece), await freeKey(store, placeOf(backup, piece))]
    const known = knownCopy(piece, { store: store.name, recipients, former: how.former })
    const own = secretRecipients.length && secretKinds.has(piece.kind) ? secretRecipients : recipients
    const plain = { sha256, bytes }
    arrived[name] = await delivery.piece(store, { file, key, recipients: own, plain, known, signal })
  }
  const provenAt = how.tools.now().toISOString()
  const copy = { sealed: arrived, recipients, ...(secretRecipients.length && { secretRecipients }), provenAt }
  // Not sealed: it contains no secret, and lists the pieces to fetch.
  const key = `${backup.environment}/${backup.name}/${MANIFEST}`
  await delivery.text(store, { key, text: manifestText(withCopy(backup, store.name, copy)), signal })
  return copy
}

/** Returns the copy that a former try finished before this server could note it; null if there is none. */
async function copyThere(backup: Backup, store: Store, signal: AbortSignal): Promise<BackupCopy | null> {
  const manifest = await readRemoteManifest(store, backup.environment, backup.name)
  const copy = manifest?.copies[store.name]
  if (!copy) return null
  for (const { name, sha256 } of backup.pieces) {
    const sealed = copy.sealed[name]
    const isSame = manifest.pieces.some(piece => piece.name === name && piece.sha256 === sha256)
    if (!isSame || !sealed || (await arrivalFault(store, sealed, signal))) return null
  }
  return copy
}

type ImageSearch = { store: string; recipients: readonly string[]; former: readonly Backup[] }

/** Returns the same image as a former backup sent it there, sealed for the same keys; null for pieces of other kinds. */
function knownCopy(
  { kind, name, sha256 }: BackupPiece,
  { store, recipients, former }: ImageSearch,
): SealedPiece | null {
  if (kind !== 'image') return null
  const keys = [...recipients].sort().join()
  for (const { pieces, copies } of former) {
    const copy = copies[store]
    const isSame = pieces.some(piece => piece.name === name && piece.sha256 === sha256)
    if (isSame && copy && copy.recipients.toSorted().join() === keys) return copy.sealed[name] ?? null
  }
  return null
}

/**
 * The key of a piece at a destination: below its backup, or beside all backups for an image. An image has a key for each
 * backup that sealed it, so that no backup replaces what another one sealed for its keys.
 */
function placeOf({ environment, name }: Backup, piece: BackupPiece): string {
  return piece.kind === 'image'
    ? piece.name.replace(/(\.tar\.gz)$/, `/${environment}-${name}$1`)
    : `${environment}/${name}/${piece.name}`
}

/** Returns this key, or the next free one: a try that broke off may have left the last. */
async function freeKey(store: Store, place: string): Promise<string> {
  const taken = new Set((await store.list(`${dirname(place)}/`)).map(({ key }) => key))
  for (let number = 1; ; number++) {
    const key = number === 1 ? `${place}.age` : `${place}.${number}.age`
    if (!taken.has(key)) return key
  }
}
