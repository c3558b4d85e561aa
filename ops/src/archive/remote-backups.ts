import { text } from 'node:stream/consumers'
import type { Environment } from '../environment/environment.ts'
import { type Backup, MANIFEST } from './backups.ts'
import { type BackupManifest, foreignWords, isBackupName, parseManifest } from './manifest.ts'
import { NotThere, type Store, type StoredObject } from './stores/store.ts'

/**
 * A backup as one destination has it. Whole: its manifest is there, and everything that it names, in its size. `foreign`: of
 * which other environment it says it is.
 */
export type RemoteBackup = { name: string; store: string; bytes: number } & (
  | { whole: true; manifest: BackupManifest }
  | { whole: false; why: string; foreign?: Environment }
)

/** How many manifests are fetched at the same time. */
const AT_ONCE = 4

/**
 * What a destination has of an environment, the newest first. Manifests that this server knows are not fetched again.
 * @param known the backups of this server
 * @throws a Failure when the destination does not answer
 */
export async function listRemote(
  store: Store,
  environment: Environment,
  known: readonly Backup[] = [],
): Promise<RemoteBackup[]> {
  const [own, images] = [await store.list(`${environment}/`), await store.list('images/')]
  const there = new Map([...own, ...images].map(stored => [stored.key, stored]))
  const names = [...new Set(own.map(({ key }) => key.split('/')[1] ?? ''))].filter(isBackupName).sort().reverse()
  const found: RemoteBackup[] = []
  for (let at = 0; at < names.length; at += AT_ONCE)
    found.push(
      ...(await Promise.all(
        names.slice(at, at + AT_ONCE).map(async name => {
          const local = known.find(backup => backup.name === name && backup.copies[store.name])
          const manifest = local ?? (await readRemoteManifest(store, environment, name, there))
          return judged({ name, store: store.name }, manifest, there, environment)
        }),
      )),
    )
  return found
}

/** The manifest that a destination has; null when it has none, or one that cannot be read. */
export async function readRemoteManifest(
  store: Store,
  environment: Environment,
  name: string,
  there?: ReadonlyMap<string, StoredObject>,
): Promise<BackupManifest | null> {
  const key = `${environment}/${name}/${MANIFEST}`
  if (there && !there.has(key)) return null
  return store.get(key).then(
    async from => parseManifest(await text(from)),
    error => {
      if (error instanceof NotThere) return null
      throw error
    },
  )
}

function judged(
  named: { name: string; store: string },
  manifest: BackupManifest | null,
  there: ReadonlyMap<string, StoredObject>,
  own: Environment,
): RemoteBackup {
  const sealed = Object.values(manifest?.copies[named.store]?.sealed ?? {})
  const bytes = sealed.reduce((sum, { key }) => sum + (there.get(key)?.bytes ?? 0), 0)
  if (!manifest) return { ...named, bytes, whole: false, why: 'son manifeste manque : elle n’est pas arrivée entière' }
  if (manifest.environment !== own) {
    const foreign = { name: named.name, environment: manifest.environment }
    return { ...named, bytes, whole: false, why: foreignWords(foreign, own), foreign: manifest.environment }
  }
  if (!there.has(`${own}/${named.name}/${MANIFEST}`))
    return { ...named, bytes, whole: false, why: 'son manifeste manque' }
  const missing = manifest.pieces.filter(({ name }) => !manifest.copies[named.store]?.sealed[name])
  const faults = [
    ...missing.map(({ name }) => `${name} n’est pas dans son manifeste`),
    ...sealed.flatMap(({ key, bytes }) => sizeFault(key, bytes, there.get(key))),
  ]
  return faults.length
    ? { ...named, bytes, whole: false, why: faults.join(', ') }
    : { ...named, bytes, whole: true, manifest }
}

function sizeFault(key: string, bytes: number, found: StoredObject | undefined): string[] {
  if (!found) return [`${key} manque`]
  return found.bytes === bytes ? [] : [`${key} a ${found.bytes} octets au lieu de ${bytes}`]
}
