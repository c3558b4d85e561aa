import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { openedIdentityKey } from '../accounts/account-limits.ts'
import { recordReading } from '../audit/record-reading.ts'
import { asPrize } from '../contest/prize.ts'
import type { Db } from '../database/database.ts'
import { guessKeys } from '../game/guess-limits.ts'
import { Refusal } from '../refusal.ts'
import { mayMeet } from '../reserved.ts'
import { hashCode } from '../tickets/ticket/code-hash.ts'
import { asPlayerTicket, handedOverOf, playedTicketOf } from '../tickets/ticket/ticket.ts'
import type { Tools } from '../tools.ts'
import { isUndoable, mayTakeBack, type StaffMember, undoUntil } from './handover.ts'
import { findHistory, findOthers, findPlayed, readPlayed } from './queries.ts'

type PlayedRow = Awaited<ReturnType<typeof readPlayed>>
export type TicketLookup = { code: TicketCode; staff: StaffMember; address: string }
export type HandoverTools = Pick<Tools, 'db' | 'attempts' | 'config' | 'metrics' | 'now'>

/**
 * The ticket with this code. An unplayed code is as unknown as an invented one, and both count as guesses of this
 * account, so that no one tests codes at the counter. The address is not counted: a shop's guests share it, and a guest
 * who guesses must not block the counter. Refuses `ticket-unknown` and `too-many-attempts`.
 */
export async function findTicket(
  { db, attempts, config, metrics }: HandoverTools,
  { code, staff, address }: TicketLookup,
) {
  const [account] = guessKeys({ playerId: staff.userId, address })
  await attempts.refuseWhileBlocked([account])
  const ticket = await findPlayed(db, hashCode(config.tickets.pepper, code))
  if (ticket && mayMeet(staff.userId, ticket.id)) return ticket
  metrics.wrongCodes.inc()
  await attempts.countFailure([account])
  throw new Refusal('ticket-unknown')
}

/**
 * Shows a ticket with its player's identity, and records who saw it. Refuses as {@link findTicket} does, and
 * `too-many-attempts` past the limit of identities.
 */
export async function openTicket(tools: HandoverTools, lookup: TicketLookup): Promise<HandoverTicket> {
  const { db, attempts, now } = tools
  const { staff } = lookup
  const limited = [openedIdentityKey(staff.userId)]
  await attempts.refuseWhileBlocked(limited)
  const found = await findTicket(tools, lookup)
  const reading = { kind: 'identity-opened', at: now(), actorId: staff.userId, ticketId: found.id } as const
  if (await recordReading(db, reading)) await attempts.count(limited)
  return describeTicket(db, found, staff, now())
}

/** All that this member of the staff sees of a ticket, read again within this transaction. */
export async function readTicket(db: Db, codeHash: Buffer, staff: StaffMember, now: Date): Promise<HandoverTicket> {
  return describeTicket(db, await readPlayed(db, codeHash), staff, now)
}

/** A ticket as this member of the staff sees it. */
export async function describeTicket(db: Db, row: PlayedRow, staff: StaffMember, now: Date): Promise<HandoverTicket> {
  return {
    ticket: asPlayerTicket(playedTicketOf(row), now),
    prize: asPrize(row),
    player: { firstName: row.first_name, lastName: row.last_name, birthDate: row.birth_date },
    others: await findOthers(db, { playerId: row.player_id, ticketId: row.id, now }),
    handover: handoverOf(row, staff, now),
    history: await findHistory(db, row.id),
  }
}

function handoverOf(row: PlayedRow, staff: StaffMember, now: Date): HandoverTicket['handover'] {
  const facts = handedOverOf(row)
  if (!facts || !row.claimed_at || row.claimed_by === null) return null
  const claim = { claimedAt: row.claimed_at, claimedBy: row.claimed_by }
  const mayUndo = isUndoable(claim, now) && mayTakeBack(claim, staff)
  return { ...facts, undoUntil: undoUntil(row.claimed_at).toISOString(), mayUndo }
}
