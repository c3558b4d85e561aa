import { loginRequest, profile, provider, registerRequest, signInOptions } from '@tiptop/contract/accounts.ts'
import { z } from 'zod'
import type { App } from '../../http/http-app.ts'
import type { Tools } from '../../tools.ts'
import { checkPassword } from '../check-password.ts'
import { sendVerification } from '../mailed-links/send-verification.ts'
import { readProfile } from '../profile/read-profile.ts'
import { registerAccount } from './register-account.ts'

const tags = ['accounts']
/** The request itself says who signs in, not the session. */
const config = { anyAccount: true }

export async function signInRoutes(app: App, tools: Tools) {
  const { sessions } = tools

  app.get('/auth/options', { schema: { tags, response: { 200: signInOptions } } }, async () => ({
    providers: provider.options.filter(name => tools.config[name]),
  }))

  app.post(
    '/auth/register',
    { config, schema: { tags, body: registerRequest, response: { 201: profile } } },
    async (request, reply) => {
      const { userId, checkedHash } = await registerAccount(tools, { request: request.body, address: request.ip })
      if (!checkedHash) app.background.run('verification mail', () => sendVerification(tools, userId))
      await sessions.open(reply, userId, { door: 'password', ...(checkedHash && { checkedHash }) })
      return reply.status(201).send(await readProfile(tools, userId))
    },
  )

  app.post(
    '/auth/login',
    { config, schema: { tags, body: loginRequest, response: { 200: profile } } },
    async (request, reply) => {
      const { userId, checkedHash } = await checkPassword(tools, { request: request.body, address: request.ip })
      await sessions.open(reply, userId, { door: 'password', checkedHash })
      return readProfile(tools, userId)
    },
  )

  app.post('/auth/logout', { schema: { tags, response: { 204: z.void() } } }, async (request, reply) => {
    await sessions.end(request, reply)
    return reply.status(204).send()
  })
}
