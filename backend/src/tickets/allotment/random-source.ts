import { randomFillSync } from 'node:crypto'

/**
 * Whole numbers from 0 to `most`, all equally likely: as many random bits as `most` has, drawn again while they exceed
 * it. (A remainder would favour small numbers.)
 */
export function randomSource(): (most: number) => number {
  const words = new Uint32Array(4_096)
  let used = words.length
  return most => {
    if (most === 0) return 0
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
