import type { TicketList, TicketSearch } from '@tiptop/contract/tickets.ts'
import type { Db } from '../../database/database.ts'
import { type Cursor, decodeCursor, page } from '../../lists/cursor.ts'
import type { Tools } from '../../tools.ts'
import { newestPlays, type PageBounds } from '../ticket/newest-plays.ts'
import { asTicketItem, describeTickets, type TicketRow } from './describe-tickets.ts'
import { type PlayedQuery, type SettledFilter, ticketsMatching } from './matching-tickets.ts'
import { byNumber, hourByHour, nearbyFirst } from './ordered-numbers.ts'

/** The time under which the cursor notes a ticket that nobody played. */
const NEVER = new Date(0)
const isUnplayed = (cursor: Cursor | null) => cursor?.at.getTime() === NEVER.getTime()

/**
 * The tickets of the contest that is on, page by page: what was played, the newest first, and then what was not, by its
 * number. A ticket that is played between two pages moves to the front, where a list that has begun does not return.
 * Refuses `invalid-request`, see ticketsMatching.
 */
export async function listAllTickets(
  { db, config, now }: Pick<Tools, 'db' | 'config' | 'now'>,
  { cursor, limit, ...filter }: TicketSearch,
): Promise<TicketList> {
  const { played, unplayed, wanted } = await ticketsMatching(db, config.contest, filter)
  const after = cursor === undefined ? null : decodeCursor(cursor)
  const rows: TicketRow[] = []
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

/** What a status or a prize lets through may be rare: when the next plays hold too few, the counts say where to look. */
async function readPlayed(
  db: Db,
  played: PlayedQuery,
  wanted: SettledFilter,
  bounds: PageBounds,
): Promise<TicketRow[]> {
  const mayBeRare = wanted.player === undefined && (wanted.status !== undefined || wanted.prize !== undefined)
  if (!mayBeRare) return describeTickets(db, newestPlays(played, bounds))
  const nearby = await describeTickets(db, nearbyFirst(played, wanted, bounds))
  return nearby.length < bounds.count ? describeTickets(db, hourByHour(db, played, wanted, bounds)) : nearby
}
