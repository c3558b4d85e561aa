import type { PlayAnswer } from '@tiptop/contract/game.ts'
import type { HandoverEvent } from '@tiptop/contract/handover.ts'
import { sql } from 'kysely'
import { isNotAPlay } from '../audit/not-a-play.ts'
import { prizeColumns } from '../contest/prize.ts'
import type { Db } from '../database/database.ts'
import { asPlay } from '../game/queries.ts'
import { fullName } from '../lists/full-name.ts'
import { joinedShop } from '../shops/queries.ts'
import { ticketColumns } from '../tickets/ticket/ticket.ts'
import { refusedAgainSince, type StaffMember, undoableSince } from './handover.ts'

const MOST_OTHERS = 50

type OtherTickets = { playerId: number; ticketId: number; now: Date }
type TicketChange = { codeHash: Buffer; staff: StaffMember; now: Date }

/**
 * Marks a pending ticket as handed over by this employee in their shop, in one statement: of any number who try at once
 * one succeeds. @returns the ticket's id, the shop and the player, or null if it is not pending, its time is over, its player's
 * account is erased or of the same person as the employee's, or the employee has no shop or no longer this role
 */
export async function claimPending(db: Db, { codeHash, staff, now }: TicketChange) {
  const row = await db
    .updateTable('tickets as ticket')
    .from(['users as employee', 'users as player', 'prizes as prize', 'contests as contest'])
    .set(({ ref }) => ({
      status: 'claimed' as const,
      claimed_at: now,
      claimed_by: ref('employee.id'),
      claimed_shop_id: ref('employee.shop_id'),
    }))
    .where('ticket.code_hash', '=', codeHash)
    .where('ticket.status', '=', 'pending')
    .whereRef('prize.id', '=', 'ticket.prize_id')
    .whereRef('contest.id', '=', 'prize.contest_id')
    .where('contest.claims_until', '>', now)
    .whereRef('player.id', '=', 'ticket.player_id')
    .where('player.erased_at', 'is', null)
    .where('employee.id', '=', staff.userId)
    .where('employee.shop_id', 'is not', null)
    .where('employee.role', 'in', ['employee', 'admin'])
    .where(isNotSamePerson('employee.id', 'player.id'))
    .returning(['ticket.id', 'ticket.claimed_shop_id as shopId', 'player.id as playerId'])
    .executeTakeFirst()
  return row ?? null
}

/**
 * Makes a ticket pending again while its handover can be undone by this person, in one statement.
 * @returns the ticket's id, or null if there is nothing that this person can still undo
 */
