import { unsubscribeRequest } from '@tiptop/contract/personal-data.ts'
import { problem } from '@tiptop/contract/problem.ts'
import { z } from 'zod'
import type { App } from '../http/http-app.ts'
import { Refusal } from '../refusal.ts'
import type { Tools } from '../tools.ts'
import { leaveNewsletter } from './leave-newsletter.ts'

const tags = ['newsletter']
const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' }
const oneClick = z.object({ 'List-Unsubscribe': z.literal('One-Click') })

export async function newsletterRoutes(app: App, tools: Tools) {
  // Mail programs send a form of one field, in either encoding (RFC 8058, section 3.2).
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  app.addContentTypeParser('multipart/form-data', { parseAs: 'string' }, (_request, body, done) =>
    done(null, /name="?List-Unsubscribe"?\s+One-Click\s/.test(String(body)) ? ONE_CLICK : {}),
  )

  const schema = {
    tags,
    querystring: unsubscribeRequest.partial(),
    body: z.union([unsubscribeRequest, oneClick]),
    response: { 204: z.void(), '4xx': problem, '5xx': problem },
  }
  // The token proves whose wish it is, without a cookie; a mail program sends no origin.
  app.post(
    '/newsletter/unsubscribe',
    { schema, config: { anyOrigin: true, anyAccount: true } },
    async ({ query, body }, reply) => {
      const token = query.token ?? ('token' in body ? body.token : undefined)
      if (token === undefined) throw new Refusal('invalid-request', { detail: 'token: it is part of the link' })
      await leaveNewsletter(tools, token)
      return reply.status(204).send()
    },
  )
}
