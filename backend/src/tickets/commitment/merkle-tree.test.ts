import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leafHash, openTree, pathOf, rootOf } from './merkle-tree.ts'

/** The entries of Certificate Transparency's own tests, and the roots that they publish of the first one to all eight. */
const KNOWN_ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const KNOWN_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const known = KNOWN_ENTRIES.map(entry => leafHash(Buffer.from(entry, 'hex')))
const hex = (hashes: Buffer[]) => hashes.map(hash => hash.toString('hex'))

test('the root is the one that Certificate Transparency publishes for its test entries', () => {
  expect(KNOWN_ROOTS.map((_, index) => rootOf(known.slice(0, index + 1)).toString('hex'))).toEqual(KNOWN_ROOTS)
  expect(rootOf([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('the path is the one that Certificate Transparency publishes for its test entries', () => {
  expect(hex(pathOf(known, 0))).toEqual([
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ])
  expect(hex(pathOf(known, 5))).toEqual([
    'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
})

const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** MTH(D_n), word for word from RFC 9162 section 2.1.1. */
function treeHead(entries: Uint8Array[]): Buffer {
  if (entries.length === 0) return sha256()
  if (entries.length === 1) return sha256(Buffer.of(0), entries[0] as Uint8Array)
  const k = largestPowerOfTwoBelow(entries.length)
  return sha256(Buffer.of(1), treeHead(entries.slice(0, k)), treeHead(entries.slice(k)))
}

function largestPowerOfTwoBelow(n: number): number {
  let k = 1
  while (2 * k < n) k *= 2
  return k
}

/** The verification of RFC 9162 section 2.1.3.2, step by step: the root that a path leads to, or null. */
function rootBy(
  path: Uint8Array[],
  { leaf, index, size }: { leaf: Buffer; index: number; size: number },
): Buffer | null {
  if (index >= size) return null
  let [fn, sn, r] = [index, size - 1, leaf]
  for (const p of path) {
    if (sn === 0) return null
    if (fn % 2 === 1 || fn === sn) {
      r = sha256(Buffer.of(1), p, r)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1]
    } else r = sha256(Buffer.of(1), r, p)
    ;[fn, sn] = [fn >> 1, sn >> 1]
  }
  return sn === 0 ? r : null
}

const anEntry = fc.uint8Array({ maxLength: 40 })
const someEntries = fc.array(anEntry, { minLength: 1, maxLength: 70, size: 'max' })

test('a streamed root is the head of the recursive definition, at every size on the way', () => {
  fc.assert(
    fc.property(someEntries, entries => {
      const tree = openTree()
      entries.forEach((entry, index) => {
        tree.append(leafHash(entry))
        expect(tree.root()).toEqual(treeHead(entries.slice(0, index + 1)))
      })
    }),
    { numRuns: 30 },
  )
})

test('each leaf’s path leads to the root by the RFC’s verification, and from no other entry', () => {
  fc.assert(
    fc.property(someEntries, fc.nat(), (entries, chosen) => {
      const [size, index] = [entries.length, chosen % entries.length]
      const leaf = leafHash(entries[index] as Uint8Array)
      const path = pathOf(entries.map(leafHash), index)
      expect(rootBy(path, { leaf, index, size })).toEqual(treeHead(entries))
      const strange = leafHash(Buffer.concat([entries[index] as Uint8Array, Buffer.of(1)]))
      expect(rootBy(path, { leaf: strange, index, size })).not.toEqual(treeHead(entries))
    }),
  )
})
