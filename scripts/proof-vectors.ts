import { createHash, createHmac } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Commitment, InclusionProof } from '@tiptop/contract/proof.ts'
import { TICKET_ALPHABET, TICKET_CODE_LENGTH, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { entryOf } from '../backend/src/tickets/commitment/entry.ts'
import { leafHash, pathOf, rootOf } from '../backend/src/tickets/commitment/merkle-tree.ts'

/*
 * Writes docs/proof/vectors.json: a contest of 13 tickets with all that belongs to its commitment, the same at each run.
 * Implementations of the format are tested with it.
 */

const FILE = join(import.meta.dirname, '../docs/proof/vectors.json')
const PEPPER = 'a pepper that is published, for test vectors only'
const PRIZES = ['infuseur', 'the-detox', 'the-signature', 'coffret-39', 'coffret-69']
/** Of each ticket the position of its prize; at 0 a canary, which wins nothing. */
const POSITIONS = [1, 2, 1, 1, 4, 1, 2, 5, 0, 3, 1, 2, 1]

const openings = POSITIONS.map((position, index) => {
  const code = codeOf(index)
  const opening = createHmac('sha256', PEPPER).update(`prize${code}`).digest()
  const [mask, salt] = [opening.readUInt8(0), opening.subarray(16)]
  const leaf = leafHash(entryOf(code, position, { salt }))
  return { code, position, opening, maskedPrize: position ^ mask, salt, leaf }
})
const leaves = openings.map(({ leaf }) => leaf)
const root = rootOf(leaves).toString('hex')
const treeSize = leaves.length

const commitment: Commitment = {
  format: 1,
  root,
  treeSize,
  quotas: PRIZES.map((slug, index) => ({
    position: index + 1,
    slug,
    count: POSITIONS.filter(position => position === index + 1).length,
  })),
  canaries: POSITIONS.filter(position => position === 0).length,
}

const everyProof: InclusionProof[] = openings.map(({ code, position, salt, leaf }, index) => ({
  format: 1,
  contest: 'vectors',
  code,
  prize: { position, slug: PRIZES[position - 1] ?? '' },
  salt: salt.toString('hex'),
  leaf: leaf.toString('hex'),
  index,
  treeSize,
  path: pathOf(leaves, index).map(hash => hash.toString('hex')),
  root,
}))

/** No one plays a canary. */
const proofs = everyProof.filter(({ prize }) => prize.position > 0)

const inHex = openings.map(({ opening, salt, leaf, ...rest }) => ({
  ...rest,
  opening: opening.toString('hex'),
  salt: salt.toString('hex'),
  leaf: leaf.toString('hex'),
}))
const roots = leaves.map((_, index) => rootOf(leaves.slice(0, index + 1)).toString('hex'))
const vectors = { pepper: PEPPER, openings: inHex, rootsOfTheFirst: roots, commitment, proofs }
await writeFile(FILE, `${JSON.stringify(vectors, null, 2)}\n`)

/** Ten symbols from the digest of the index: the codes are not drawn, because they have to stay the same. */
function codeOf(index: number): TicketCode {
  const digest = createHash('sha256').update(`code ${index}`).digest()
  const symbols = [...digest.subarray(0, TICKET_CODE_LENGTH)]
  return symbols.map(byte => TICKET_ALPHABET[byte % TICKET_ALPHABET.length]).join('') as TicketCode
}
