import { createHmac, type KeyObject, randomInt } from 'node:crypto'
import { normaliseCode, TICKET_ALPHABET } from '@tiptop/contract/ticket-code.ts'

const COUNT = 10
/** 31 symbols to the power of 16: 79 bits. */
const LENGTH = 16

/** Ten codes in groups of four, shown only once. */
export function drawRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => {
    const symbols = Array.from({ length: LENGTH }, () => TICKET_ALPHABET[randomInt(TICKET_ALPHABET.length)])
    return symbols.join('').replace(/.{4}(?=.)/g, '$&-')
  })
}

/** What the database keeps of a code: without the key, reading the table yields none. */
export function recoveryCodeHash(key: KeyObject, userId: number, typed: string): Buffer {
  return createHmac('sha256', key)
    .update(`${userId}:${normaliseCode(typed)}`)
    .digest()
}
