import { sql } from 'kysely'
import { asPrize, listPrizes } from '../contest/prize.ts'
import type { Db } from '../database/database.ts'

/** The contest with this slug, or null. */
export async function findContest(db: Db, slug: string) {
  const query = db.selectFrom('contests').select(['id', 'ticket_count']).where('slug', '=', slug)
  return (await query.executeTakeFirst()) ?? null
}

/** How many tickets of each prize were allotted, played and handed over, in the order of the prizes. */
export async function countByPrize(db: Db, contestId: number) {
  const prizes = await listPrizes(db, contestId)
  const sums = await db
    .selectFrom('counts')
    .select(['measure', 'key', sql<number>`sum(amount)::int`.as('amount')])
    .where('contest_id', '=', contestId)
    .where('measure', 'in', ['plays', 'handovers'])
    .groupBy(['measure', 'key'])
    .execute()
  const sum = (measure: string, id: number) => sums.find(row => row.measure === measure && row.key === id)?.amount ?? 0
  return prizes.map(row => ({
    prize: asPrize(row),
    quota: row.quota,
    played: sum('plays', row.id),
    claimed: sum('handovers', row.id),
  }))
}
