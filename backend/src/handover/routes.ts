import { claimRequest, handoverReason, handoverTicket, refusalRequest } from '@tiptop/contract/handover.ts'
import { problem } from '@tiptop/contract/problem.ts'
import { parseTicketCode } from '@tiptop/contract/ticket-code.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../http/http-app.ts'
import { Refusal } from '../refusal.ts'
import { needsRole } from '../sessions/session.ts'
import type { Tools } from '../tools.ts'
import { openTicket, type TicketLookup } from './find-ticket.ts'
import { handOverPrize } from './hand-over-prize.ts'
import { openHandoverMails } from './mails/handover-mails.ts'
import { refuseHandover } from './refuse-handover.ts'
import { undoHandover } from './undo-handover.ts'

const tags = ['handover']
const params = z.object({ code: z.string().max(64) })
const response = { 200: handoverTicket, '4xx': problem, '5xx': problem }

export async function handoverRoutes(app: App, tools: Tools) {
  const mails = openHandoverMails(tools, app.background)
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => void needsRole(request, 'employee'))

  app.get('/handover/tickets/:code', { schema: { tags, params, response } }, async request => {
    return openTicket(tools, lookupOf(request))
  })

  app.post(
    '/handover/tickets/:code/claim',
    { schema: { tags, params, body: claimRequest, response } },
    async request => {
      const { ticket, playerId, again } = await handOverPrize(tools, { ...lookupOf(request), declared: request.body })
      if (!again) mails.handedOver(playerId, ticket)
      return ticket
    },
  )

  app.post(
    '/handover/tickets/:code/refuse',
    { schema: { tags, params, body: refusalRequest, response } },
    async request => {
      const { reason, cause } = request.body
      const { ticket, playerId, again } = await refuseHandover(tools, { ...lookupOf(request), reason, cause })
      if (!again && ticket.ticket.status === 'pending') mails.tell(playerId, { kind: 'refused', ticket, cause })
      return ticket
    },
  )

  app.post(
    '/handover/tickets/:code/undo',
    { schema: { tags, params, body: handoverReason, response } },
    async request => {
      const { ticket, playerId, again } = await undoHandover(tools, {
        ...lookupOf(request),
        reason: request.body.reason,
      })
      if (!again) mails.tell(playerId, { kind: 'undone', ticket })
      return ticket
    },
  )
}

/** The ticket that a request names, and who asks for it. Refuses `invalid-code-format`. */
function lookupOf(request: FastifyRequest & { params: z.infer<typeof params> }): TicketLookup {
  const { userId, role } = needsRole(request, 'employee')
  const code = parseTicketCode(request.params.code)
  if (!code) throw new Refusal('invalid-code-format')
  return { code, staff: { userId, role }, address: request.ip }
}
