import type {
  HandoverItem,
  HandoverList,
  HandoverQueue,
  HandoverSearch,
  HandoverStatus,
} from '@tiptop/contract/handover.ts'
import { sql } from 'kysely'
import { asPrize, prizeColumns } from '../../contest/prize.ts'
import type { Db } from '../../database/database.ts'
import { decodeCursor, page } from '../../lists/cursor.ts'
import { fullName } from '../../lists/full-name.ts'
import { isNamed } from '../../lists/name-search.ts'
import { isReserved } from '../../reserved.ts'
import { joinedShop } from '../../shops/queries.ts'
import { hashCode } from '../../tickets/ticket/code-hash.ts'
import { newestPlays } from '../../tickets/ticket/newest-plays.ts'
import { asPlayerTicket, playedTicketOf, ticketColumns } from '../../tickets/ticket/ticket.ts'
import type { Tools } from '../../tools.ts'
import type { StaffMember } from '../handover.ts'
import { findShopOf } from '../queries.ts'
import { searchTerms } from './search-terms.ts'

type SearchedTickets = { codeHashes: Buffer[] } | { email: string } | { name: string } | null
type ListPage = {
  status: HandoverStatus | undefined
  queue: { of: HandoverQueue; shopId: number | null } | null
  cursor: string | undefined
  limit: number
  staff: StaffMember
  now: Date
}

/**
 * Played tickets, the newest first, page by page; with a search those whose code, player's e-mail address or player's
 * name matches it. A text that can be read as several codes finds the tickets of all of them: of so many possible codes
 * few exist, so the ticket that is found is the one that was meant. An unplayed code finds nothing, like a code that no
 * ticket has.
 */
export async function listTickets(
  { db, config, now }: Pick<Tools, 'db' | 'config' | 'now'>,
  { staff, search, status, queue, cursor, limit }: HandoverSearch & { staff: StaffMember },
): Promise<HandoverList> {
  const asked = queue ? { of: queue, shopId: await findShopOf(db, staff.userId) } : null
  const order: ListPage = { status, queue: asked, cursor, limit, staff, now: now() }
  if (!search) return readPage(db, null, order)
  const terms = searchTerms(search)
  if ('email' in terms) return readPage(db, terms, order)
  if (terms.codes.length) {
    const codeHashes = terms.codes.map(code => hashCode(config.tickets.pepper, code))
    const found = await readPage(db, { codeHashes }, order)
    if (found.items.length) return found
  }
  return readPage(db, { name: terms.name }, order)
}

async function readPage(
  db: Db,
  wanted: SearchedTickets,
  { status, queue, cursor, limit, staff, now }: ListPage,
): Promise<HandoverList> {
  let query = playedTickets(db).where('participation.player_id', isReserved(staff.userId) ? '<' : '>', 0)
  if (wanted && 'codeHashes' in wanted) query = query.where('ticket.code_hash', 'in', wanted.codeHashes)
  if (wanted && 'email' in wanted) query = query.where(sql`lower(player.email)`, '=', wanted.email)
  if (wanted && 'name' in wanted) query = query.where(isNamed('player', wanted.name))
  if (status) query = query.where('ticket.status', '=', status === 'claimed' ? 'claimed' : 'pending')
  if (queue?.of === 'own') query = query.where('player.pickup_shop_id', '=', queue.shopId)
  if (queue?.of === 'other' && queue.shopId !== null)
    query = query.where('player.pickup_shop_id', 'is distinct from', queue.shopId)
  if (status === 'pending') query = query.where('contest.claims_until', '>', now)
  if (status === 'expired') query = query.where('contest.claims_until', '<=', now)
  const after = cursor === undefined ? null : decodeCursor(cursor)
  const rows = await newestPlays(query, { after, count: limit + 1 }).execute()
  return page(
    rows,
    limit,
    row => asItem(row, now),
    ({ at, id }) => ({ at, id }),
  )
}

function playedTickets(db: Db) {
  return db
    .selectFrom('participations as participation')
    .innerJoin('tickets as ticket', 'ticket.id', 'participation.ticket_id')
    .innerJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .innerJoin('users as player', 'player.id', 'participation.player_id')
    .select(['participation.ticket_id as id', 'participation.played_at as at', fullName('player').as('player_name')])
    .leftJoin('shops as shop', 'shop.id', 'player.pickup_shop_id')
    .select(ticketColumns)
    .select(prizeColumns)
    .select(joinedShop.as('pickup_shop'))
}

type PlayedTicketRow = Awaited<ReturnType<ReturnType<typeof playedTickets>['execute']>>[number]

function asItem(row: PlayedTicketRow, now: Date): HandoverItem {
  return {
    ticket: asPlayerTicket(playedTicketOf(row), now),
    prize: asPrize(row),
    playerName: row.player_name ?? '',
    pickupShop: row.pickup_shop,
  }
}
