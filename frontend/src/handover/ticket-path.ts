import { parseTicketCode, type TicketCode } from '@tiptop/contract/ticket-code.ts'
import { type Lang, pathIn } from '../ui/language.ts'

/** Returns the path of the page of the ticket with this code. */
export function ticketPath(lang: Lang, code: string): string {
  return pathIn(lang, `/employe/tickets/${code}`)
}

/** Whether this is the path of a ticket's page. */
export function isTicketPath(pathname: string): boolean {
  return /\/employe\/tickets\/[^/]+$/.test(pathname)
}

/** Returns the code in the path of a ticket's page, however it is written, or null if there is none. */
export function codeInPath(pathname: string): TicketCode | null {
  const named = /\/employe\/tickets\/([^/]+)$/.exec(pathname)?.[1]
  if (!named) return null
  try {
    return parseTicketCode(decodeURIComponent(named))
  } catch {
    return null
  }
}
