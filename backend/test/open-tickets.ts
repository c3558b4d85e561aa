import { sql } from 'kysely'
import type { Db } from '../src/database/database.ts'
import { readPrintFile } from '../src/tickets/generation/files/print-file.ts'
import { hashCode } from '../src/tickets/ticket/code-hash.ts'
import { maskPrize, openingOf } from '../src/tickets/ticket/opening.ts'

/**
 * What the tickets of a print file in clear text win, whether played or not: with database, pepper and codes together,
 * which no one has outside of a test. In the order of the file.
 */
export async function openTickets(db: Db, { pepper, printFile }: { pepper: string; printFile: string }) {
  const { rows } = await sql<{ id: number; hash: string; masked: number; slugs: string[] }>`
    select ticket.id, encode(code_hash, 'hex') as hash, masked_prize as masked,
      (select array_agg(slug order by position) from prizes where contest_id = ticket.contest_id) as slugs
    from tickets ticket where contest_id is not null`.execute(db)
  const known = new Map(rows.map(row => [row.hash, row]))
  const opened: { id: number; serial: number; code: string; slug: string }[] = []
  for await (const { serial, code } of readPrintFile(printFile)) {
    const ticket = known.get(hashCode(pepper, code).toString('hex'))
    if (!ticket) continue
    const slug = ticket.slugs[maskPrize(ticket.masked, openingOf(pepper, code)) - 1] ?? ''
    opened.push({ id: ticket.id, serial, code, slug })
  }
  return opened
}
