import type { FastifyInstance } from 'fastify'
import { buildApp } from '../backend/src/app.ts'
import { readConfig } from '../backend/src/config.ts'
import type { App } from '../backend/src/http/http-app.ts'
import { doRegularWork } from '../backend/src/regular-work.ts'
import { signedIn } from '../backend/src/sessions/session.ts'
import { openTools } from '../backend/src/tools.ts'
import { playRequest } from '../contract/src/game.ts'
import { parseTicketCode } from '../contract/src/ticket-code.ts'

/** The real backend with all its background work, plus a route that does the same without a database. */
const config = readConfig(process.env)
const tools = openTools(config)
const app = await buildApp(tools)
await app.register(async (scope: FastifyInstance) => {
  ;(scope as App).post('/empty', { schema: { body: playRequest } }, request => {
    const { userId } = signedIn(request)
    return { userId, code: parseTicketCode(request.body.code) }
  })
})
doRegularWork(app, tools)
await app.listen(config.http)
process.once('SIGTERM', () => app.close())
