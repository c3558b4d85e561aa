import { forgotPasswordRequest, resetPasswordRequest, verifyEmailRequest } from '@tiptop/contract/accounts.ts'
import { z } from 'zod'
import { reserveAttempt } from '../../attempts/reserve-attempt.ts'
import type { App } from '../../http/http-app.ts'
import { signedIn } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'
import { forgottenPasswordKeys, verificationKeys } from '../account-limits.ts'
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
  const { db, now } = tools

  app.post(
    '/auth/password/forgot',
    { config, schema: { tags, body: forgotPasswordRequest, response: accepted } },
    async ({ body, ip }, reply) => {
      await reserveAttempt(db, forgottenPasswordKeys(body.email, ip), now())
      app.background.run('password reset mail', () => requestPasswordReset(tools, body.email))
      return reply.status(202).send()
    },
  )

  app.post(
    '/auth/password/reset',
    { config, schema: { tags, body: resetPasswordRequest, response: done } },
    async ({ body, ip }, reply) => {
      await resetPassword(tools, { ...body, address: ip })
      return reply.status(204).send()
    },
  )

  app.post(
    '/auth/email/verify',
    { config, schema: { tags, body: verifyEmailRequest, response: done } },
    async ({ body }, reply) => {
      await verifyEmail(tools, body.token)
      return reply.status(204).send()
    },
  )

  app.post('/auth/email/resend', { schema: { tags, response: accepted } }, async (request, reply) => {
    const { userId } = signedIn(request)
    await reserveAttempt(db, verificationKeys(userId), now())
    app.background.run('verification mail', () => sendVerification(tools, userId))
    return reply.status(202).send()
  })
}
