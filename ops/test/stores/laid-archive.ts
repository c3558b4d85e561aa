import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { NotThere, type Store, type StoredObject } from '../../src/archive/stores/store.ts'

/**
 * A repository that pgBackRest 2.45 made of a cluster of PostgreSQL 15: a base backup, and three segments after it with an
 * insert each. Its files in base 64, by their keys.
 */
const LAID = join(import.meta.dirname, 'pgbackrest-repository.json')

/** What is in {@link LAID}. `lastInsertAt`: when the last transaction ended, by the database itself. */
export const laid = {
  lastInsertAt: new Date('2026-12-01T00:15:41.792Z'),
  baseAt: new Date('2026-12-01T00:15:40.999Z'),
  arrivedAt: '2026-12-01T00:15:42.000Z',
  segment: (number: number) => `00000001000000000000000${number}`,
}

/** That repository as storage has it, with its passphrase. `files` may be changed. */
export async function openLaidArchive() {
  const { passphrase, files: texts }: { passphrase: string; files: Record<string, string> } = JSON.parse(
    await readFile(LAID, 'utf8'),
  )
  const files = new Map<string, Buffer>(Object.entries(texts).map(([key, text]) => [key, Buffer.from(text, 'base64')]))
  const objects = (): StoredObject[] =>
    [...files].map(([key, { length }]) => ({ key, bytes: length, at: laid.arrivedAt }))
  const store: Pick<Store, 'get' | 'list'> = {
    async get(key) {
      const content = files.get(key)
      if (!content) throw new NotThere(`${key} n’est pas dans s3:coffre.`)
      return Readable.from([content])
    },
    list: async prefix => objects().filter(({ key }) => key.startsWith(prefix)),
  }
  /** the key of a segment's file */
  const keyOf = (number: number) => [...files.keys()].find(key => key.includes(`/${laid.segment(number)}-`)) ?? ''
  return { store, passphrase, files, keyOf }
}
