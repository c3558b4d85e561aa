import { problem } from '@tiptop/contract/problem.ts'
import { ticketList, ticketSearch } from '@tiptop/contract/tickets.ts'
import type { App } from '../http/http-app.ts'
import { needsRole } from '../sessions/session.ts'
import { listAllTickets } from '../tickets/list/list-all-tickets.ts'
import type { Tools } from '../tools.ts'

/** The tickets, for administrators. The role is checked here, because tickets do not know accounts. */
export async function ticketRoutes(app: App, tools: Tools) {
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => void needsRole(request, 'admin'))

  const response = { 200: ticketList, '4xx': problem, '5xx': problem }
  app.get('/admin/tickets', { schema: { tags: ['administration'], querystring: ticketSearch, response } }, request =>
    listAllTickets(tools, request.query),
  )
}
