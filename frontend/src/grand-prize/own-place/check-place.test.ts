import { createHash } from 'node:crypto'
import type { PlaceProof } from '@tiptop/contract/grand-draw.ts'
import { expect, test } from 'vitest'
import { checkPlace } from './check-place.ts'

const hash = (...parts: (string | Buffer)[]) =>
  parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest()
const node = (left: Buffer, right: Buffer) => hash(Buffer.of(1), left, right)

// A list of three, written out: the root joins the first two leaves, then the third.
const salts = [1, 2, 3].map(byte => Buffer.alloc(32, byte))
const participants = [41, 7, 1234]
const entries = salts.map((salt, place) => hash(salt, String(participants[place])))
const [first, second, third] = entries.map(entry => hash(Buffer.of(0), entry)) as [Buffer, Buffer, Buffer]
const pair = node(first, second)
const list = { root: node(pair, third).toString('hex'), count: 3 }

const proofOf = (index: number, path: Buffer[]): PlaceProof => ({
  format: 1,
  contest: 'the-tip-top',
  participant: participants[index] as number,
  salt: (salts[index] as Buffer).toString('hex'),
  entry: (entries[index] as Buffer).toString('hex'),
  index,
  count: 3,
  path: path.map(hash => hash.toString('hex')),
  root: list.root,
})
const proof = proofOf(1, [first, third])

test('each participant finds their place on the published list', async () => {
  for (const [index, path] of [[first, third], [first, third], [pair]].entries()) {
    const own = proofOf(index, index === 0 ? [second, third] : path)
    expect(await checkPlace(own, list, own.participant)).toBeNull()
  }
})

const changed = (hex: string) => (hex.startsWith('0') ? '1' : '0') + hex.slice(1)

test.each([
  ['of another format', { format: 2 as never }, 'format'],
  ['without a salt', { salt: '' }, 'format'],
  ['of another participant', { participant: 41 }, 'participant'],
  ['with another salt', { salt: changed(proof.salt) }, 'entry'],
  ['with another entry', { entry: changed(proof.entry) }, 'entry'],
  ['of another list', { root: changed(proof.root) }, 'list'],
  ['of a list of another length', { count: 4 }, 'list'],
  ['at another place', { index: 0 }, 'path'],
  ['with another path', { path: proof.path.map(changed) }, 'path'],
  ['with a path cut short', { path: proof.path.slice(1) }, 'path'],
])('a proof %s is refused by its name', async (_what, wrong, fault) => {
  expect(await checkPlace({ ...proof, ...wrong }, list, 7)).toBe(fault)
})
