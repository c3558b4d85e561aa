import { readCode } from '@tiptop/contract/code-reading.ts'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'

/**
 * What an employee looks for. Ten letters can be a code as well as a name: then both are there. `codes`: each code that
 * the text can be read as.
 */
type SearchTerms = { email: string } | { codes: TicketCode[]; name: string }

/** Reads what was typed: an e-mail address, or a code in tolerant writing, or a name as the database reads it. */
export function searchTerms(typed: string): SearchTerms {
  if (typed.includes('@')) return { email: typed.trim().toLowerCase() }
  const { code, choices } = readCode(typed)
  return { codes: code ? [code] : choices, name: typed }
}
