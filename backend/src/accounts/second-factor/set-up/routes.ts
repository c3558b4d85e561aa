import { problem } from '@tiptop/contract/problem.ts'
import { newRecoveryCodes, passkeyChange, secondFactor } from '@tiptop/contract/second-factor.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../../../http/http-app.ts'
import { Refusal } from '../../../refusal.ts'
import { needsConfirmation, signedIn } from '../../../sessions/session.ts'
import type { Tools } from '../../../tools.ts'
import { renamePasskey } from '../passkeys/queries.ts'
import { type FactorNews, sendFactorNews } from '../send-news.ts'
import { addRoutes } from './add-routes.ts'
import { readFactors } from './read-factors.ts'
import { replaceOwnCodes } from './recovery-codes.ts'
import { removeApp, removePasskey } from './remove-factor.ts'

const tags = ['accounts']
const refused = { '4xx': problem, '5xx': problem }
const done = { 204: z.void(), ...refused }
const params = z.object({ id: z.string().regex(/^[\w-]{1,1000}$/) })
const ofPasskey = '/me/second-factor/passkeys/:id'

/** The second factors of one's own account, for staff. */
export async function secondFactorRoutes(app: App, tools: Tools) {
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => {
    if (signedIn(request).role === 'player') throw new Refusal('role-needed')
  })
  addRoutes(app, tools)
  removeRoutes(app, tools)

  app.get('/me/second-factor', { schema: { tags, response: { 200: secondFactor, ...refused } } }, request =>
    readFactors(tools, signedIn(request)),
  )

  app.patch(ofPasskey, { schema: { tags, params, body: passkeyChange, response: done } }, async (request, reply) => {
    const own = { id: request.params.id, userId: signedIn(request).userId }
    if (!(await renamePasskey(tools.db, own, request.body.name))) throw new Refusal('not-found')
    return reply.status(204).send()
  })
}

function removeRoutes(app: App, tools: Tools) {
  const confirmed = (request: FastifyRequest) => {
    const session = signedIn(request)
    needsConfirmation(session, tools.now())
    return session
  }
  const tell = (userId: number, news: FactorNews) =>
    app.background.run('second factor mail', () => sendFactorNews(tools, userId, news))

  app.delete(ofPasskey, { schema: { tags, params, response: done } }, async (request, reply) => {
    const { userId } = confirmed(request)
    await removePasskey(tools, userId, request.params.id)
    tell(userId, 'removed')
    return reply.status(204).send()
  })

  app.delete('/me/second-factor/app', { schema: { tags, response: done } }, async (request, reply) => {
    const { userId } = confirmed(request)
    await removeApp(tools, userId)
    tell(userId, 'removed')
    return reply.status(204).send()
  })

  const codes = { tags, response: { 200: newRecoveryCodes, ...refused } }
  app.post('/me/second-factor/recovery-codes', { schema: codes }, async request => {
    const { userId } = confirmed(request)
    const recoveryCodes = await replaceOwnCodes(tools, userId)
    tell(userId, 'recovery-codes-made')
    return { recoveryCodes }
  })
}
