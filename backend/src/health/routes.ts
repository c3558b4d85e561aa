import { health } from '@tiptop/contract/health.ts'
import { unsealedAge } from '../audit/chain/unsealed-age.ts'
import type { App } from '../http/http-app.ts'
import { waitingAge } from '../mail/waiting-age.ts'
import { Refusal } from '../refusal.ts'
import type { Tools } from '../tools.ts'
import { checkHealth } from './check-health.ts'

export async function healthRoutes(app: App, tools: Tools) {
  app.get(
    '/health',
    {
      config: { sessionless: true, anyAccount: true },
      schema: { tags: ['health'], response: { 200: health, 503: health } },
    },
    async (_request, reply) => {
      const answer = await checkHealth(tools)
      return reply.status(answer.status === 'ok' ? 200 : 503).send(answer)
    },
  )

  app.get('/metrics', { config: { sessionless: true }, schema: { hide: true } }, async (request, reply) => {
    // nginx names the client in this header; a request without it comes from inside.
    if (request.headers['x-forwarded-for']) throw new Refusal('not-found')
    const { registry, ...ages } = tools.metrics
    ages.unsealedAge.set(await unsealedAge(tools))
    ages.waitingAge.set(await waitingAge(tools))
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
