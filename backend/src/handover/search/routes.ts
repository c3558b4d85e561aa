import { handoverCount, handoverList, handoverSearch } from '@tiptop/contract/handover.ts'
import { problem } from '@tiptop/contract/problem.ts'
import type { App } from '../../http/http-app.ts'
import { needsRole } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'
import { findShopOf } from '../queries.ts'
import { listTickets } from './list-tickets.ts'
import { countPending, countPendingIn } from './queries.ts'

const tags = ['handover']

export async function handoverSearchRoutes(app: App, tools: Tools) {
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => void needsRole(request, 'employee'))

  const listResponse = { 200: handoverList, '4xx': problem }
  app.get('/handover/tickets', { schema: { tags, querystring: handoverSearch, response: listResponse } }, request => {
    const { userId, role } = needsRole(request, 'employee')
    return listTickets(tools, { ...request.query, staff: { userId, role } })
  })

  const countResponse = { 200: handoverCount, '4xx': problem, '5xx': problem }
  const countConfig = { automatic: true }
  app.get('/handover/count', { config: countConfig, schema: { tags, response: countResponse } }, async request => {
    const { db, config } = tools
    const [now, shopId] = [tools.now(), await findShopOf(db, needsRole(request, 'employee').userId)]
    const own = shopId === null ? null : await countPendingIn(db, shopId, now)
    return { pending: await countPending(db, config.contest, now), own }
  })
}
