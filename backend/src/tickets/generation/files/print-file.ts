import { open } from 'node:fs/promises'
import { formatTicketCode, parseTicketCode, TICKET_CODE_LENGTH, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { randomSource } from '../../allotment/random-source.ts'
import type { DraftFile } from './draft-file.ts'

/** A line of the print file: a number that only the printer uses, and the code. */
export type PrintedTicket = { serial: number; code: TicketCode }

const HEADER = 'serial;code\n'
const LINES_AT_ONCE = 20_000

/**
 * Writes what the printer of the receipts gets: CSV, a line `serial;code` per ticket, in an order of its own, so that a
 * serial says nothing of the ticket's number.
 * @param codes all codes one after the other, 10 ASCII bytes each; they are shuffled where they are
 */
export async function writePrintFile(file: DraftFile, codes: Buffer): Promise<void> {
  shuffle(codes)
  const count = codes.length / TICKET_CODE_LENGTH
  await file.append(Buffer.from(HEADER))
  for (let first = 0; first < count; first += LINES_AT_ONCE) {
    let lines = ''
    for (let index = first; index < Math.min(first + LINES_AT_ONCE, count); index++)
      lines += `${index + 1};${formatTicketCode(codeAt(codes, index))}\n`
    await file.append(Buffer.from(lines, 'latin1'))
  }
}

const codeAt = (codes: Buffer, index: number) =>
  codes.toString('latin1', index * TICKET_CODE_LENGTH, (index + 1) * TICKET_CODE_LENGTH) as TicketCode

/** Every order equally likely, as {@link drawAllotment} has it. */
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
