import { type SelectQueryBuilder, sql } from 'kysely'
import type { Db } from '../../database/database.ts'
import type { DB } from '../../database/schema.ts'
import { newestPlays, numberOf, type PageBounds } from '../ticket/newest-plays.ts'
import type { PlayedQuery, SettledFilter, UnplayedQuery } from './matching-tickets.ts'

type TicketNumbers = SelectQueryBuilder<DB, never, { id: number }>

/** This many plays are read in a few milliseconds. */
const NEARBY = 2_000

/** How the number of tickets of a status follows from the plays of an hour and those of them that are handed over. */
const SIGNS = {
  any: { plays: 1, handedOver: 0 },
  pending: { plays: 1, handedOver: -1 },
  claimed: { plays: 0, handedOver: 1 },
  unclaimed: { plays: 0, handedOver: 0 },
}

/**
 * The next unplayed tickets by number, looking only into stretches of numbers that hold such tickets according to the
 * counts of the database.
 */
export function byNumber(db: Db, unplayed: UnplayedQuery, wanted: SettledFilter, bounds: PageBounds): TicketNumbers {
  const rest = bounds.after ? unplayed.where('ticket.id', '>', numberOf(bounds.after)) : unplayed
  const inThatStretch = rest
    .where(sql<boolean>`ticket.id between stretch.number << 12 and (stretch.number << 12) + 4095`)
    .orderBy('ticket.id')
    .limit(bounds.count)
  return db
    .selectFrom(holdingStretches(wanted, bounds).as('stretch'))
    .innerJoinLateral(inThatStretch.as('unplayed'), join => join.onTrue())
    .select('unplayed.id')
    .orderBy('unplayed.id')
    .limit(bounds.count) as unknown as TicketNumbers
}

/** The next plays, as far as they are among the {@link NEARBY} next of all: common tickets are found there. */
export function nearbyFirst(played: PlayedQuery, { moments }: SettledFilter, bounds: PageBounds): TicketNumbers {
  const bound = sql<Date>`coalesce((
    select played_at from participations
    where played_at < coalesce(${moments.before}::timestamptz, 'infinity')
      and played_at <= coalesce(${bounds.after?.at ?? null}::timestamptz, 'infinity')
    order by played_at desc, ticket_id desc offset ${NEARBY} limit 1
  ), '-infinity')`
  return newestPlays(played.where('participation.played_at', '>=', bound), bounds)
}

/**
 * The next plays, looking only into hours that hold such tickets according to the counts of the database: two pending
 * prizes among millions of claimed ones are found without reading those. One statement reads counts and tickets, so
 * they agree.
 */
export function hourByHour(db: Db, played: PlayedQuery, wanted: SettledFilter, bounds: PageBounds): TicketNumbers {
  const inThatHour = newestPlays(played, bounds).where(
    sql<boolean>`participation.played_at >= hour.since and participation.played_at < hour.since + interval '1 hour'`,
  )
  return db
    .selectFrom(holdingHours(wanted, bounds).as('hour'))
    .innerJoinLateral(inThatHour.as('play'), join => join.onTrue())
    .select('play.id')
    .orderBy('play.played_at', 'desc')
    .orderBy('play.id', 'desc')
    .limit(bounds.count) as unknown as TicketNumbers
}

/** The newest hours that hold this many tickets together; those of the hour of the cursor may have been shown. */
function holdingHours({ contestId, prizeIds, moments, status }: SettledFilter, { after, count }: PageBounds) {
  const { plays, handedOver } = SIGNS[status ?? 'any']
  const cursor = sql`${after?.at ?? null}::timestamptz`
  return sql<{ since: Date }>`(
    select since
    from (
      select since, sum(case when since = hour_of(${cursor}) then 0 else held end)
        over (order by since desc rows between unbounded preceding and 1 preceding) as newer
      from (
        select since, sum(amount * case measure when 'hourly-plays' then ${sql.lit(plays)} else ${sql.lit(handedOver)} end) as held
        from counts
        where contest_id = ${contestId} and measure in ('hourly-plays', 'hourly-plays-handed-over')
          and key in (${sql.join(prizeIds)}) and since <= coalesce(${cursor}, 'infinity')
          and since >= coalesce(${moments.from}::timestamptz, '-infinity')
          and since < coalesce(${moments.before}::timestamptz, 'infinity')
        group by since
      ) hour
      where held > 0
    ) hour
    where coalesce(newer, 0) < ${count}
  )`
}

/** The first stretches that hold this many tickets together; those of the stretch of the cursor may have been shown. */
function holdingStretches({ contestId }: SettledFilter, { after, count }: PageBounds) {
  const begun = sql`${after?.id ?? 0}::bigint >> 12`
  return sql<{ number: number }>`(
    select stretch as number
    from (
      select stretch, sum(case when stretch = ${begun} then 0 else held end)
        over (order by stretch rows between unbounded preceding and 1 preceding) as before
      from (
        select stretch, sum(amount) as held from unplayed_stretch_counts
        where contest_id = ${contestId} and stretch >= ${begun}
        group by stretch
      ) stretch
      where held > 0
    ) stretch
    where coalesce(before, 0) < ${count}
  )`
}
