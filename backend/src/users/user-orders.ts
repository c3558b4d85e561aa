import type { UserSort } from '@tiptop/contract/users.ts'
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { decodePlace, type SortPlace } from '../lists/cursor.ts'

type SortValues = SortPlace['values']

/** An order of the list: its columns, which an index has in the same order, and the types of their values. */
type UserOrder = { columns: RawBuilder<unknown>[]; direction: 'asc' | 'desc'; values: z.ZodType<SortValues> }

/** What the database can hold; a tab stands between the names. */
const text = z.string().regex(/^[^\0\p{Cs}]*$/u)
/** As the database writes it; it reads neither a year 0 nor an offset of 16 hours. */
const moment = z.iso
  .datetime({ offset: true })
  .max(40)
  .regex(/^(?!0000).*(Z|[+-](0\d|1[0-5]):\d\d)$/)
const created = sql`users.created_at`
const id = sql`users.id`
/** Compared as a whole, so that an accent or a capital decides only between equal letters; a tab comes before every sign. */
const lastNameFirst = sql`(users.last_name || e'\\t' || users.first_name) collate french`

const orders: Record<UserSort, UserOrder> = {
  newest: { columns: [created, id], direction: 'desc', values: z.tuple([moment, z.int32()]) },
  oldest: { columns: [created, id], direction: 'asc', values: z.tuple([moment, z.int32()]) },
  name: {
    columns: [lastNameFirst, id],
    direction: 'asc',
    values: z.tuple([text, z.int32()]),
  },
  email: { columns: [sql`lower(users.email)`], direction: 'asc', values: z.tuple([text]) },
}

/** How to sort the list of users: the columns to order by, and where a page begins and ends. */
export function userOrder(sort: UserSort) {
  const { columns, direction, values } = orders[sort]
  return {
    columns,
    direction,
    /** The values that a row is sorted by; times to the microsecond, as the database has them. */
    values: sql<SortValues>`jsonb_build_array(${sql.join(columns)})`,
    /** Whether a row comes after the page that ended with this cursor. Refuses `invalid-request`. */
    after(cursor: string): RawBuilder<boolean> {
      const last = decodePlace(cursor, { order: sort, values })
      const sign = direction === 'asc' ? sql`>` : sql`<`
      return sql<boolean>`(${sql.join(columns)}) ${sign} (${sql.join(last)})`
    },
  }
}
