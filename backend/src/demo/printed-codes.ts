import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import type { Db } from '../database/database.ts'
import { type PrintedTicket, readPrintFile } from '../tickets/generation/files/print-file.ts'
import { findUnplayed } from '../tickets/generation/queries.ts'

type CodeSearch = { pepper: string; printFile: string; count: number }

/** How many printed tickets are looked up together. */
const PAGE = 200

/**
 * The first unplayed codes of the print file, this many at most. Only the print file has the codes, only the database
 * knows which are played; a file whose codes the database does not know is not read to its end.
 */
export async function findUnplayedCodes(db: Db, { pepper, printFile, count }: CodeSearch): Promise<TicketCode[]> {
  const codes: TicketCode[] = []
  for await (const page of pagesOf(readPrintFile(printFile))) {
    const { unplayed, strange } = await findUnplayed(db, pepper, page)
    codes.push(...unplayed)
    if (codes.length >= count || strange) break
  }
  return codes.slice(0, count)
}

async function* pagesOf(tickets: AsyncIterable<PrintedTicket>): AsyncGenerator<PrintedTicket[]> {
  let page: PrintedTicket[] = []
  for await (const ticket of tickets) {
    if (page.push(ticket) < PAGE) continue
    yield page
    page = []
  }
  if (page.length) yield page
}
