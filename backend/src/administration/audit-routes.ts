import { auditList, auditSearch } from '@tiptop/contract/audit.ts'
import { problem } from '@tiptop/contract/problem.ts'
import { listEvents } from '../audit/list/list-events.ts'
import type { App } from '../http/http-app.ts'
import { needsRole } from '../sessions/session.ts'
import type { Tools } from '../tools.ts'

/** The audit trail, for administrators. The role is checked here, because the trail does not know accounts. */
export async function auditRoutes(app: App, tools: Tools) {
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => void needsRole(request, 'admin'))

  const response = { 200: auditList, '4xx': problem, '5xx': problem }
  app.get('/admin/audit', { schema: { tags: ['administration'], querystring: auditSearch, response } }, request =>
    tools.replica.read(needsRole(request, 'admin').userId, db => listEvents({ db }, request.query)),
  )
}
