import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'

/** The contest whose grand prize is drawn. */
export type DrawContest = {
  id: number
  slug: string
  name: string
  grandPrize: { fr: string; en: string; valueCents: number }
  claimsUntil: Date
  /** root of the commitment, or the digest of a former contest; empty if it has neither */
  commitment: Buffer
}

/** Refuses `not-found`. */
export async function findDrawContest(db: Db, slug: string): Promise<DrawContest> {
  const contest = await seekDrawContest(db, slug)
  if (!contest) throw new Refusal('not-found')
  return contest
}

export async function seekDrawContest(db: Db, slug: string): Promise<DrawContest | null> {
  const row = await db
    .selectFrom('contests')
    .selectAll()
    .where('slug', '=', slug)
    .where('id', '>', 0)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    grandPrize: { fr: row.grand_prize_fr, en: row.grand_prize_en, valueCents: row.grand_prize_value_cents },
    claimsUntil: row.claims_until,
    commitment: row.commitment_root ?? row.allotment_digest ?? Buffer.alloc(0),
  }
}

/** Lets one transaction at a time change the draw of a contest; it lasts until the transaction ends. */
export async function lockDraw(db: Db, contestId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('grand-draw'), ${contestId})`.execute(db)
}
