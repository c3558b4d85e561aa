import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import { recordEvent } from '../audit/record-event.ts'
import { describeTicket, findTicket, type HandoverTools, type TicketLookup } from './find-ticket.ts'
import { findShopOf, isRefusedAlready } from './queries.ts'

/**
 * Records that a prize was asked for and not handed over: who refused, when, in which shop and why. The ticket does not
 * change, whether it is pending, claimed or expired. A refusal sent twice, by a second click or after a lost answer, is
 * recorded once. Refuses `ticket-unknown`.
 */
export async function refuseHandover(
  tools: HandoverTools,
  input: TicketLookup & { reason: string },
): Promise<HandoverTicket> {
  const { staff, reason } = input
  const ticket = await findTicket(tools, input)
  const now = tools.now()
  return tools.db.transaction().execute(async db => {
    if (!(await isRefusedAlready(db, { ticketId: ticket.id, staff, reason, now }))) {
      const details = { shopId: await findShopOf(db, staff.userId), reason }
      const event = { kind: 'handover-refused', at: now, actorId: staff.userId, ticketId: ticket.id } as const
      await recordEvent(db, { ...event, details })
    }
    return describeTicket(db, ticket, staff, now)
  })
}
