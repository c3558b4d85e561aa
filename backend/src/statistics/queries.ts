import { sql } from 'kysely'
import { asPrize, listPrizes } from '../contest/prize.ts'
import type { Db } from '../database/database.ts'
import type { Counted } from '../database/schema.ts'
import { fullName } from '../lists/full-name.ts'
import type { Moments } from '../lists/period.ts'
import { byCity, shopColumns } from '../shops/queries.ts'
import { ZONE } from '../time-in-france.ts'

/** A sum of counts, of one key or of one day in France. `amount` is that of the period, `ever` that of all time. */
export type CountedFigure = { measure: Counted; key: number | null; day: string | null; amount: number; ever: number }

/** All figures of a contest in one statement, so that they are those of one moment. */
export async function readFigures(db: Db, contestId: number, { from, before }: Moments): Promise<CountedFigure[]> {
  const inPeriod = sql`since >= coalesce(${from}::timestamptz, '-infinity')
    and since < coalesce(${before}::timestamptz, 'infinity')`
  const { rows } = await sql<CountedFigure>`
    select measure, key, (since at time zone ${sql.lit(ZONE)})::date as day,
      coalesce(sum(amount) filter (where ${inPeriod}), 0) as amount, sum(amount) as ever
    from counts
    where contest_id in (0, ${contestId}) and measure not in ('hourly-plays', 'hourly-plays-handed-over')
    group by grouping sets ((measure, key), (measure, since))`.execute(db)
  return rows
}

export type EmployeeFigure = Awaited<ReturnType<typeof listEmployeeFigures>>[number]

/** How many prizes each employee handed over in each shop in the period, the most first. */
export async function listEmployeeFigures(db: Db, contestId: number, { from, before }: Moments) {
  const amount = sql<number>`sum(counted.amount)::int`
  const rows = await db
    .selectFrom('staff_handovers as counted')
    .innerJoin('users as employee', 'employee.id', 'counted.employee_id')
    .innerJoin('shops', 'shops.id', 'counted.shop_id')
    .select(['employee.id', fullName('employee').as('employee_name'), ...shopColumns, amount.as('handovers')])
    .where('counted.contest_id', '=', contestId)
    .$if(from !== null, query => query.where('counted.since', '>=', from as Date))
    .$if(before !== null, query => query.where('counted.since', '<', before as Date))
    .groupBy(['employee.id', 'shops.id'])
    .having(amount, '>', 0)
    .orderBy(amount, 'desc')
    .orderBy('employee.id')
    .orderBy('shops.id')
    .execute()
  return rows.map(({ id, employee_name, handovers, ...shop }) => ({
    employee: { id, name: employee_name ?? '' },
    shop,
    handovers,
  }))
}

/** The contest with this slug, as the figures need it, or null. */
export async function findContest(db: Db, slug: string) {
  const contest = await db
    .selectFrom('contests')
    .select(['id', 'ticket_count as ticketCount'])
    .where('slug', '=', slug)
    .executeTakeFirst()
  return contest ?? null
}

export type CountedPrize = Awaited<ReturnType<typeof listCountedPrizes>>[number]

/** The prizes of a contest in their order. */
export async function listCountedPrizes(db: Db, contestId: number) {
  const rows = await listPrizes(db, contestId)
  return rows.map(row => ({ id: row.id, quota: row.quota, prize: asPrize(row) }))
}

export type CountedShop = Awaited<ReturnType<typeof listCountedShops>>[number]

/** Every shop, by city. */
export async function listCountedShops(db: Db) {
  const rows = await db
    .selectFrom('shops')
    .select(['id', ...shopColumns])
    .where('id', '>', 0)
    .orderBy(byCity)
    .orderBy('id')
    .execute()
  return rows.map(({ id, ...shop }) => ({ id, shop }))
}
