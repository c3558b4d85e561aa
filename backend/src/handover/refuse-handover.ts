import type { HandoverTicket, RefusalCause } from '@tiptop/contract/handover.ts'
import { recordEvent } from '../audit/record-event.ts'
import { describeTicket, findTicket, type HandoverTools, type TicketLookup } from './find-ticket.ts'
import { findShopOf, isRefusedAlready, rememberShop } from './queries.ts'

/** `again`: this person has just refused it for the same reason. */
type RefuseResult = { ticket: HandoverTicket; playerId: number; again: boolean }

/**
 * Records that a prize was asked for and not handed over: who refused, when, in which shop and why. The ticket does not
 * change, whether it is pending, claimed or expired; its player is expected in this shop again. A refusal sent twice, by
 * a second click or after a lost answer, is recorded once. Refuses `ticket-unknown`.
 */
export async function refuseHandover(
  tools: HandoverTools,
  input: TicketLookup & { reason: string; cause?: RefusalCause | undefined },
): Promise<RefuseResult> {
  const { staff, reason, cause } = input
  const found = await findTicket(tools, input)
  const { id: ticketId, player_id: playerId } = found
  const now = tools.now()
  return tools.db.transaction().execute(async db => {
    const again = await isRefusedAlready(db, { ticketId, staff, reason, now })
    if (!again) {
      const shopId = await findShopOf(db, staff.userId)
      const event = { kind: 'handover-refused', at: now, actorId: staff.userId, ticketId } as const
      await recordEvent(db, { ...event, details: { shopId, reason, ...(cause && { cause }) } })
      if (shopId !== null) await rememberShop(db, playerId, shopId)
    }
    return { ticket: await describeTicket(db, found, staff, now), playerId, again }
  })
}
