import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../../failure.ts'
import type { Fingerprint } from '../../tools/files.ts'

/** An object in a store. */
export type StoredObject = { key: string; bytes: number; at: string }

/**
 * A place outside of this server that keeps what it is sent. Every method throws a Failure that says which
 * store it was and why; nothing that it is asked to keep is ever readable there without a key.
 */
export type Store = {
  /** `s3:<bucket>` or `rclone:<remote>:<path>`: what manifests call it */
  name: string
  /** storage of objects, S3 or Google's; or another server, which keeps files */
  kind: 'storage' | 'server'
  /** takes all of a stream, whatever its length; replaces what is there under this key, where that is allowed */
  put(key: string, from: Readable, signal?: AbortSignal): Promise<void>
  /** a stream that fails when what it gave was not everything; throws {@link NotThere} at once when there is nothing */
  get(key: string, signal?: AbortSignal): Promise<Readable>
  /** the objects under this prefix, which ends with a slash */
  list(prefix: string): Promise<StoredObject[]>
  /** throws {@link RemovalDenied} where these credentials may not: then it goes when the store's own rules let it go */
  remove(key: string): Promise<void>
  /** restarts the time for which it is locked, if the store has locks */
  hold(key: string): Promise<void>
}

/** For dry runs: looks, and says what it would change. */
export function dryStore(store: Store, tell: (line: string) => void): Store {
  return {
    ...store,
    put: async key => tell(`enverrait ${key} à ${store.name}`),
    remove: async key => tell(`supprimerait ${key} de ${store.name}`),
    hold: async key => tell(`prolongerait le verrou de ${key} chez ${store.name}`),
  }
}

/** There is nothing under this key. */
export class NotThere extends Failure {
  constructor(said: string) {
    super('not-there', said, { hint: null })
  }
}

/** The store keeps this for as long as it has decided to: there is nothing to repair. */
export class RemovalDenied extends Failure {
  constructor(said: string) {
    super('refused', said, { hint: null })
  }
}

/** Reads something from its first to its last byte. */
export async function fingerprintOfStored(store: Store, key: string, signal?: AbortSignal): Promise<Fingerprint> {
  const hash = createHash('sha256')
  let bytes = 0
  const from = await store.get(key, signal)
  await pipeline(
    from,
    async chunks => {
      for await (const chunk of chunks) {
        hash.update(chunk)
        bytes += chunk.length
      }
    },
    { ...(signal && { signal }) },
  )
  return { sha256: hash.digest('hex'), bytes }
}