export async function undoClaim(db: Db, { codeHash, staff, now }: TicketChange): Promise<number | null> {
  const row = await db
    .updateTable('tickets')
    .set({ status: 'pending', claimed_at: null, claimed_by: null, claimed_shop_id: null })
    .where('code_hash', '=', codeHash)
    .where('status', '=', 'claimed')
    .where('claimed_at', '>', undoableSince(now))
    .$if(staff.role !== 'admin', query => query.where('claimed_by', '=', staff.userId))
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** A played ticket as {@link playedTicket} has it; undefined if no one has played this code. */
export function findPlayed(db: Db, codeHash: Buffer) {
  return playedTicket(db, codeHash).executeTakeFirst()
}

/** A ticket that was found before, read again within this transaction. */
export function readPlayed(db: Db, codeHash: Buffer) {
  return playedTicket(db, codeHash).executeTakeFirstOrThrow()
}

/** A played ticket with its prize, its player, and who handed it over where. */
function playedTicket(db: Db, codeHash: Buffer) {
  return db
    .selectFrom('tickets as ticket')
    .innerJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .innerJoin('users as player', 'player.id', 'ticket.player_id')
    .leftJoin('users as employee', 'employee.id', 'ticket.claimed_by')
    .leftJoin('shops as shop', 'shop.id', 'ticket.claimed_shop_id')
    .select(['ticket.id', 'ticket.claimed_by'])
    .select(ticketColumns)
    .select(prizeColumns)
    .select(['player.id as player_id', 'player.first_name', 'player.last_name', 'player.birth_date'])
    .select('player.erased_at as player_erased_at')
    .select([fullName('employee').as('employee_name'), joinedShop.as('shop')])
    .where('ticket.code_hash', '=', codeHash)
}

/** What happened at the counter with this ticket, the oldest first; at its own time, also if it was done again later. */
export async function findHistory(db: Db, ticketId: number): Promise<HandoverEvent[]> {
  const rows = await db
    .selectFrom('audit_events as event')
    .leftJoin('users as actor', 'actor.id', 'event.actor_id')
    .leftJoin('shops as shop', join => join.on('shop.id', '=', sql<number>`(event.details->>'shopId')::smallint`))
    .select(['event.kind', fullName('actor').as('by'), joinedShop.as('shop')])
    .select(sql<Date>`coalesce((event.details->'replayed'->>'happened')::timestamptz, event.at)`.as('at'))
    .select(sql<string | null>`event.details->>'reason'`.as('reason'))
    .where('event.ticket_id', '=', ticketId)
    .where(isNotAPlay('event'))
    .where('event.kind', 'in', ['prize-handed-over', 'handover-refused', 'handover-undone'])
    .orderBy('event.id')
    .execute()
  return rows.map(row => ({
    ...row,
    kind: row.kind as HandoverEvent['kind'],
    at: row.at.toISOString(),
    by: row.by ?? '',
  }))
}

/** Who has last taken back a handover of this ticket. */
export function findLastUndo(db: Db, ticketId: number) {
  return db
    .selectFrom('audit_events')
    .select('actor_id')
    .where('ticket_id', '=', ticketId)
    .where(isNotAPlay())
    .where('kind', '=', 'handover-undone')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

type RepeatedRefusal = { ticketId: number; staff: StaffMember; reason: string; now: Date }

/**
 * Whether this person refused this ticket for this reason a moment ago. The ticket is locked until the transaction
 * ends, so that of two requests at once the second sees what the first has written.
 */
export async function isRefusedAlready(db: Db, { ticketId, staff, reason, now }: RepeatedRefusal): Promise<boolean> {
  await db.selectFrom('tickets').select('id').where('id', '=', ticketId).forNoKeyUpdate().execute()
  const event = await db
    .selectFrom('audit_events')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where(isNotAPlay())
    .where('kind', '=', 'handover-refused')
    .where('actor_id', '=', staff.userId)
    .where(sql`details->>'reason'`, '=', reason)
    .where('at', '>', refusedAgainSince(now))
    .executeTakeFirst()
  return event !== undefined
}

/** The other prizes that wait for this player, the newest first, as many as one answer holds. */
export async function findOthers(db: Db, { playerId, ticketId, now }: OtherTickets): Promise<PlayAnswer[]> {
  const rows = await db
    .selectFrom('participations as participation')
    .innerJoin('tickets as ticket', 'ticket.id', 'participation.ticket_id')
    .innerJoin('prizes as prize', 'prize.id', 'ticket.prize_id')
    .innerJoin('contests as contest', 'contest.id', 'prize.contest_id')
    .select(ticketColumns)
    .select(prizeColumns)
    .where('participation.player_id', '=', playerId)
    .where('ticket.id', '<>', ticketId)
    .where('ticket.status', '=', 'pending')
    .where('contest.claims_until', '>', now)
    .orderBy('participation.played_at', 'desc')
    .orderBy('ticket.id', 'desc')
    .limit(MOST_OTHERS)
    .execute()
  return rows.map(row => asPlay(row, now))
}

/** Remembers that this player was served in this shop: their other prizes are expected there. */
export async function rememberShop(db: Db, playerId: number, shopId: number): Promise<void> {
  await db
    .updateTable('users')
    .set({ pickup_shop_id: shopId })
    .where('id', '=', playerId)
    .where('erased_at', 'is', null)
    .where('pickup_shop_id', 'is distinct from', shopId)
    .execute()
}

/** In the words of the database, which holds this rule too. */
function isNotSamePerson(one: string, other: string) {
  return sql<boolean>`not is_same_person(${sql.ref(one)}, ${sql.ref(other)})`
}

/** Whether these accounts are one, or have the same name and birth date. */
export async function isSamePerson(db: Db, one: number, other: number): Promise<boolean> {
  const { rows } = await sql<{ same: boolean }>`select is_same_person(${one}, ${other}) as same`.execute(db)
  return rows[0]?.same ?? false
}

/** The shop that this account belongs to, or null. */
export async function findShopOf(db: Db, userId: number): Promise<number | null> {
  const row = await db.selectFrom('users').select('shop_id').where('id', '=', userId).executeTakeFirst()
  return row?.shop_id ?? null
}
