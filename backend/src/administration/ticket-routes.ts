import { problem } from '@tiptop/contract/problem.ts'
import { type TicketSearch, ticketList, ticketSearch } from '@tiptop/contract/tickets.ts'
import { recordReading } from '../audit/record-reading.ts'
import type { App } from '../http/http-app.ts'
import { needsRole } from '../sessions/session.ts'
import { listAllTickets } from '../tickets/list/list-all-tickets.ts'
import type { Tools } from '../tools.ts'

/** The tickets, for administrators. The role is checked here, because tickets do not know accounts. */
export async function ticketRoutes(app: App, tools: Tools) {
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => void needsRole(request, 'admin'))

  const response = { 200: ticketList, '4xx': problem, '5xx': problem }
  app.get(
    '/admin/tickets',
    { schema: { tags: ['administration'], querystring: ticketSearch, response } },
    async request => {
      const { userId } = needsRole(request, 'admin')
      const list = await tools.replica.read(userId, db => listAllTickets({ ...tools, db }, request.query))
      if (list.items.some(({ status }) => status === 'unclaimed')) await recordUnplayed(userId, request.query)
      return list
    },
  )

  /** Only these filters lead to unplayed tickets. */
  function recordUnplayed(actorId: number, { status, prize }: TicketSearch) {
    const details = { filter: { status, prize } }
    return recordReading(tools.db, { kind: 'unplayed-tickets-listed', at: tools.now(), actorId, details })
  }
}
