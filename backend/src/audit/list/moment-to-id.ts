import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'

/** Ids rise with time, except for events that waited or had another clock, by this much at most. */
const DISORDER_MS = 15 * 60_000

/**
 * The ids between which all events of a period are, so that it is read along any index of ids: the trail needs no index
 * on its times, which would cost every play.
 */
export async function idsBetween(db: Db, { from, before }: { from: Date | null; before: Date | null }) {
  const [first, end] = await Promise.all([
    from && firstIdAt(db, new Date(from.getTime() - DISORDER_MS)),
    before && firstIdAt(db, new Date(before.getTime() + DISORDER_MS)),
  ])
  return { first, end }
}

/** The first id from which events are of this moment or later, by bisection: about 24 steps for ten million events. */
async function firstIdAt(db: Db, moment: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with recursive search (low, high) as (
      select coalesce(min(id), 0), coalesce(max(id), 0) + 1 from audit_events
      union all
      select case when found.at < ${moment} then found.id + 1 else low end,
        case when found.at < ${moment} then high else (low + high) / 2 end
      from search
      cross join lateral (select id, at from audit_events where id >= (low + high) / 2 order by id limit 1) found
      where low < high
    )
    select low as id from search where low >= high limit 1`.execute(db)
  return rows[0]?.id ?? 0
}
