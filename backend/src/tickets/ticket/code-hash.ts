import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'

export const CODE_HASH_BYTES = 16

/**
 * What the database knows of a code: HMAC-SHA-256 under the pepper, cut to 128 bits (RFC 2104, section 5).
 * Without the pepper, which is not in the database, a stolen dump yields no code.
 */
export function hashCode(pepper: string, code: TicketCode): Buffer {
  return createHmac('sha256', pepperKey(pepper)).update(code).digest().subarray(0, CODE_HASH_BYTES)
}

/** A KeyObject, because Node takes five times as long when it must make a key of the bytes each time. */
export function pepperKey(pepper: string): KeyObject {
  const known = keys.get(pepper)
  if (known) return known
  const key = createSecretKey(Buffer.from(pepper))
  keys.set(pepper, key)
  return key
}

const keys = new Map<string, KeyObject>()
