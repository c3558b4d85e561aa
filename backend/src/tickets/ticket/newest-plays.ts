import { type SelectQueryBuilder, sql } from 'kysely'
import type { Cursor } from '../../lists/cursor.ts'

/** One page of a list: what follows the cursor of the page before, and how many rows to read. */
export type PageBounds = { after: Cursor | null; count: number }

/**
 * A number from a cursor, which anyone may have forged: past every ticket it leads to the end of the list, not to an
 * error.
 */
export const numberOf = ({ id }: Cursor) => sql<number>`${id}::bigint`

/**
 * The next plays of a query that selects from `participations as participation`, the newest first, along their index.
 */
export function newestPlays<Schema, Tables extends keyof Schema, Output>(
  plays: SelectQueryBuilder<Schema, Tables, Output>,
  { after, count }: PageBounds,
): SelectQueryBuilder<Schema, Tables, Output> {
  const [playedAt, ticket] = [sql.ref('participation.played_at'), sql.ref('participation.ticket_id')]
  const rest = after
    ? plays.where(sql<boolean>`(${playedAt}, ${ticket}) < (${after.at}::timestamptz, ${numberOf(after)})`)
    : plays
  return rest.orderBy(playedAt, 'desc').orderBy(ticket, 'desc').limit(count)
}
