import { hash } from 'node:crypto'

/** The first six bytes of a hash are a number below this, and exact in a double. */
const RANGE = 2 ** 48

/**
 * Chooses `count` different places of a list of `size`, the winner's first; all of them if there are no more. For
 * i = 0, 1, 2, … the first six bytes of SHA-256(seed ‖ i as four bytes, big-endian) are a candidate. One at or above
 * the largest multiple of `size` is passed over, because it would favour the first places; so is a place that is chosen
 * already. Each place is as likely as any other.
 */
export function choosePlaces(seed: Uint8Array, size: number, count: number): number[] {
  const chosen = new Set<number>()
  const bound = RANGE - (RANGE % size)
  const input = Buffer.concat([seed, Buffer.alloc(4)])
  for (let i = 0; chosen.size < Math.min(count, size); i++) {
    input.writeUInt32BE(i, seed.length)
    const candidate = hash('sha256', input, 'buffer').readUIntBE(0, 6)
    if (candidate < bound) chosen.add(candidate % size)
  }
  return [...chosen]
}
