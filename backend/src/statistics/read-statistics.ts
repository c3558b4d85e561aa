import type { DayPeriod } from '@tiptop/contract/period.ts'
import type { Statistics } from '@tiptop/contract/statistics.ts'
import { momentsOf } from '../lists/period.ts'
import { Refusal } from '../refusal.ts'
import type { Tools } from '../tools.ts'
import { findContest, listCountedPrizes, listCountedShops, readFigures } from './queries.ts'
import { statisticsOf } from './statistics.ts'

/**
 * The figures of the current contest, exact at the moment they are read. Refuses `invalid-request` for a
 * period that ends before it begins, and `not-found` while there is no contest.
 */
export async function readStatistics(
  { db, config, now }: Pick<Tools, 'db' | 'config' | 'now'>,
  period: DayPeriod,
): Promise<Statistics> {
  const moments = momentsOf(period)
  const contest = await findContest(db, config.contest)
  if (!contest) throw new Refusal('not-found')
  const [figures, prizes, shops] = await Promise.all([
    readFigures(db, contest.id, moments),
    listCountedPrizes(db, contest.id),
    listCountedShops(db),
  ])
  return statisticsOf({ takenAt: now(), period, tickets: contest.ticketCount ?? 0, figures, prizes, shops })
}
