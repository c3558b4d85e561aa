import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { CODE_HASH_BYTES } from '../ticket/code-hash.ts'

/** What the digest says of a ticket: the hash of its code, then the position of its prize in the contest. */
export const ENTRY_BYTES = CODE_HASH_BYTES + 1

/** A ticket as the digest sees it. Position 0: the prize of another contest, or none. */
export type AllottedTicket = { id: number; hash: Buffer; position: number }

const ROWS_AT_ONCE = 20_000

export async function findAllottedContest(db: Db, slug: string) {
  return db
    .selectFrom('contests')
    .select(['id', 'ticket_count', 'allotment_digest'])
    .where('slug', '=', slug)
    .executeTakeFirst()
}

export type AllotmentSlice = { firstId: number; entries: Buffer }

/** The slices of a contest in order, one in memory at a time. */
export async function* readSlices(db: Db, contestId: number): AsyncGenerator<AllotmentSlice> {
  for (let last = -2_147_483_648; ; ) {
    const slice = await db
      .selectFrom('allotment_slices')
      .select(['first_ticket_id as firstId', 'entries'])
      .where('contest_id', '=', contestId)
      .where('first_ticket_id', '>', last)
      .orderBy('first_ticket_id')
      .limit(1)
      .executeTakeFirst()
    if (!slice) return
    yield slice
    last = slice.firstId
  }
}

/** The first and the last ticket number of the slices; null without slices. */
export async function rangeOfSlices(db: Db, contestId: number): Promise<{ first: number; last: number } | null> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(first_ticket_id) as first,
           max(first_ticket_id::bigint + octet_length(entries) / ${sql.lit(ENTRY_BYTES)} - 1) as last
    from allotment_slices where contest_id = ${contestId}`.execute(db)
  const { first = null, last = null } = rows[0] ?? {}
  return first === null || last === null ? null : { first, last }
}

type AllottedRange = { contestId: number; range: { first: number; last: number } | null }

/** The tickets in this range, and all others that win a prize of the contest, by number: a page in memory at a time. */
export async function* readTickets(db: Db, { contestId, range }: AllottedRange): AsyncGenerator<AllottedTicket> {
  const { first, last } = range ?? { first: 0, last: -1 }
  await sql`
    declare allotted no scroll cursor for
    select t.id, t.code_hash as hash, coalesce(p.position, 0) as position
    from tickets t left join prizes p on p.id = t.prize_id and p.contest_id = ${sql.lit(contestId)}
    where t.id between ${sql.lit(first)} and ${sql.lit(last)} or p.id is not null
    order by t.id`.execute(db)
  try {
    for (;;) {
      const { rows } = await sql<AllottedTicket>`fetch ${sql.lit(ROWS_AT_ONCE)} from allotted`.execute(db)
      yield* rows
      if (rows.length < ROWS_AT_ONCE) return
    }
  } finally {
    await sql`close allotted`.execute(db).catch(() => {})
  }
}
