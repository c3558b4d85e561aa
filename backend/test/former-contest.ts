import { createHash } from 'node:crypto'
import type { ContestDefinition } from '../src/contest/definition.ts'
import { listPrizes } from '../src/contest/prize.ts'
import type { Db } from '../src/database/database.ts'
import { openAllotment } from '../src/tickets/allotment/allotment.ts'
import { drawCodes } from '../src/tickets/generation/draw-tickets.ts'
import { prepareContest } from '../src/tickets/generation/prepare-generation.ts'
import { nextTicketId } from '../src/tickets/generation/queries.ts'
import { hashCode } from '../src/tickets/ticket/code-hash.ts'

const SLICE = 20_000

type FormerContest = { definition: ContestDefinition; count: number; pepper: string }

/**
 * A contest as earlier releases generated it: prizes in clear text, and a digest over slices of 17 bytes a ticket.
 * Written by the owner of the database. @returns its first ticket, its digest in hexadecimal, and its codes in order
 */
export async function makeFormerContest(db: Db, { definition, count, pepper }: FormerContest) {
  const at = new Date()
  const { contestId, quotas } = await prepareContest(db, { definition, count, at })
  const prizes = await listPrizes(db, contestId)
  const firstId = await nextTicketId(db)
  const codes = drawCodes(count)
  const positions = openAllotment(quotas)(count)
  const entries = codes.map((code, index) => Buffer.from([...hashCode(pepper, code), positions[index] as number]))
  for (let start = 0; start < count; start += SLICE) {
    const slice = { contest_id: contestId, first_ticket_id: firstId + start }
    await db
      .insertInto('allotment_slices')
      .values({ ...slice, entries: Buffer.concat(entries.slice(start, start + SLICE)) })
      .execute()
  }
  for (let start = 0; start < count; start += 5_000) {
    const rows = codes.slice(start, start + 5_000).map((code, index) => ({
      id: firstId + start + index,
      prize_id: prizes[(positions[start + index] as number) - 1]?.id as number,
      code_hash: hashCode(pepper, code),
    }))
    await db.insertInto('tickets').values(rows).execute()
  }
  const digest = createHash('sha256').update(Buffer.concat(entries)).digest()
  await db
    .updateTable('contests')
    .set({ ticket_count: count, allotment_digest: digest, generated_at: at })
    .where('id', '=', contestId)
    .execute()
  return { firstId, digest: digest.toString('hex'), codes }
}
