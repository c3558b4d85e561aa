import { forgotPasswordRequest, resetPasswordRequest, verifyEmailRequest } from '@tiptop/contract/accounts.ts'
import { z } from 'zod'
import type { App } from '../../http/http-app.ts'
import { signedIn } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'
import { verificationKey } from '../account-limits.ts'
import { openDevices } from '../known-devices.ts'
import { sendNotice } from '../notices/send-notice.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'
import { sendVerification } from './send-verification.ts'
import { verifyEmail } from './verify-email.ts'

const accepted = { 202: z.void().describe('a mail is sent if there is an account to send it to') }
const done = { 204: z.void() }
const tags = ['accounts']
/** The address or the link says whose account it is, not the session. */
const config = { anyAccount: true }

export async function mailedLinkRoutes(app: App, tools: Tools) {
  const devices = openDevices(tools.config)

  app.post(
    '/auth/password/forgot',
    { config, schema: { tags, body: forgotPasswordRequest, response: accepted } },
    async (request, reply) => {
      const origin = devices.originOf(request)
      const { letters, refusal } = await requestPasswordReset(tools, { email: request.body.email, origin })
      app.background.run('password reset mail', letters)
      if (refusal) throw refusal
      return reply.status(202).send()
    },
  )

  followedLinkRoutes(app, tools)

  app.post('/auth/email/resend', { schema: { tags, response: accepted } }, async (request, reply) => {
    const { userId } = signedIn(request)
    await tools.attempts.countFailure([verificationKey(userId)])
    app.background.run('verification mail', () => sendVerification(tools, userId))
    return reply.status(202).send()
  })
}

/** A mailed link lifts every wait for the browser that follows it: it is known from then on. */
function followedLinkRoutes(app: App, tools: Tools) {
  const devices = openDevices(tools.config)

  app.post(
    '/auth/password/reset',
    { config, schema: { tags, body: resetPasswordRequest, response: done } },
    async (request, reply) => {
      const userId = await resetPassword(tools, { ...request.body, origin: devices.originOf(request) })
      devices.remember(request, reply, userId)
      app.background.run('password notice', () => sendNotice(tools, userId, { kind: 'password-changed' }))
      return reply.status(204).send()
    },
  )

  app.post(
    '/auth/email/verify',
    { config, schema: { tags, body: verifyEmailRequest, response: done } },
    async (request, reply) => {
      devices.remember(request, reply, await verifyEmail(tools, request.body.token))
      return reply.status(204).send()
    },
  )
}
