/**
 * The code printed on a till receipt: ten symbols of an alphabet without look-alikes.
 * This file has no dependency, so that the browser loads it for nothing.
 */

declare const brand: unique symbol
/** A code in its canonical form: ten symbols of {@link TICKET_ALPHABET}, upper case, no separator. */
export type TicketCode = string & { [brand]: 'TicketCode' }

/** 31 symbols: the digits and capitals without 0, O, 1, I and L, which a receipt printer makes look alike. */
export const TICKET_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const TICKET_CODE_LENGTH = 10

const SEPARATORS = /[\s\u00ad\u200b-\u200d\u2010-\u2015\u2212_.-]+/g
const CANONICAL = new RegExp(`^[${TICKET_ALPHABET}]{${TICKET_CODE_LENGTH}}$`)

/** Upper case without spaces or dashes: what a person meant to type, whether or not it is a code. */
export function normaliseCode(typed: string): string {
  return typed.normalize('NFKC').replace(SEPARATORS, '').toUpperCase()
}

/** The symbols of a typed code that no code contains, each once, in the order typed. */
export function foreignSymbols(typed: string): string[] {
  return [...new Set(normaliseCode(typed))].filter(symbol => !TICKET_ALPHABET.includes(symbol))
}

/** The canonical code for what was typed (case, spaces and dashes do not matter), or null when it cannot be one. */
export function parseTicketCode(typed: string): TicketCode | null {
  const code = normaliseCode(typed)
  return CANONICAL.test(code) ? (code as TicketCode) : null
}

/** `ABCDE-FGHJK`: the way a code is shown and read aloud. */
export function formatTicketCode(code: string): string {
  return code.length > 5 ? `${code.slice(0, 5)}-${code.slice(5)}` : code
}
