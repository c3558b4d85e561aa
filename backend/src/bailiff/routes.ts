import { bailiffOverview } from '@tiptop/contract/bailiff.ts'
import { problem } from '@tiptop/contract/problem.ts'
import type { App } from '../http/http-app.ts'
import { needsRole } from '../sessions/session.ts'
import type { Tools } from '../tools.ts'
import { readOverview } from './read-overview.ts'

export async function bailiffRoutes(app: App, tools: Tools) {
  const response = { 200: bailiffOverview, '4xx': problem, '5xx': problem }
  app.get('/bailiff/overview', { schema: { tags: ['bailiff'], response } }, request => {
    needsRole(request, 'bailiff')
    return readOverview(tools)
  })
}
