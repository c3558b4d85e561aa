import { hash } from 'node:crypto'

/** What a draw is computed from. `commitment` and `randomness` are empty if there is none. */
export type DrawInputs = { root: Uint8Array; commitment: Uint8Array; number: string; randomness: Uint8Array }

const DOMAIN = 'the-tip-top/grand-draw/1'

/**
 * SHA-256 over five fields in this order: the domain, the root of the list, the commitment, the bailiff's number in ASCII
 * digits, and the randomness of the announced round. Four bytes, big-endian, give the length of each before it, so that
 * no two sets of inputs give the same bytes. See docs/decisions/grand-draw.md.
 */
export function seedOf({ root, commitment, number, randomness }: DrawInputs): Buffer {
  const fields = [Buffer.from(DOMAIN), root, commitment, Buffer.from(number), randomness]
  return hash('sha256', Buffer.concat(fields.flatMap(field => [lengthOf(field), field])), 'buffer')
}

function lengthOf(field: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(field.length)
  return length
}
