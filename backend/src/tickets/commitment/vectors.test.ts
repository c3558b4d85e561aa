import { readFile } from 'node:fs/promises'
import { commitment, inclusionProof } from '@tiptop/contract/proof.ts'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { maskPrize, openingOf } from '../ticket/opening.ts'
import { entryOf } from './entry.ts'
import { leafHash, pathOf, rootOf } from './merkle-tree.ts'

const opening = z.object({
  code: z.string().transform(code => code as TicketCode),
  position: z.int(),
  maskedPrize: z.int(),
  salt: z.string(),
  leaf: z.string(),
})
const published = z.object({
  pepper: z.string(),
  openings: z.array(opening),
  rootsOfTheFirst: z.array(z.string()),
  commitment,
  proofs: z.array(inclusionProof),
})
const vectors = published.parse(
  JSON.parse(await readFile(new URL('../../../../docs/proof/vectors.json', import.meta.url), 'utf8')),
)

test('leaves, roots and paths are those of the published test vectors', () => {
  const leaves = vectors.openings.map(({ code, position, salt }) =>
    leafHash(entryOf(code, position, { salt: Buffer.from(salt, 'hex') })),
  )
  expect(leaves.map(leaf => leaf.toString('hex'))).toEqual(vectors.openings.map(({ leaf }) => leaf))
  expect(leaves.map((_, index) => rootOf(leaves.slice(0, index + 1)).toString('hex'))).toEqual(vectors.rootsOfTheFirst)
  expect(vectors.rootsOfTheFirst.at(-1)).toBe(vectors.commitment.root)
  expect(vectors.proofs.map(({ index }) => pathOf(leaves, index).map(hash => hash.toString('hex')))).toEqual(
    vectors.proofs.map(({ path }) => path),
  )
})

test('what opens a ticket is derived from its code and the pepper as in the published test vectors', () => {
  for (const { code, position, maskedPrize, salt } of vectors.openings) {
    const opening = openingOf(vectors.pepper, code)
    expect([maskPrize(position, opening), opening.salt.toString('hex')]).toEqual([maskedPrize, salt])
  }
})
