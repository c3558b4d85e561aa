import { randomFillSync } from 'node:crypto'
import { TICKET_ALPHABET, TICKET_CODE_LENGTH, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { ENTRY_BYTES, entryOf } from '../commitment/entry.ts'
import { HASH_BYTES, leafHash } from '../commitment/merkle-tree.ts'
import { CODE_HASH_BYTES, hashCode } from '../ticket/code-hash.ts'
import { maskPrize, openingOf } from '../ticket/opening.ts'

/** Consecutive tickets whose prizes are decided and whose codes are still to be drawn. */
export type TicketBatch = {
  contestId: number
  firstId: number
  /** the position of each ticket's prize, from 1 */
  positions: Uint8Array
}

/** The same tickets three times: for the table, for the commitment, and for printer and bailiff. */
export type DrawnBatch = {
  /** `(id, contest_id, masked_prize, code_hash)` as PostgreSQL's COPY reads them in binary */
  rows: Uint8Array
  /** the hash of each entry as a leaf, {@link HASH_BYTES} a ticket */
  leaves: Uint8Array
  /** {@link ENTRY_BYTES} a ticket */
  entries: Uint8Array
}

/** Draws the codes of a batch. A code may exist already (one in 10^8 at ten million), which storing it reveals. */
export type DrawBatch = (batch: TicketBatch) => Promise<DrawnBatch>

const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const COPY_TRAILER = Buffer.from([0xff, 0xff])
const ROW_BYTES = 2 + 4 + 4 + 4 + 2 + 4 + 2 + 4 + CODE_HASH_BYTES

export function drawTickets(pepper: string, { contestId, firstId, positions }: TicketBatch): DrawnBatch {
  const count = positions.length
  const rows = Buffer.alloc(COPY_HEADER.length + count * ROW_BYTES + COPY_TRAILER.length)
  const leaves = Buffer.alloc(count * HASH_BYTES)
  const entries = Buffer.alloc(count * ENTRY_BYTES)
  let row = COPY_HEADER.copy(rows)
  drawCodes(count).forEach((code, index) => {
    const opening = openingOf(pepper, code)
    const position = positions[index] as number
    const entry = entryOf(code, position, opening)
    entries.set(entry, index * ENTRY_BYTES)
    leaves.set(leafHash(entry), index * HASH_BYTES)
    const masked = { id: firstId + index, contestId, prize: maskPrize(position, opening) }
    row = writeRow(rows, row, masked, hashCode(pepper, code))
  })
  COPY_TRAILER.copy(rows, row)
  return { rows, leaves, entries }
}

type MaskedTicket = { id: number; contestId: number; prize: number }

/** @returns where the next row begins */
function writeRow(rows: Buffer, at: number, { id, contestId, prize }: MaskedTicket, hash: Buffer): number {
  let end = rows.writeInt16BE(4, at)
  end = rows.writeInt32BE(id, rows.writeInt32BE(4, end))
  end = rows.writeInt16BE(contestId, rows.writeInt32BE(2, end))
  end = rows.writeInt16BE(prize, rows.writeInt32BE(2, end))
  end = rows.writeInt32BE(CODE_HASH_BYTES, end)
  return end + hash.copy(rows, end)
}

/** Bytes below this map to the symbols evenly; other bytes are drawn again. */
const FAIR_BYTES = 256 - (256 % TICKET_ALPHABET.length)

/** This many codes from the system's CSPRNG, every symbol equally likely at every place. */
export function drawCodes(count: number): TicketCode[] {
  const codes: TicketCode[] = []
  const bytes = Buffer.alloc(65_536)
  let code = ''
  while (codes.length < count) {
    randomFillSync(bytes)
    for (let at = 0; at < bytes.length && codes.length < count; at++) {
      const byte = bytes[at] as number
      if (byte >= FAIR_BYTES) continue
      code += TICKET_ALPHABET[byte % TICKET_ALPHABET.length]
      if (code.length < TICKET_CODE_LENGTH) continue
      codes.push(code as TicketCode)
      code = ''
    }
  }
  return codes
}
