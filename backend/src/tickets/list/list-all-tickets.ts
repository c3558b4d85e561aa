import type { TicketList, TicketSearch } from '@tiptop/contract/tickets.ts'
import type { Db } from '../../database/database.ts'
import { type Cursor, decodeCursor, page } from '../../lists/cursor.ts'
import type { Tools } from '../../tools.ts'
import { newestPlays, type PageBounds } from '../ticket/newest-plays.ts'
import { asTicketItem, describeTickets, type ListedTicket } from './describe-tickets.ts'
import { type PlayedQuery, type SettledFilter, ticketsMatching } from './matching-tickets.ts'
import { byNumber, hourByHour, nearbyFirst } from './ordered-numbers.ts'

/** The time that stands for an unplayed ticket in a cursor. */
const NEVER = new Date(0)
const isUnplayed = (cursor: Cursor | null) => cursor?.at.getTime() === NEVER.getTime()

/**
 * The tickets of the current contest, page by page: played tickets, the newest first, then unplayed tickets by number.
 * A ticket that is played between two pages moves to the front, to which a list that has begun does not return.
 * Refuses `invalid-request`, see ticketsMatching.
 */
export async function listAllTickets(
  { db, config, now }: Pick<Tools, 'db' | 'config' | 'now'>,
  { cursor, limit, ...filter }: TicketSearch,
): Promise<TicketList> {
  const { played, unplayed, wanted } = await ticketsMatching(db, config.contest, filter)
  const after = cursor === undefined ? null : decodeCursor(cursor)
  const rows: ListedTicket[] = []
  if (played && !isUnplayed(after)) rows.push(...(await readPlayed(db, played, wanted, { after, count: limit + 1 })))
  const rest = { after: isUnplayed(after) ? after : null, count: limit + 1 - rows.length }
  if (unplayed && rest.count > 0) rows.push(...(await describeTickets(db, byNumber(db, unplayed, wanted, rest))))
  const at = now()
  return page(
    rows,
    limit,
    row => asTicketItem(row, at),
    ({ id, played_at }) => ({ at: played_at ?? NEVER, id }),
  )
}

/** Tickets of a status or prize may be rare: if the next plays hold too few, the counts say where to look. */
async function readPlayed(
  db: Db,
  played: PlayedQuery,
  wanted: SettledFilter,
  bounds: PageBounds,
): Promise<ListedTicket[]> {
  const mayBeRare = wanted.player === undefined && (wanted.status !== undefined || wanted.prize !== undefined)
  if (!mayBeRare) return describeTickets(db, newestPlays(played, bounds))
  const nearby = await describeTickets(db, nearbyFirst(played, wanted, bounds))
  return nearby.length < bounds.count ? describeTickets(db, hourByHour(db, played, wanted, bounds)) : nearby
}
