import { parseTicketCode, type TicketCode } from '@tiptop/contract/ticket-code.ts'

/** What an employee looks for. Ten letters can be a code as well as a name: then both are there. */
export type SearchTerms = { email: string } | { code: TicketCode | null; names: string[] }

const MARKS = /\p{M}/gu
const NO_WORD = /[^\p{L}\p{N}]+/u

/** Reads what was typed: an e-mail address, or a code in tolerant writing, or names without case, accents and order. */
export function searchTerms(typed: string): SearchTerms {
  if (typed.includes('@')) return { email: typed.trim().toLowerCase() }
  const names = typed.normalize('NFD').replace(MARKS, '').toLowerCase().split(NO_WORD).filter(Boolean)
  return { code: parseTicketCode(typed), names }
}

/** A full-text query for people whose names begin with these words. */
export function nameQuery(names: string[]): string {
  return names.map(name => `'${name}':*`).join(' & ')
}
