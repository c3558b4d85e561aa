import { open } from 'node:fs/promises'
import { formatTicketCode, parseTicketCode, TICKET_CODE_LENGTH, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import type { DraftFile } from './draft-file.ts'

/** A line of the print file: a number that only the printer uses, and the code. */
export type PrintedTicket = { serial: number; code: TicketCode }

const HEADER = 'serial;code\n'
const CODES_AT_ONCE = 4_000
const BYTES_AT_ONCE = CODES_AT_ONCE * TICKET_CODE_LENGTH
const LONGEST_LINE = 32

/**
 * Writes what the printer of the receipts gets: CSV, a line `serial;code` per ticket. The order must say nothing of the
 * tickets' numbers, so that no serial does.
 * @param codes all codes, 10 ASCII bytes each, some at a time
 */
export async function writePrintFile(file: DraftFile, codes: AsyncIterable<Buffer>): Promise<void> {
  await file.append(Buffer.from(HEADER))
  let serial = 0
  for await (const some of codes) {
    for (let start = 0; start < some.length; start += BYTES_AT_ONCE) {
      // Straight into a buffer: long strings of many pieces would pile up before they are collected.
      const lines = Buffer.alloc(CODES_AT_ONCE * LONGEST_LINE)
      let end = 0
      for (const code of codesIn(some.subarray(start, start + BYTES_AT_ONCE)))
        end += lines.write(`${++serial};${formatTicketCode(code)}\n`, end, 'latin1')
      await file.append(lines.subarray(0, end))
    }
  }
}

function* codesIn(codes: Buffer): Generator<TicketCode> {
  for (let start = 0; start < codes.length; start += TICKET_CODE_LENGTH)
    yield codes.toString('latin1', start, start + TICKET_CODE_LENGTH) as TicketCode
}

/** The tickets of a print file in clear text, one by one. An absent file has none. */
export async function* readPrintFile(path: string): AsyncGenerator<PrintedTicket> {
  const file = await open(path).catch(() => null)
  if (!file) return
  try {
    for await (const line of file.readLines()) {
      const [serial = '', typed = ''] = line.split(';')
      const code = parseTicketCode(typed)
      if (code) yield { serial: Number(serial), code }
    }
  } finally {
    await file.close()
  }
}
