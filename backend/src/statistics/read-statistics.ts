import type { DayPeriod } from '@tiptop/contract/period.ts'
import type { Statistics } from '@tiptop/contract/statistics.ts'
import { momentsOf } from '../lists/period.ts'
import { Refusal } from '../refusal.ts'
import type { Tools } from '../tools.ts'
import { findContest, listCountedPrizes, listCountedShops, listEmployeeFigures, readFigures } from './queries.ts'
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
  const [[figures, employees], prizes, shops] = await Promise.all([
    // One snapshot: what employees and shops handed over adds up to the same.
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(
        async db =>
          [await readFigures(db, contest.id, moments), await listEmployeeFigures(db, contest.id, moments)] as const,
      ),
    listCountedPrizes(db, contest.id),
    listCountedShops(db),
  ])
  const tickets = contest.ticketCount ?? 0
  return statisticsOf({ takenAt: now(), period, tickets, figures, employees, prizes, shops })
}
