import { problem } from '@tiptop/contract/problem.ts'
import { addedFactor, appCode, newApp, newPasskey, passkeyOptions } from '@tiptop/contract/second-factor.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../../../http/http-app.ts'
import { Refusal } from '../../../refusal.ts'
import { findLiveSession } from '../../../sessions/queries.ts'
import { needsConfirmation, type Session, signedIn } from '../../../sessions/session.ts'
import type { Tools } from '../../../tools.ts'
import { readProfile } from '../../profile/read-profile.ts'
import { askForNewPasskey } from '../passkeys/ceremony.ts'
import { sendFactorNews } from '../send-news.ts'
import { addApp, addPasskey, type FactorAddition, offerApp } from './add-factor.ts'

const tags = ['accounts']
const refused = { '4xx': problem, '5xx': problem }
const config = { halfSession: true }

/** Adding a factor: also by a session that reaches nothing else until there is one. */
export function addRoutes(app: App, tools: Tools) {
  const options = { tags, response: { 200: passkeyOptions, ...refused } }
  app.post('/me/second-factor/passkeys/options', { config, schema: options }, async request => {
    const { id: sessionId, userId } = await settingUp(request)
    return askForNewPasskey(tools, { sessionId, userId, email: await addressOf(userId) })
  })

  const passkey = { tags, body: newPasskey, response: { 200: addedFactor, ...refused } }
  app.post('/me/second-factor/passkeys', { config, schema: passkey }, async (request, reply) =>
    added(reply, await addPasskey(tools, await settingUp(request), request.body)),
  )

  app.post(
    '/me/second-factor/app',
    { config, schema: { tags, response: { 200: newApp, ...refused } } },
    async request => {
      const { userId } = await settingUp(request)
      return offerApp(tools, { userId, email: await addressOf(userId) })
    },
  )

  const firstCode = { tags, body: appCode, response: { 200: addedFactor, ...refused } }
  app.post('/me/second-factor/app/first-code', { config, schema: firstCode }, async (request, reply) =>
    added(reply, await addApp(tools, await settingUp(request), request.body.code)),
  )

  const settingUp = (request: FastifyRequest) => sessionThatMayAdd(tools, request)
  const addressOf = async (userId: number) => (await readProfile(tools, userId)).email

  async function added(reply: FastifyReply, { sessionId, recoveryCodes }: FactorAddition) {
    const session = await tools.sessions.renew(reply, sessionId)
    if (session) app.background.run('second factor mail', () => sendFactorNews(tools, session.userId, 'added'))
    return { recoveryCodes }
  }
}

/** The token may be a minute old: its row says whether there is a factor by now, which this session has to pass first. */
async function sessionThatMayAdd({ db, now }: Tools, request: FastifyRequest): Promise<Session> {
  const session = await findLiveSession(db, signedIn(request).id, now())
  if (!session) throw new Refusal('session-needed')
  if (session.factor === 'owed') throw new Refusal('second-step-needed')
  needsConfirmation(session, now())
  return session
}
