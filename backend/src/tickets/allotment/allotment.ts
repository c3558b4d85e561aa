import { randomFillSync } from 'node:crypto'
import { CODE_HASH_BYTES } from '../ticket/code-hash.ts'

/** What the digest says of a ticket: the hash of its code, then the position of its prize in the contest. */
export const ENTRY_BYTES = CODE_HASH_BYTES + 1

/**
 * Which prize each ticket wins: positions (from 1), as many of each as its quota says, in an order that no one can
 * predict: a Fisher–Yates shuffle (Durstenfeld, CACM 7/1964) fed by the system's CSPRNG, every order equally likely.
 */
export function drawAllotment(quotas: number[]): Uint8Array {
  const positions = new Uint8Array(quotas.reduce((sum, quota) => sum + quota, 0))
  let next = 0
  quotas.forEach((quota, index) => {
    positions.fill(index + 1, next, next + quota)
    next += quota
  })
  const random = randomSource()
  for (let last = positions.length - 1; last > 0; last--) {
    const chosen = random(last)
    const position = positions[chosen] as number
    positions[chosen] = positions[last] as number
    positions[last] = position
  }
  return positions
}

/**
 * Whole numbers from 0 to `most`, all equally likely: as many random bits as `most` has, drawn again while they exceed
 * it. (A remainder would favour small numbers.)
 */
function randomSource(): (most: number) => number {
  const words = new Uint32Array(16_384)
  let used = words.length
  return most => {
    const mask = 0xffff_ffff >>> Math.clz32(most)
    for (;;) {
      if (used === words.length) {
        randomFillSync(words)
        used = 0
      }
      const drawn = ((words[used++] as number) & mask) >>> 0
      if (drawn <= most) return drawn
    }
  }
}
