import { passwordChange, profile, profileChange } from '@tiptop/contract/accounts.ts'
import { problem } from '@tiptop/contract/problem.ts'
import { shopList } from '@tiptop/contract/users.ts'
import { z } from 'zod'
import type { App } from '../../http/http-app.ts'
import { signedIn } from '../../sessions/session.ts'
import { listShops } from '../../shops/queries.ts'
import type { Tools } from '../../tools.ts'
import { sendNotice } from '../notices/send-notice.ts'
import { changePassword } from '../password/change-password.ts'
import { changeProfile } from './change-profile.ts'
import { readProfile } from './read-profile.ts'

const tags = ['accounts']

export async function profileRoutes(app: App, tools: Tools) {
  // A page asks here who is signed in, whichever account it shows.
  app.get('/me', { config: { anyAccount: true }, schema: { tags, response: { 200: profile } } }, async request =>
    readProfile(tools, signedIn(request).userId),
  )

  app.get('/shops', { schema: { tags, response: { 200: shopList } } }, async () => ({
    items: await listShops(tools.db),
  }))

  app.post(
    '/me/password',
    { schema: { tags, body: passwordChange, response: { 204: z.void(), '4xx': problem } } },
    async (request, reply) => {
      const session = signedIn(request)
      await changePassword(tools, { session, change: request.body })
      app.background.run('password notice', () => sendNotice(tools, session.userId, { kind: 'password-changed' }))
      await tools.sessions.renew(reply, session.id)
      return reply.status(204).send()
    },
  )

  app.patch('/me', { schema: { tags, body: profileChange, response: { 200: profile } } }, async (request, reply) => {
    const { id, userId } = signedIn(request)
    const changed = await changeProfile(tools, { userId, change: request.body })
    // The change may allow playing, which the old token would refuse for up to a minute.
    await tools.sessions.renew(reply, id)
    return changed
  })
}
