import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { folderOf } from '../src/archive/backups.ts'
import { manifestText } from '../src/archive/copies.ts'
import type { BackupManifest } from '../src/archive/manifest.ts'
import { NotThere, type Store } from '../src/archive/stores/store.ts'
import type { Home } from '../src/environment/home.ts'
import { stampOf } from '../src/time/stamp.ts'
import { fingerprintOf } from '../src/tools/files.ts'

/** `20261123-020000` for `2026-11-23`. */
export const nightOf = (day: string) => stampOf(new Date(`${day}T02:00:00Z`))

/** The name of an image made of one letter: `aaaa….tar.gz`. */
export const imageOf = (letter: string) => `${letter.repeat(64)}.tar.gz`

/** The manifest of a backup with a database of a few bytes, images, and copies in these stores. */
export function manifestOf(
  { environment }: Home,
  name: string,
  stores: readonly Pick<Store, 'name'>[] = [],
  images: readonly string[] = [],
): BackupManifest {
  const at = name.replace(/^(....)(..)(..)-(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6.000Z')
  const sealed = { 'database.dump': { key: `${environment}/${name}/database.dump.age`, ...fingerprintOf(name) } }
  return {
    version: 1,
    name,
    environment,
    startedAt: at,
    madeAt: at,
    release: null,
    pieces: [
      { name: 'database.dump', kind: 'database', ...fingerprintOf(name) },
      ...images.map(letter => ({
        name: `images/${imageOf(letter)}`,
        kind: 'image' as const,
        ...fingerprintOf(letter),
      })),
    ],
    database: { schema: null, snapshotAt: at, tables: {}, proof: { provenAt: at, by: 'restore', restoreMs: 1 } },
    copies: Object.fromEntries(stores.map(store => [store.name, { sealed, recipients: [], provenAt: at }])),
  }
}

/** Lays such a backup on this server. */
export async function layNight(
  home: Home,
  name: string,
  stores: readonly Pick<Store, 'name'>[] = [],
  images: readonly string[] = [],
): Promise<void> {
  const { whole: folder } = folderOf(home, name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'database.dump'), name)
  await writeFile(join(folder, 'manifest.json'), manifestText(manifestOf(home, name, stores, images)))
}

/** Lays images beside the backups of this server. */
export async function layImages(home: Home, letters: readonly string[]): Promise<void> {
  await mkdir(home.backups.images, { recursive: true })
  for (const letter of letters) await writeFile(join(home.backups.images, imageOf(letter)), letter)
}

/** Lays one in a store. */
export async function layCopy(store: Store, home: Home, name: string, images: readonly string[] = []): Promise<void> {
  const put = (key: string, text: string) => store.put(`${home.environment}/${name}/${key}`, Readable.from([text]))
  await put('database.dump.age', name)
  await put('manifest.json', manifestText(manifestOf(home, name, [store], images)))
}

/** A store that is a folder. */
export function folderStore(root: string, name = 's3:coffre'): Store {
  const place = (key: string) => join(root, key)
  return {
    name,
    kind: 'storage',
    async put(key, from) {
      await mkdir(dirname(place(key)), { recursive: true })
      await writeFile(place(key), from)
    },
    async get(key) {
      await stat(place(key)).catch(() => Promise.reject(new NotThere(`${key} n’est pas dans ${name}.`)))
      return createReadStream(place(key))
    },
    async list(prefix) {
      const found = await readdir(place(prefix), { recursive: true, withFileTypes: true }).catch(() => [])
      const files = found.filter(entry => entry.isFile())
      const keys = files.map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
      return Promise.all(keys.map(async key => ({ key, bytes: (await stat(place(key))).size, at: '' })))
    },
    remove: key => rm(place(key)),
    hold: async () => {},
  }
}
