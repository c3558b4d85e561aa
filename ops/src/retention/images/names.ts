import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { HALF, MANIFEST } from '../../archive/backups.ts'
import { type BackupManifest, isBackupName, manifestShape, parseManifest } from '../../archive/manifest.ts'
import { NotThere, type Store } from '../../archive/stores/store.ts'
import { environments } from '../../environment/environment.ts'
import type { Home } from '../../environment/home.ts'
import { DamagedFile, orDamage } from '../../state/damaged-file.ts'
import { namesIn, readState } from '../../state/read-state.ts'

/** Which backups name an image, whichever environment they are of: by the image's file, `<digest>.tar.gz`. */
export type ImageNames = {
  by: Map<string, string[]>
  manifests: BackupManifest[]
  /** what does not say which images it names, a sentence in French each: as long as there is one, none is removed */
  doubts: string[]
}

const AT_ONCE = 4

/** The backups of all environments on this server, and those in the making that say what they name. */
export async function namesHere({ backups }: Home): Promise<ImageNames> {
  const folders = (await Promise.all([backups.daily, backups.weekly].map(place => foldersIn(dirname(place))))).flat()
  const read = folders.map(async folder => {
    const read = await orDamage(readState(join(folder, MANIFEST), { shape: manifestShape }))
    const manifest = read instanceof DamagedFile ? null : read
    return { manifest, doubt: manifest || folder.endsWith(HALF) ? null : `${folder} ne dit pas ce qu’elle nomme` }
  })
  return namesOf(await Promise.all(read))
}

/**
 * The backups of all environments that a destination has, but for those that this server knows: their manifests are not
 * fetched again.
 * @throws a Failure when the destination does not answer
 */
export async function namesAt(store: Store, { manifests }: ImageNames): Promise<ImageNames> {
  const sent = manifests.filter(({ copies }) => copies[store.name])
  const known = new Set(sent.map(({ environment, name }) => `${environment}/${name}/${MANIFEST}`))
  const keys: string[] = []
  for (const environment of environments)
    for (const { key } of await store.list(`${environment}/`))
      if (key.endsWith(`/${MANIFEST}`) && !known.has(key)) keys.push(key)
  const found: { manifest: BackupManifest | null; doubt: string | null }[] = []
  for (let at = 0; at < keys.length; at += AT_ONCE)
    found.push(...(await Promise.all(keys.slice(at, at + AT_ONCE).map(key => readOne(store, key)))))
  return namesOf(found)
}

async function readOne(store: Store, key: string) {
  const said = await store.get(key).then(text, (error: Error) => {
    // Removed since it was listed.
    if (error instanceof NotThere) return null
    throw error
  })
  const manifest = said === null ? null : parseManifest(said)
  return { manifest, doubt: said === null || manifest ? null : `${store.name}, ${key} ne dit pas ce qu’il nomme` }
}

function namesOf(found: readonly { manifest: BackupManifest | null; doubt: string | null }[]): ImageNames {
  const manifests = found.flatMap(({ manifest }) => manifest ?? [])
  const by = new Map<string, string[]>()
  for (const { environment, name, pieces } of manifests)
    for (const piece of pieces)
      if (piece.kind === 'image')
        by.set(basename(piece.name), [...(by.get(basename(piece.name)) ?? []), `${environment} ${name}`])
  return { by, manifests, doubts: found.flatMap(({ doubt }) => doubt ?? []) }
}

/** The folders of backups, whole or in the making, below those of their environments. */
async function foldersIn(place: string): Promise<string[]> {
  const inside = async (folder: string) => (await namesIn(folder)).map(name => join(folder, name))
  const found = (await Promise.all((await inside(place)).map(inside))).flat()
  return found.filter(folder => isBackupName(basename(folder, HALF)))
}
