import type { ClaimRequest, HandoverTicket } from '@tiptop/contract/handover.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Db } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { hashCode } from '../tickets/ticket/code-hash.ts'
import { handedOverOf } from '../tickets/ticket/ticket.ts'
import { describeTicket, findTicket, type HandoverTools, readTicket, type TicketLookup } from './find-ticket.ts'
import { isUndoable, type StaffMember } from './handover.ts'
import { claimPending, findShopOf, isSamePerson, readPlayed, rememberShop } from './queries.ts'

/** How often a ticket is tried while another employee hands it over and takes it back. */
const TRIES = 3

type HandOverInput = TicketLookup & { declared: ClaimRequest }
/** `again`: this employee has just handed it over, and gets the same answer. */
type HandOverResult = { ticket: HandoverTicket; playerId: number; again: boolean }

/**
 * Hands the prize of a pending ticket over: of any number of employees who try at once, one succeeds. An employee whose
 * answer was lost gets the same answer on asking again, as long as they could still undo it; after that a second person
 * may present the same receipt, and gets no second prize.
 * Refuses `ticket-unknown`, `ticket-not-pending` with who did it, `claim-period-over`, `shop-missing`, `own-ticket`
 * for a prize of the same person, and `user-erased`, because no identity card can match an erased account.
 */
export async function handOverPrize(tools: HandoverTools, input: HandOverInput): Promise<HandOverResult> {
  const { code, staff, declared } = input
  const { player_id: playerId } = await findTicket(tools, input)
  const codeHash = hashCode(tools.config.tickets.pepper, code)
  const now = tools.now()
  return tools.db.transaction().execute(async db => {
    for (let tries = 0; tries < TRIES; tries++) {
      const claimed = await claimPending(db, { codeHash, staff, now })
      if (claimed) {
        const details = { shopId: claimed.shopId, ...declared }
        const event = { kind: 'prize-handed-over', at: now, actorId: staff.userId, ticketId: claimed.id } as const
        await recordEvent(db, { ...event, details })
        if (claimed.shopId !== null) await rememberShop(db, claimed.playerId, claimed.shopId)
        return { ticket: await readTicket(db, codeHash, staff, now), playerId, again: false }
      }
      const ticket = await whyNotPending(db, codeHash, staff, now)
      if (ticket) return { ticket, playerId, again: true }
    }
    throw new Refusal('service-unavailable', { retryAfterSeconds: 1 })
  })
}

/**
 * The handover that this employee made a moment ago, or the refusal that explains why there is none; null if the ticket
 * is pending again, because another employee has just undone a handover.
 */
async function whyNotPending(db: Db, codeHash: Buffer, staff: StaffMember, now: Date): Promise<HandoverTicket | null> {
  const row = await readPlayed(db, codeHash)
  const handedOver = handedOverOf(row)
  if (row.claimed_at && handedOver) {
    if (row.claimed_by === staff.userId && isUndoable({ claimedAt: row.claimed_at }, now))
      return describeTicket(db, row, staff, now)
    throw new Refusal('ticket-not-pending', { handedOver })
  }
  if (now >= row.claims_until) throw new Refusal('claim-period-over')
  if (row.player_erased_at) throw new Refusal('user-erased')
  if (await isSamePerson(db, staff.userId, row.player_id)) throw new Refusal('own-ticket')
  if ((await findShopOf(db, staff.userId)) === null) throw new Refusal('shop-missing')
  return null
}
