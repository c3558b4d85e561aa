import { period } from '@tiptop/contract/period.ts'
import { problem } from '@tiptop/contract/problem.ts'
import { statistics } from '@tiptop/contract/statistics.ts'
import type { App } from '../http/http-app.ts'
import { needsRole } from '../sessions/session.ts'
import type { Tools } from '../tools.ts'
import { readStatistics } from './read-statistics.ts'

export async function statisticsRoutes(app: App, tools: Tools) {
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => void needsRole(request, 'admin'))

  const response = { 200: statistics, '4xx': problem, '5xx': problem }
  app.get('/admin/statistics', { schema: { tags: ['administration'], querystring: period, response } }, request =>
    tools.replica.read(needsRole(request, 'admin').userId, (db, asOf) =>
      readStatistics({ ...tools, db, now: () => asOf }, request.query),
    ),
  )
}
