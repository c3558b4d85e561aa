import { problem } from '@tiptop/contract/problem.ts'
import { userProfile } from '@tiptop/contract/users.ts'
import { z } from 'zod'
import { sendFactorNews } from '../../accounts/second-factor/send-news.ts'
import type { App } from '../../http/http-app.ts'
import { Refusal } from '../../refusal.ts'
import { needsConfirmation, needsRole } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'
import { findUser } from '../queries.ts'
import { resetSecondFactor } from './reset-second-factor.ts'

const params = z.object({ id: z.coerce.number().pipe(z.int32()) })
const response = { 200: userProfile, '4xx': problem, '5xx': problem }
const schema = { tags: ['administration'], params, response }

/** For a user who has lost their second factor. Both hear of it by mail: the user, and the administrator who did it. */
export async function lostFactorRoutes(app: App, tools: Tools) {
  // The role is checked before the request is validated.
  app.addHook('preValidation', async request => void needsRole(request, 'admin'))

  app.delete('/admin/users/:id/second-factor', { schema }, async request => {
    const admin = needsRole(request, 'admin')
    needsConfirmation(admin, tools.now())
    const [userId, by] = [request.params.id, admin.userId]
    if (await resetSecondFactor(tools, { userId, by })) {
      app.background.run('second factor mail', () => sendFactorNews(tools, userId, 'reset'))
      app.background.run('second factor mail', () => sendFactorNews(tools, by, 'reset-for-another'))
    }
    const user = await findUser(tools.db, userId, by)
    if (!user) throw new Refusal('not-found')
    return user
  })
}
