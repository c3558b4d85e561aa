import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Db } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { hashCode } from '../tickets/ticket/code-hash.ts'
import { describeTicket, findTicket, type HandoverTools, readTicket, type TicketLookup } from './find-ticket.ts'
import { isUndoable, type StaffMember } from './handover.ts'
import { findLastUndo, findShopOf, readPlayed, undoClaim } from './queries.ts'

/** `again`: this person has already undone it, and gets the same answer. */
type UndoResult = { ticket: HandoverTicket; playerId: number; again: boolean }

/**
 * Takes back a handover that was a mistake: the prize is pending again. Possible for ten minutes, for the employee who
 * made it and for administrators. Refuses `ticket-unknown`, `undo-too-late`, `role-needed` for another employee's
 * handover.
 */
export async function undoHandover(
  tools: HandoverTools,
  input: TicketLookup & { reason: string },
): Promise<UndoResult> {
  const { code, staff, reason } = input
  const { player_id: playerId } = await findTicket(tools, input)
  const codeHash = hashCode(tools.config.tickets.pepper, code)
  const now = tools.now()
  return tools.db.transaction().execute(async db => {
    const ticketId = await undoClaim(db, { codeHash, staff, now })
    if (ticketId === null) return { ticket: await whyNotUndone(db, codeHash, staff, now), playerId, again: true }
    const details = { shopId: await findShopOf(db, staff.userId), reason }
    await recordEvent(db, { kind: 'handover-undone', at: now, actorId: staff.userId, ticketId, details })
    return { ticket: await readTicket(db, codeHash, staff, now), playerId, again: false }
  })
}

/** The ticket that this person has just made pending again, or the refusal that explains why they may not. */
async function whyNotUndone(db: Db, codeHash: Buffer, staff: StaffMember, now: Date): Promise<HandoverTicket> {
  const row = await readPlayed(db, codeHash)
  if (row.claimed_at)
    throw new Refusal(isUndoable({ claimedAt: row.claimed_at }, now) ? 'role-needed' : 'undo-too-late')
  const last = await findLastUndo(db, row.id)
  if (last?.actor_id === staff.userId) return describeTicket(db, row, staff, now)
  throw new Refusal('undo-too-late')
}
