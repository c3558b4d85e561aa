import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { TICKET_CODE_LENGTH } from '@tiptop/contract/ticket-code.ts'
import { SALT_BYTES, type TicketOpening } from '../ticket/opening.ts'

/** The version of what is hashed, and how; part of every commitment and proof. */
export const COMMITMENT_FORMAT = 1

/** code (10, ASCII) ‖ position of the prize (1) ‖ salt (16): what the commitment says of a ticket. */
export const ENTRY_BYTES = TICKET_CODE_LENGTH + 1 + SALT_BYTES

/** How many leaves a stored slice holds, a power of two, so that a slice is a subtree. */
export const SLICE_LEAVES = 1_024

export function entryOf(code: TicketCode, position: number, { salt }: Pick<TicketOpening, 'salt'>): Buffer {
  const entry = Buffer.alloc(ENTRY_BYTES)
  entry.write(code, 'latin1')
  entry[TICKET_CODE_LENGTH] = position
  salt.copy(entry, TICKET_CODE_LENGTH + 1)
  return entry
}

/** The code, position and salt of an entry. */
export function readEntry(entry: Buffer): { code: TicketCode; position: number; salt: Buffer } {
  return {
    code: entry.toString('latin1', 0, TICKET_CODE_LENGTH) as TicketCode,
    position: entry[TICKET_CODE_LENGTH] as number,
    salt: entry.subarray(TICKET_CODE_LENGTH + 1),
  }
}
