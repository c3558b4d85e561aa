import { problem } from '@tiptop/contract/problem.ts'
import { z } from 'zod'
import type { App } from '../../http/http-app.ts'
import { languageOf, pageUrl } from '../../mail/web-page.ts'
import { findLiveSession } from '../../sessions/queries.ts'
import { admitSession, needsRole, signedIn } from '../../sessions/session.ts'
import type { Tools } from '../../tools.ts'

const schema = {
  tags: ['accounts'],
  description:
    'For the server of the site, before it serves the staff page named in X-Original-URI: whether the role of this ' +
    'session opens it. Otherwise Location is the sign-in page, which leads back to that page.',
  response: { 204: z.void().describe('the role opens this space'), '4xx': problem, '5xx': problem },
}

/** Nodes C and D of diagrams 1.2 and 1.3. The session's row is asked: a role withdrawn a second ago opens nothing. */
export async function gateRoutes(app: App, { db, now, config }: Tools) {
  for (const role of ['employee', 'admin', 'bailiff'] as const)
    app.get(`/gate/${role}`, { schema }, async (request, reply) => {
      reply.header('location', signInPath(request.headers['x-original-uri']))
      admitSession(request, await findLiveSession(db, signedIn(request).id, now(), { seen: true }), config)
      needsRole(request, role)
      return reply.removeHeader('location').status(204).send()
    })
}

/** A server like nginx cannot encode the address of a page as a part of another one. */
function signInPath(page: string | string[] | undefined): string {
  const path = pageUrl('', languageOf(String(page)), '/connexion')
  return page ? `${path}?${new URLSearchParams({ suite: String(page) })}` : path
}
