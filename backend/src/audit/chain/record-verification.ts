import type { Db } from '../../database/database.ts'
import type { TrailVerification } from './verify-trail.ts'

/** Writes down what a verification of the trail found. The owner of the database does. */
export async function recordVerification(db: Db, at: Date, { sealed, faults, head }: TrailVerification): Promise<void> {
  const found = { sealed, faults, head_event: head?.event ?? null, head_hash: head && Buffer.from(head.hash, 'hex') }
  await db
    .insertInto('audit_verifications')
    .values({ at, ...found })
    .execute()
}

/** What the last verification of the trail found, or null before the first. */
export async function findLastVerification(db: Db) {
  const row = await db.selectFrom('audit_verifications').selectAll().orderBy('at', 'desc').limit(1).executeTakeFirst()
  if (!row) return null
  const event = row.head_event === null ? null : Number(row.head_event)
  return { at: row.at.toISOString(), sealed: Number(row.sealed), faults: row.faults, event }
}
