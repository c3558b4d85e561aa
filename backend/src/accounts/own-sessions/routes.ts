import { problem } from '@tiptop/contract/problem.ts'
import { ownSessions } from '@tiptop/contract/sessions.ts'
import { z } from 'zod'
import type { App } from '../../http/http-app.ts'
import { Refusal } from '../../refusal.ts'
import { revokeAllSessions } from '../../sessions/queries.ts'
import { signedIn } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'
import { listOwnSessions, revokeOwnSession } from './queries.ts'

const tags = ['accounts']
const done = { 204: z.void(), '4xx': problem }
const params = z.object({ id: z.uuid() })

/** A person's own sessions: which there are, and the end of one or of all. */
export async function ownSessionRoutes(app: App, { db, now, sessions, revocations }: Tools) {
  app.get('/me/sessions', { schema: { tags, response: { 200: ownSessions, '4xx': problem } } }, async request => ({
    items: await listOwnSessions(db, signedIn(request), now()),
  }))

  app.delete('/me/sessions/:id', { schema: { tags, params, response: done } }, async (request, reply) => {
    const { id } = request.params
    if (!(await revokeOwnSession(db, id, signedIn(request).userId, now()))) throw new Refusal('not-found')
    revocations.doubt(id)
    return reply.status(204).send()
  })

  app.delete('/me/sessions', { schema: { tags, response: done } }, async (request, reply) => {
    await revokeAllSessions(db, signedIn(request).userId, now())
    await sessions.end(request, reply)
    return reply.status(204).send()
  })
}
