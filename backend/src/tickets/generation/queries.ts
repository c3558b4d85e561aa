import { sql } from 'kysely'
import { CommandRefusal } from '../../command-line/command-refusal.ts'
import type { Connection } from '../../database/connection.ts'
import type { Db } from '../../database/database.ts'
import { COMMITMENT_FORMAT } from '../commitment/entry.ts'
import { hashCode } from '../ticket/code-hash.ts'
import type { PrintedTicket } from './files/print-file.ts'

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

type StoredCommitment = {
  contestId: number
  firstId: number
  count: number
  canaries: number
  root: Buffer
  printFileSha256: Buffer
  at: Date
}

export async function recordCommitment(db: Db, commitment: StoredCommitment): Promise<void> {
  const { contestId, firstId, count, canaries, root, printFileSha256, at } = commitment
  await db
    .updateTable('contests')
    .set({
      first_ticket_id: firstId,
      ticket_count: count,
      canary_count: canaries,
      commitment_format: COMMITMENT_FORMAT,
      commitment_root: root,
      print_file_sha256: printFileSha256,
      generated_at: at,
    })
    .where('id', '=', contestId)
    .execute()
}

/** The contest whose print file has this SHA-256, or null. */
export async function contestOfPrintFile(db: Db, sha256: Buffer): Promise<number | null> {
  const row = await db.selectFrom('contests').select('id').where('print_file_sha256', '=', sha256).executeTakeFirst()
  return row?.id ?? null
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
