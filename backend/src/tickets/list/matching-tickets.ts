import type { TicketFilter } from '@tiptop/contract/tickets.ts'
import type { Db } from '../../database/database.ts'
import { type Moments, momentsOf } from '../../lists/period.ts'
import { Refusal } from '../../refusal.ts'

/** A filter with its days resolved to moments, and its prize to ids. */
export type SettledFilter = { contestId: number; prizeIds: number[]; moments: Moments } & Pick<
  TicketFilter,
  'status' | 'prize' | 'player'
>

export type PlayedQuery = ReturnType<typeof playedTickets>
export type UnplayedQuery = ReturnType<typeof unplayedTickets>

/**
 * The numbers of the tickets that match a filter, as queries without order or limit: of played tickets along
 * `participation`, of unplayed tickets along `ticket`; null where none can match.
 * Refuses `invalid-request` for a prize that the contest does not have, and for a period that ends before it begins.
 */
export async function ticketsMatching(db: Db, contest: string, filter: TicketFilter) {
  const { status, prize, player } = filter
  const moments = momentsOf(filter)
  const wanted: SettledFilter = { ...(await findPrizeIds(db, contest, prize)), moments, status, prize, player }
  const asksOfPlay = Boolean(moments.from || moments.before) || player !== undefined
  const mayBePlayed = status !== 'unclaimed' && wanted.prizeIds.length > 0
  // No one can tell what an unplayed ticket wins.
  const mayBeUnplayed = (status ?? 'unclaimed') === 'unclaimed' && !asksOfPlay && !prize && wanted.prizeIds.length > 0
  return {
    wanted,
    played: mayBePlayed ? playedTickets(db, wanted) : null,
    unplayed: mayBeUnplayed ? unplayedTickets(db, wanted) : null,
  }
}

// No index covers what playing changes in `tickets`, so that plays stay heap-only updates: what was played is found
// along the insert-only participations, what was not along its number.
function playedTickets(db: Db, { prizeIds, moments: { from, before }, status, player }: SettledFilter) {
  let query = db
    .selectFrom('participations as participation')
    .select(['participation.ticket_id as id', 'participation.played_at'])
    .where('participation.prize_id', 'in', prizeIds)
  if (from) query = query.where('participation.played_at', '>=', from)
  if (before) query = query.where('participation.played_at', '<', before)
  if (player !== undefined) query = query.where('participation.player_id', '=', player)
  if (!status) return query
  return query.where(({ exists, selectFrom }) =>
    exists(
      selectFrom('tickets as ticket')
        .select('ticket.id')
        .whereRef('ticket.id', '=', 'participation.ticket_id')
        .where('ticket.status', '=', status),
    ),
  )
}

// In a contest of the former format the prize alone says to which contest a ticket belongs.
function unplayedTickets(db: Db, { contestId, prizeIds }: SettledFilter) {
  return db
    .selectFrom('tickets as ticket')
    .select('ticket.id')
    .where('ticket.status', '=', 'unclaimed')
    .where(({ eb, or }) => or([eb('ticket.contest_id', '=', contestId), eb('ticket.prize_id', 'in', prizeIds)]))
}

async function findPrizeIds(db: Db, contest: string, slug: string | undefined) {
  const prizes = await db
    .selectFrom('prizes')
    .innerJoin('contests', 'contests.id', 'prizes.contest_id')
    .select(['prizes.id', 'prizes.slug', 'prizes.contest_id'])
    .where('contests.slug', '=', contest)
    .execute()
  const wanted = prizes.filter(prize => slug === undefined || prize.slug === slug)
  if (slug !== undefined && !wanted.length)
    throw new Refusal('invalid-request', { detail: `prize: the contest has none called ${slug}` })
  return { contestId: prizes[0]?.contest_id ?? 0, prizeIds: wanted.map(({ id }) => id) }
}
