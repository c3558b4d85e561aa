import { problem } from '@tiptop/contract/problem.ts'
import { z } from 'zod'
import type { App } from '../../http/http-app.ts'
import { findLiveSession } from '../../sessions/queries.ts'
import { needsRole, signedIn } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'

const schema = {
  tags: ['accounts'],
  description: 'For the server of the site, before it serves a staff page: whether the role of this session opens it.',
  response: { 204: z.void().describe('the role opens this space'), '4xx': problem, '5xx': problem },
}

/** Nodes C and D of diagrams 1.2 and 1.3. The session's row is asked: a role withdrawn a second ago opens nothing. */
export async function gateRoutes(app: App, { db, now }: Tools) {
  for (const role of ['employee', 'admin'] as const)
    app.get(`/gate/${role}`, { schema }, async (request, reply) => {
      request.session = await findLiveSession(db, signedIn(request).id, now())
      needsRole(request, role)
      return reply.status(204).send()
    })
}
