import { TICKET_CODE_LENGTH } from '@tiptop/contract/ticket-code.ts'
import { randomSource } from '../../allotment/random-source.ts'
import { spillFile } from './spill-file.ts'

/** Codes in ASCII, one after the other. */
type Codes = Uint8Array

const PILES = 128
const CODES_IN_A_BLOCK = 1_600

/**
 * Shuffles any number of codes with little memory: each goes to a pile drawn at random, and each pile is shuffled by itself
 * (Rao, Sankhyā 25/1961; Sandelius, J. Royal Stat. Soc. B 24/1962), so every order is equally likely. Memory holds one
 * block of each pile, then one pile: a hundredth of the codes. The rest lies encrypted on the disk.
 * @param path see {@link spillFile}
 */
export function openShuffle(path: string) {
  const size = CODES_IN_A_BLOCK * TICKET_CODE_LENGTH
  const spill = spillFile(path, size)
  const piles = Array.from({ length: PILES }, () => ({ blocks: [] as number[], top: Buffer.alloc(size), end: 0 }))
  const random = randomSource()
  return {
    async add(codes: Codes): Promise<void> {
      for (let start = 0; start < codes.length; start += TICKET_CODE_LENGTH) {
        const pile = piles[random(PILES - 1)] as (typeof piles)[number]
        pile.top.set(codes.subarray(start, start + TICKET_CODE_LENGTH), pile.end)
        pile.end += TICKET_CODE_LENGTH
        if (pile.end < size) continue
        pile.blocks.push(await spill.write(pile.top))
        pile.end = 0
      }
    },
    /** All codes that were added, a pile at a time, in a buffer that the next pile overwrites. */
    async *read(): AsyncGenerator<Buffer> {
      const room = Buffer.alloc(Math.max(...piles.map(({ blocks, end }) => blocks.length * size + end)))
      for (const { blocks, top, end } of piles) {
        const codes = room.subarray(0, blocks.length * size + end)
        for (const [index, block] of blocks.entries()) codes.set(await spill.read(block), index * size)
        codes.set(top.subarray(0, end), blocks.length * size)
        shuffle(codes)
        yield codes
      }
    },
    close: () => spill.close(),
  }
}

/** Fisher–Yates (Durstenfeld, CACM 7/1964): every order equally likely. */
function shuffle(codes: Buffer): void {
  const random = randomSource()
  const kept = Buffer.alloc(TICKET_CODE_LENGTH)
  for (let last = codes.length / TICKET_CODE_LENGTH - 1; last > 0; last--) {
    const [from, to] = [random(last) * TICKET_CODE_LENGTH, last * TICKET_CODE_LENGTH]
    codes.copy(kept, 0, from, from + TICKET_CODE_LENGTH)
    codes.copy(codes, from, to, to + TICKET_CODE_LENGTH)
    kept.copy(codes, to)
  }
}
