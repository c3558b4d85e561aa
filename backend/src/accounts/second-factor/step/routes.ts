import { profile } from '@tiptop/contract/accounts.ts'
import { problem } from '@tiptop/contract/problem.ts'
import { appCode, passkeyAnswer, passkeyOptions, recoveryCode, secondStep } from '@tiptop/contract/second-factor.ts'
import type { FastifyReply } from 'fastify'
import type { App } from '../../../http/http-app.ts'
import type { Session } from '../../../sessions/session.ts'
import type { Tools } from '../../../tools.ts'
import { readProfile } from '../../profile/read-profile.ts'
import { askForPasskey } from '../passkeys/ceremony.ts'
import { sendFactorNews } from '../send-news.ts'
import { lackingSession, passingSession } from './lacking-session.ts'
import { passWithApp, passWithPasskey, passWithRecoveryCode } from './pass-second-step.ts'
import { waysOf } from './ways.ts'

const tags = ['accounts']
const config = { halfSession: true }
const refused = { '4xx': problem, '5xx': problem }
const passed = { 200: profile, ...refused }

/** The second step of a sign-in: with these routes and the sign-out a session can do all that it may before it. */
export async function secondStepRoutes(app: App, tools: Tools) {
  const asked = { tags, response: { 200: secondStep, ...refused } }
  app.get('/auth/second-step', { config, schema: asked }, async request => {
    const { lacks, userId } = await lackingSession(tools, request)
    return { secondStep: lacks, ways: lacks === 'pass' ? await waysOf(tools.db, userId) : [] }
  })

  const options = { tags, response: { 200: passkeyOptions, ...refused } }
  app.post('/auth/second-step/passkey/options', { config, schema: options }, async request => {
    const { id: sessionId, userId } = await passingSession(tools, request)
    return askForPasskey(tools, { sessionId, userId })
  })

  passRoutes(app, tools)
}

function passRoutes(app: App, tools: Tools) {
  const codeTools = { ...tools, background: app.background }

  const byPasskey = { tags, body: passkeyAnswer, response: passed }
  app.post('/auth/second-step/passkey', { config, schema: byPasskey }, async (request, reply) => {
    const session = await passingSession(tools, request)
    return goOn(reply, session, await passWithPasskey(tools, session, request.body))
  })

  const byApp = { tags, body: appCode, response: passed }
  app.post('/auth/second-step/app', { config, schema: byApp }, async (request, reply) => {
    const session = await passingSession(tools, request)
    return goOn(reply, session, await passWithApp(codeTools, session, request.body.code))
  })

  const byCode = { tags, body: recoveryCode, response: passed }
  app.post('/auth/second-step/recovery-code', { config, schema: byCode }, async (request, reply) => {
    const session = await passingSession(tools, request)
    const sessionId = await passWithRecoveryCode(codeTools, session, request.body.code)
    app.background.run('recovery code mail', () => sendFactorNews(tools, session.userId, 'recovery-code-used'))
    return goOn(reply, session, sessionId)
  })

  async function goOn(reply: FastifyReply, { userId }: Session, sessionId: string) {
    await tools.sessions.renew(reply, sessionId)
    return readProfile(tools, userId)
  }
}
