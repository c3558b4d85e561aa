import { createHash } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'

const [PAGE, FIRST_HEADER, EPOCH_MS] = [8192, 40, Date.UTC(2000, 0, 1)]

/** The first page of a segment of WAL, with a record for each transaction that ended at these moments. */
export function walPage(timeline: number, ends: readonly Date[]): Buffer {
  const page = Buffer.alloc(PAGE)
  page.writeUInt16LE(0xd116, 0)
  page.writeUInt32LE(timeline, 4)
  let at = FIRST_HEADER
  for (const end of ends) at += writeEnd(page, at, end)
  return page
}

/** @returns how many bytes it takes, with what fills them up to the next record */
function writeEnd(page: Buffer, at: number, end: Date): number {
  const length = 24 + 2 + 8
  page.writeUInt32LE(length, at)
  page.writeUInt8(1, at + 17)
  page.writeUInt8(255, at + 24)
  page.writeUInt8(8, at + 25)
  page.writeBigInt64LE(BigInt(end.getTime() - EPOCH_MS) * 1000n, at + 26)
  return Math.ceil(length / 8) * 8
}

/** A segment as pgBackRest keeps it: what its file is called, and what it holds. */
export function archivedSegment(name: string, ends: readonly Date[]): { file: string; content: Buffer } {
  const page = walPage(Number.parseInt(name.slice(0, 8), 16), ends)
  return { file: `${name}-${createHash('sha1').update(page).digest('hex')}.zst`, content: zstdCompressSync(page) }
}
