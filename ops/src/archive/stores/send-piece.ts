import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { Failure } from '../../failure.ts'
import type { Fingerprint } from '../../tools/files.ts'
import type { SealedPiece } from '../manifest.ts'
import { seal } from './seal.ts'
import { fingerprintOfStored, NotThere, type Store } from './store.ts'

export type PieceToSend = {
  file: string
  key: string
  /** public keys, each of which opens it alone */
  recipients: readonly string[]
  /** what the file was when it was made */
  plain?: Fingerprint
  /** what a former run left there: when it is there still, as a whole, it is not sent again */
  known?: SealedPiece | null
  signal?: AbortSignal
}

/**
 * Seals a file, sends it, reads it back from its first to its last byte and compares: no store refuses what arrived
 * damaged. Nothing of it is written to the disk here.
 * @returns the piece as it is there now
 * @throws a Failure when it did not arrive whole, or when the file is not what it was
 */
export async function sendPiece(store: Store, sending: PieceToSend): Promise<SealedPiece> {
  const { key, known, signal } = sending
  if (known && !(await arrivalFault(store, known, signal))) {
    await store.hold(known.key)
    return known
  }
  const arrived = { key, ...(await sendSealed(store, sending)) }
  const fault = await arrivalFault(store, arrived, signal)
  if (fault)
    throw new Failure('damaged', fault, { hint: 'Recommencez ; si cela dure, ce stockage perd ce qu’on lui donne.' })
  return arrived
}

async function sendSealed(store: Store, { file, key, recipients, plain, signal }: PieceToSend): Promise<Fingerprint> {
  const [read, sent] = [counted(), counted()]
  const source = createReadStream(file, { highWaterMark: 1 << 18 })
  try {
    const sealed = await seal(through(source, read), recipients)
    await store.put(key, through(sealed, sent), signal)
  } finally {
    source.destroy()
  }
  if (plain && fingerprintOf(read).sha256 !== plain.sha256)
    throw new Failure(
      'changed-meanwhile',
      `${basename(file)} n’est plus le fichier qui fut fait : il a changé ici même.`,
      { hint: 'Le disque des sauvegardes est suspect (dmesg, smartctl) ; la nuit suivante en fait une autre.' },
    )
  return fingerprintOf(sent)
}

/** Reads all of a piece back. @returns what is wrong with it, in French; null if it is what was sent */
export async function arrivalFault(
  store: Store,
  { key, ...sent }: SealedPiece,
  signal?: AbortSignal,
): Promise<string | null> {
  const found = await fingerprintOfStored(store, key, signal).catch(error => {
    if (error instanceof NotThere) return error.message
    throw error
  })
  if (typeof found === 'string') return found
  if (found.bytes !== sent.bytes) return `${store.name}, ${key} : ${found.bytes} octets au lieu de ${sent.bytes}.`
  if (found.sha256 !== sent.sha256) return `${store.name}, ${key} : le contenu n’est pas celui qui fut envoyé.`
  return null
}

type ByteCount = { hash: Hash; bytes: number }
const counted = (): ByteCount => ({ hash: createHash('sha256'), bytes: 0 })
const fingerprintOf = ({ hash, bytes }: ByteCount): Fingerprint => ({ bytes, sha256: hash.copy().digest('hex') })

/** The same stream, counted and hashed on its way. */
function through(from: Readable, count: ByteCount): Readable {
  const chunks = (async function* () {
    for await (const chunk of from) {
      count.hash.update(chunk)
      count.bytes += chunk.length
      yield chunk
    }
  })()
  return Readable.from(chunks, { objectMode: false })
}
