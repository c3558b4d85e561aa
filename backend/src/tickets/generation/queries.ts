import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { sql } from 'kysely'
import { CommandRefusal } from '../../command-line/command-refusal.ts'
import type { Connection } from '../../database/connection.ts'
import type { Db } from '../../database/database.ts'
import { hashCode } from '../ticket/code-hash.ts'
import type { PrintedTicket } from './print-file.ts'

/** A number that no other advisory lock uses. */
const GENERATION_LOCK = 7_483_001

/**
 * Does this work while no other generation runs: ticket numbers are one sequence over all contests. The lock ends with
 * the connection; the short wait lets the server notice that a killed generation has gone.
 */
export async function whileAlone<T>({ db }: Pick<Connection, 'db'>, work: () => Promise<T>): Promise<T> {
  await sql`set lock_timeout = '3s'`.execute(db)
  await sql`select pg_advisory_lock(${GENERATION_LOCK})`.execute(db).catch(error => {
    if (error.code !== '55P03') throw error
    throw new CommandRefusal('Une autre génération de tickets est en cours : attendez qu’elle se termine.')
  })
  await sql`reset lock_timeout`.execute(db)
  return work().finally(() => sql`select pg_advisory_unlock(${GENERATION_LOCK})`.execute(db).catch(() => {}))
}

export async function findContestRow(db: Db, slug: string) {
  return db.selectFrom('contests').selectAll().where('slug', '=', slug).executeTakeFirst()
}

export async function nextTicketId(db: Db): Promise<number> {
  const row = await db
    .selectFrom('tickets')
    .select(({ fn }) => fn.max('id').as('last'))
    .where('id', '>', 0)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

export async function insertSlice(db: Db, contestId: number, firstId: number, entries: Uint8Array): Promise<void> {
  const bytes = Buffer.from(entries.buffer, entries.byteOffset, entries.byteLength)
  await db
    .insertInto('allotment_slices')
    .values({ contest_id: contestId, first_ticket_id: firstId, entries: bytes })
    .execute()
}

export async function firstTicketId(db: Db, contestId: number): Promise<number> {
  const row = await db
    .selectFrom('allotment_slices')
    .select(({ fn }) => fn.min('first_ticket_id').as('first'))
    .where('contest_id', '=', contestId)
    .executeTakeFirstOrThrow()
  return row.first
}

type StoredAllotment = { contestId: number; count: number; digest: Buffer; at: Date }

export async function recordAllotment(db: Db, { contestId, count, digest, at }: StoredAllotment): Promise<void> {
  await db
    .updateTable('contests')
    .set({ ticket_count: count, allotment_digest: digest, generated_at: at })
    .where('id', '=', contestId)
    .execute()
}

/** The contest to which this code belongs, or null if no ticket has it. */
export async function contestOfCode(db: Db, pepper: string, code: TicketCode): Promise<number | null> {
  const row = await db
    .selectFrom('tickets')
    .innerJoin('prizes', 'prizes.id', 'tickets.prize_id')
    .select('contest_id')
    .where('code_hash', '=', hashCode(pepper, code))
    .executeTakeFirst()
  return row?.contest_id ?? null
}

/**
 * The codes of these printed tickets that are unplayed, in their order. `strange`: the database knows none of them, so
 * the print file belongs to another one.
 */
export async function findUnplayed(db: Db, pepper: string, printed: PrintedTicket[]) {
  const hashes = printed.map(({ code }) => hashCode(pepper, code))
  const rows = await db
    .selectFrom('tickets')
    .select(['code_hash', 'status'])
    .where('code_hash', '=', sql<Buffer>`any(${hashes})`)
    .execute()
  const status = new Map(rows.map(({ code_hash, status }) => [code_hash.toString('hex'), status]))
  const unplayed = printed.filter((_, index) => status.get(hashes[index]?.toString('hex') ?? '') === 'unclaimed')
  return { unplayed: unplayed.map(({ code }) => code), strange: rows.length === 0 }
}
