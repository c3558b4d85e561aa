import { erasureRequest, personalData } from '@tiptop/contract/personal-data.ts'
import { problem } from '@tiptop/contract/problem.ts'
import { z } from 'zod'
import { openDevices } from '../accounts/known-devices.ts'
import type { App } from '../http/http-app.ts'
import { signedIn } from '../sessions/session.ts'
import type { Tools } from '../tools.ts'
import { downloadData } from './download-data.ts'
import { eraseAccount } from './erase-account.ts'
import { findAccount } from './queries.ts'

const tags = ['accounts']
const refused = { '4xx': problem, '5xx': problem }
const asFile = 'attachment; filename="the-tip-top-mes-donnees.json"'

export async function personalDataRoutes(app: App, tools: Tools) {
  const devices = openDevices(tools.config)

  app.get('/me/data', { schema: { tags, response: { 200: personalData, ...refused } } }, async (request, reply) => {
    const data = await downloadData(tools, signedIn(request).userId)
    return reply.header('content-disposition', asFile).send(data)
  })

  app.delete(
    '/me',
    { schema: { tags, body: erasureRequest, response: { 204: z.void(), ...refused } } },
    async (request, reply) => {
      // An erasure ends its session, and its answer may be lost: the same request succeeds again without one.
      const former = request.session ? null : tools.sessions.named(request)
      const isRepeated = former !== null && Boolean((await findAccount(tools.db, former))?.erased_at)
      const { userId } = isRepeated ? { userId: former } : signedIn(request)
      await eraseAccount(tools, { userId, confirmation: request.body.confirmation })
      await tools.sessions.end(request, reply)
      devices.forget(request, reply, userId)
      return reply.status(204).send()
    },
  )
}
