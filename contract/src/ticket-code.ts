/**
 * The code printed on a till receipt: ten symbols of an alphabet without look-alikes.
 * This file has no dependency, so loading it costs the browser nothing more.
 */

declare const brand: unique symbol
/** A code in its canonical form: ten symbols of {@link TICKET_ALPHABET}, upper case, no separator. */
export type TicketCode = string & { [brand]: 'TicketCode' }

/** 31 symbols: the digits and capitals without 0, O, 1, I and L, which a receipt printer makes look alike. */
export const TICKET_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const TICKET_CODE_LENGTH = 10

const SEPARATORS = /[\s\u00ad\u200b-\u200d\u2010-\u2015\u2212_.-]+/g
const CANONICAL = new RegExp(`^[${TICKET_ALPHABET}]{${TICKET_CODE_LENGTH}}$`)

/** What was typed, in upper case without spaces or dashes, whether or not it is a code. */
export function normaliseCode(typed: string): string {
  return typed.normalize('NFKC').replace(SEPARATORS, '').toUpperCase()
}

/** Returns the typed symbols that no code contains, each once, in the order typed. */
export function foreignSymbols(typed: string): string[] {
  return [...new Set(normaliseCode(typed))].filter(symbol => !TICKET_ALPHABET.includes(symbol))
}

/** Returns the canonical code, or null if what was typed cannot be one. Case, spaces and dashes are ignored. */
export function parseTicketCode(typed: string): TicketCode | null {
  const code = normaliseCode(typed)
  return CANONICAL.test(code) ? (code as TicketCode) : null
}

/** Returns `ABCDE-FGHJK`, the form in which a code is shown and read aloud. */
export function formatTicketCode(code: string): string {
  return code.length > 5 ? `${code.slice(0, 5)}-${code.slice(5)}` : code
}
