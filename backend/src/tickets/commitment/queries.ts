import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { SLICE_LEAVES } from './entry.ts'

const ROWS_AT_ONCE = 20_000

type LeavesToStore = { contestId: number; firstLeaf: number; slices: Buffer[] }

/** Stores consecutive slices of leaf hashes; all but the last of a contest are whole. */
export async function insertLeaves(db: Db, { contestId, firstLeaf, slices }: LeavesToStore): Promise<void> {
  const rows = slices.map((hashes, index) => ({
    contest_id: contestId,
    first_leaf: firstLeaf + index * SLICE_LEAVES,
    hashes,
  }))
  await db.insertInto('commitment_leaves').values(rows).execute()
}

/** Stores the roots of all slices of a contest, in their order. */
export async function insertSliceRoots(db: Db, contestId: number, roots: Buffer[]): Promise<void> {
  await db
    .insertInto('commitment_slice_roots')
    .values({ contest_id: contestId, roots: Buffer.concat(roots) })
    .execute()
}

type LeafSlice = { firstLeaf: number; hashes: Buffer }

/** The slices of a contest in order, one in memory at a time. */
export async function* readLeaves(db: Db, contestId: number): AsyncGenerator<LeafSlice> {
  for (let last = -1; ; ) {
    const slice = await db
      .selectFrom('commitment_leaves')
      .select(['first_leaf as firstLeaf', 'hashes'])
      .where('contest_id', '=', contestId)
      .where('first_leaf', '>', last)
      .orderBy('first_leaf')
      .limit(1)
      .executeTakeFirst()
    if (!slice) return
    yield slice
    last = slice.firstLeaf
  }
}

/** A ticket of the contest: of a played one its code and the position of its prize, 0 for one of another contest. */
export type CommittedTicket = {
  id: number
  hash: Buffer
  masked: number
  code: TicketCode | null
  position: number | null
}

/** The tickets of a contest by number, a page in memory at a time. */
export async function* readTickets(db: Db, contestId: number): AsyncGenerator<CommittedTicket> {
  await sql`
    declare committed no scroll cursor for
    select t.id, t.code_hash as hash, t.masked_prize as masked, t.code,
      case when t.prize_id is not null then coalesce(p.position, 0) end as position
    from tickets t left join prizes p on p.id = t.prize_id and p.contest_id = ${sql.lit(contestId)}
    where t.contest_id = ${sql.lit(contestId)}
    order by t.id`.execute(db)
  try {
    for (;;) {
      const { rows } = await sql<CommittedTicket>`fetch ${sql.lit(ROWS_AT_ONCE)} from committed`.execute(db)
      yield* rows
      if (rows.length < ROWS_AT_ONCE) return
    }
  } finally {
    await sql`close committed`.execute(db).catch(() => {})
  }
}
