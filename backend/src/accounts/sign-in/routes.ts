import {
  loginRequest,
  passwordConfirmation,
  profile,
  provider,
  registerRequest,
  signInOptions,
} from '@tiptop/contract/accounts.ts'
import { problem } from '@tiptop/contract/problem.ts'
import { secondStepAsked } from '@tiptop/contract/second-factor.ts'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { App } from '../../http/http-app.ts'
import { lackedStep } from '../../sessions/second-step/second-step.ts'
import { browserOf, type Session, signedIn } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'
import { checkPassword } from '../check-password.ts'
import { openDevices } from '../known-devices.ts'
import { sendIfNewDevice } from '../notices/send-notice.ts'
import { readProfile } from '../profile/read-profile.ts'
import { reauthenticate } from './reauthenticate.ts'
import { registerAccount } from './register-account.ts'
import { sendRegistrationMail } from './send-registration-mail.ts'

const tags = ['accounts']
/** The request itself says who signs in, not the session. */
const config = { anyAccount: true }
const byMail = z
  .void()
  .describe('the answer is in a mail to this address: too many taken addresses were registered from this client')

export async function signInRoutes(app: App, tools: Tools) {
  const { sessions } = tools
  const devices = openDevices(tools.config)

  app.get('/auth/options', { schema: { tags, response: { 200: signInOptions } } }, async () => ({
    providers: provider.options.filter(name => tools.config[name]),
  }))

  app.post(
    '/auth/register',
    { config, schema: { tags, body: registerRequest, response: { 201: profile, 202: byMail } } },
    async (request, reply) => {
      const origin = devices.originOf(request)
      const account = await registerAccount(tools, { request: request.body, origin })
      const { userId, checkedHash } = account
      const letter = { userId, email: request.body.email, address: request.ip }
      if (!checkedHash) app.background.run('registration mail', () => sendRegistrationMail(tools, letter))
      if (account.isByMail) return reply.status(202).send()
      const browser = browserOf(request)
      await sessions.open(reply, account.userId, { door: 'password', ...(checkedHash && { checkedHash }), browser })
      devices.remember(request, reply, account.userId)
      return reply.status(201).send(await readProfile(tools, account.userId))
    },
  )

  app.post(
    '/auth/login',
    { config, schema: { tags, body: loginRequest, response: { 200: profile, 202: secondStepAsked } } },
    async (request, reply) => {
      const origin = devices.originOf(request)
      const { userId, checkedHash } = await checkPassword(tools, { request: request.body, origin })
      const entry = { door: 'password', checkedHash, browser: browserOf(request) } as const
      const session = await sessions.open(reply, userId, entry)
      if (!origin.markOf(userId)) app.background.run('sign-in notice', () => sendIfNewDevice(tools, session, entry))
      devices.remember(request, reply, userId)
      return answerOf(tools, session, reply)
    },
  )

  openSessionRoutes(app, tools)
}

/** The profile of the person who has signed in, or what the sign-in still lacks. */
function answerOf(tools: Tools, session: Session, reply: FastifyReply) {
  const lacks = lackedStep(session, tools.config.staffSecondFactor)
  return lacks ? reply.status(202).send({ secondStep: lacks }) : readProfile(tools, session.userId)
}

/** What a person does in a session that is open. */
function openSessionRoutes(app: App, tools: Tools): void {
  const { sessions } = tools

  app.post(
    '/auth/confirm',
    { schema: { tags, body: passwordConfirmation, response: { 204: z.void(), '4xx': problem } } },
    async (request, reply) => {
      const session = signedIn(request)
      await reauthenticate(tools, session, request.body.password)
      await sessions.renew(reply, session.id)
      return reply.status(204).send()
    },
  )

  app.post(
    '/auth/logout',
    { config: { halfSession: true }, schema: { tags, response: { 204: z.void() } } },
    async (request, reply) => {
      await sessions.end(request, reply)
      return reply.status(204).send()
    },
  )
}
