import { randomFillSync } from 'node:crypto'
import { formatTicketCode, TICKET_ALPHABET, TICKET_CODE_LENGTH, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { ENTRY_BYTES } from '../allotment/allotment.ts'
import { CODE_HASH_BYTES, hashCode } from '../ticket/code-hash.ts'

/** Consecutive tickets whose prizes are decided and whose codes are still to be drawn. */
export type TicketBatch = {
  firstId: number
  /** the position of each ticket's prize, from 1 */
  positions: Uint8Array
  /** the ids of the contest's prizes, in the order of their positions */
  prizeIds: number[]
}

/** The same tickets three times: for the table, for the digest, and for the printer. */
export type DrawnBatch = {
  /** `(id, prize_id, code_hash)` as PostgreSQL's COPY reads them in binary */
  rows: Uint8Array
  /** {@link ENTRY_BYTES} a ticket */
  entries: Uint8Array
  /** a line `serial;code` a ticket, with the code as the receipt shows it */
  lines: Uint8Array
}

/** Draws the codes of a batch. A code may exist already (one in 10^8 at ten million), which storing it reveals. */
export type DrawBatch = (batch: TicketBatch) => Promise<DrawnBatch>

const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const COPY_TRAILER = Buffer.from([0xff, 0xff])
const ROW_BYTES = 2 + 4 + 4 + 4 + 2 + 4 + CODE_HASH_BYTES

export function drawTickets(pepper: string, { firstId, positions, prizeIds }: TicketBatch): DrawnBatch {
  const count = positions.length
  const codes = drawCodes(count)
  const rows = Buffer.alloc(COPY_HEADER.length + count * ROW_BYTES + COPY_TRAILER.length)
  const entries = Buffer.alloc(count * ENTRY_BYTES)
  let lines = ''
  let row = COPY_HEADER.copy(rows)
  codes.forEach((code, index) => {
    const hash = hashCode(pepper, code)
    const position = positions[index] as number
    row = writeRow(rows, row, firstId + index, prizeIds[position - 1] as number, hash)
    entries.set(hash, index * ENTRY_BYTES)
    entries[index * ENTRY_BYTES + CODE_HASH_BYTES] = position
    lines += `${firstId + index};${formatTicketCode(code)}\n`
  })
  COPY_TRAILER.copy(rows, row)
  return { rows, entries, lines: Buffer.alloc(lines.length, lines, 'latin1') }
}

/** @returns where the next row begins */
function writeRow(rows: Buffer, at: number, id: number, prizeId: number, hash: Buffer): number {
  let end = rows.writeInt16BE(3, at)
  end = rows.writeInt32BE(id, rows.writeInt32BE(4, end))
  end = rows.writeInt16BE(prizeId, rows.writeInt32BE(2, end))
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
