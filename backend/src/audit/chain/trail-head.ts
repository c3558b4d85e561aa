import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'

type TrailHead = { event: number; hash: string; sealedAt: string }

/** The last hash of the chain, as it is stored, or null while nothing is sealed. */
export async function findHead(db: Db): Promise<TrailHead | null> {
  const seal = await db
    .selectFrom('audit_seals')
    .select(['last_id', 'sealed_at', sql<Buffer>`substr(hashes, length(hashes) - 31)`.as('hash')])
    .orderBy('first_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!seal) return null
  return { event: Number(seal.last_id), hash: seal.hash.toString('hex'), sealedAt: seal.sealed_at.toISOString() }
}
