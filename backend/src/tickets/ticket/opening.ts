import { createHmac } from 'node:crypto'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { pepperKey } from './code-hash.ts'

export const SALT_BYTES = 16

/**
 * The position of a canary: a ticket that wins nothing and whose code no receipt has. Only its opening tells it from the
 * others, so that a person who counts codes back without opening them tries it as well.
 */
export const CANARY_POSITION = 0

/** What opens a ticket: the byte that masks its prize, and the salt of its entry in the commitment. */
export type TicketOpening = { mask: number; salt: Buffer }

/**
 * HMAC-SHA-256 of `"prize" ‖ code` under the pepper: a pseudorandom function, so that neither who holds the database nor
 * who holds the codes alone learns a prize. Its first byte masks the prize, its last {@link SALT_BYTES} are the salt.
 */
export function openingOf(pepper: string, code: TicketCode): TicketOpening {
  const bytes = createHmac('sha256', pepperKey(pepper)).update(`prize${code}`).digest()
  return { mask: bytes[0] as number, salt: bytes.subarray(bytes.length - SALT_BYTES) }
}

/** The position of a prize, masked; of a masked prize, its position. */
export const maskPrize = (position: number, { mask }: Pick<TicketOpening, 'mask'>) => position ^ mask
