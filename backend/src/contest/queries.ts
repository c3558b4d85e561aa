import type { Contest } from '@tiptop/contract/contest.ts'
import { typesetFrench } from '@tiptop/contract/french-typography.ts'
import type { Db } from '../database/database.ts'
import { commitmentOf, phaseAt } from './contest.ts'
import { asPrize, listPrizes } from './prize.ts'

/** The contest with this slug and its prizes in order, or null. */
export async function findContest(db: Db, slug: string, now: Date): Promise<Contest | null> {
  const row = await db.selectFrom('contests').selectAll().where('slug', '=', slug).executeTakeFirst()
  if (!row) return null
  const prizes = await listPrizes(db, row.id)
  const dates = { opensAt: row.opens_at, playsUntil: row.plays_until, claimsUntil: row.claims_until }
  return {
    slug: row.slug,
    name: row.name,
    phase: phaseAt(dates, now),
    opensAt: row.opens_at.toISOString(),
    receiptsUntil: row.receipts_until.toISOString(),
    playsUntil: row.plays_until.toISOString(),
    claimsUntil: row.claims_until.toISOString(),
    ticketCount: row.ticket_count ?? 0,
    prizes: prizes.map(prize => ({ ...asPrize(prize), quota: prize.quota })),
    grandPrize: {
      name: { fr: typesetFrench(row.grand_prize_fr), en: row.grand_prize_en },
      valueCents: row.grand_prize_value_cents,
    },
    allotmentDigest: row.allotment_digest?.toString('hex') ?? null,
    commitment: commitmentOf(row, prizes),
  }
}
