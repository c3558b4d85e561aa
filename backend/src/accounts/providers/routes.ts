import { type Provider, provider } from '@tiptop/contract/accounts.ts'
import { returnPathOf } from '@tiptop/contract/return-path.ts'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { openApiHost } from '../../api-host.ts'
import type { App } from '../../http/http-app.ts'
import { asRefusal } from '../../http/http-errors.ts'
import { noteRefusal } from '../../http/note-refusal.ts'
import { languageOf, pageUrl } from '../../mail/web-page.ts'
import { Refusal } from '../../refusal.ts'

import { lackedStep } from '../../sessions/second-step/second-step.ts'
import { browserOf, type Session } from '../../sessions/session.ts'

import type { Tools } from '../../tools.ts'
import { openDevices } from '../known-devices.ts'
import { sendVerification } from '../mailed-links/send-verification.ts'
import { sendArrivalNotice } from '../notices/send-notice.ts'
import { askFacebook, facebookWish } from './facebook.ts'
import { askGoogle, googleWish } from './google.ts'

import { authorizationUrl, exchangeCode, openProvider } from './oauth.ts'
import { GAME, openFlows, type SignInFlow } from './sign-in-flow.ts'
import { type ProviderSignIn, signInThroughProvider } from './sign-in-through-provider.ts'

const wishes = { google: googleWish, facebook: facebookWish }
const asks = { google: askGoogle, facebook: askFacebook }

const going = z.object({
  suite: z.string().optional().catch(undefined).describe('path on the web site to continue to'),
})
/** The library reads the rest from the address itself: `code`, `error`, `iss`. */
const back = z.object({ state: z.string().optional().catch(undefined) })
const tags = ['accounts']
const onward = { 302: z.void().describe('to the provider, to the web site, or to its sign-in page with the reason') }

/** Browsers come here through links, so each answer redirects: to the provider, to the site, or to the sign-in page. */
export async function providerRoutes(app: App, tools: Tools) {
  const { config, sessions } = tools
  const flows = openFlows(tools)
  const devices = openDevices(config)
  const cameToApiHost = openApiHost(config)

  /** Where the provider sends the browser back to: the host where it began, to which the flow's cookie belongs. */
  function callbackUrl(request: FastifyRequest, name: Provider): string {
    return `${cameToApiHost(request) ? config.http.apiUrl : config.web.apiUrl}/auth/${name}/callback`
  }

  for (const name of provider.options) {
    const door = openDoor(tools, name)
    const toProvider = { schema: { tags, querystring: going, response: onward } }
    const fromProvider = { schema: { tags, querystring: back, response: onward } }

    app.get(`/auth/${name}`, toProvider, async (request, reply) => {
      const landing = returnPathOf(request.query.suite) ?? GAME
      const next = async () => {
        if (!door) throw new Refusal('provider-refused')
        return authorizationUrl(door, flows.begin(request, reply, name, landing), callbackUrl(request, name))
      }
      return reply.redirect(await next().catch(error => signInPage(tools, request, { error, landing })))
    })

    app.get(`/auth/${name}/callback`, fromProvider, async (request, reply) => {
      const flow = flows.end(request, reply, name, request.query.state)
      const landing = flow?.landing ?? GAME
      const next = async () => {
        const cameBack = new URL(callbackUrl(request, name) + request.url.replace(/^[^?]*/, ''))
        const { userId, verifyEmail, isLinked } = await arrive(tools, { door, flow, cameBack })
        if (verifyEmail) app.background.run('verification mail', () => sendVerification(tools, userId))
        const entry = { door: name, browser: browserOf(request) }
        const session = await sessions.open(reply, userId, entry)
        devices.remember(request, reply, userId)
        const arrival = { session, entry, isLinked, mark: devices.originOf(request).markOf(userId) }
        app.background.run('sign-in notice', () => sendArrivalNotice(tools, name, arrival))
        return wayOn(config, session, landing)
      }
      return reply.redirect(await next().catch(error => signInPage(tools, request, { error, landing })))
    })
  }
}

/** The provider, and what it is asked for. */
type OpenedDoor = NonNullable<ReturnType<typeof openDoor>>

/** null without credentials. */
function openDoor({ config }: Tools, name: Provider) {
  const credentials = config[name]
  if (!credentials) return null
  return { name, wish: wishes[name], ask: asks[name], provider: openProvider(credentials) }
}

/** `cameBack`: the callback's address with what the provider sent back through the browser. */
type ReturnFromProvider = { door: OpenedDoor | null; flow: SignInFlow | null; cameBack: URL }

async function arrive(tools: Tools, { door, flow, cameBack }: ReturnFromProvider): Promise<ProviderSignIn> {
  if (!door || !flow) throw new Refusal('provider-refused')
  const tokens = await exchangeCode(door, flow, cameBack)
  const person = await door.ask(door.provider, tokens)
  return signInThroughProvider(tools, { provider: door.name, person, language: languageOf(flow.landing) })
}

type SignInFailure = { error: Error; landing: string }

/** The sign-in page, with the reason of the failure and the page to continue to afterwards. */
function signInPage({ config, metrics }: Tools, request: FastifyRequest, { error, landing }: SignInFailure): string {
  const refusal = asRefusal(error)
  const { code, detail } = refusal
  noteRefusal(metrics, request, refusal)
  if (code === 'internal-error') request.log.error({ err: error, requestId: request.id }, 'unexpected error')
  else if (detail) request.log.warn({ reason: detail, requestId: request.id }, 'a provider failed')
  return signInUrl(config, { erreur: code, suite: landing })
}

/** Where a signed-in browser goes: to the page that it was going to, or to the second step. */
function wayOn(config: Tools['config'], session: Session, landing: string): string {
  if (!lackedStep(session, config.staffSecondFactor)) return config.web.url + landing
  return signInUrl(config, { etape: 'seconde', suite: landing })
}

/** The sign-in page also asks for the second step. */
function signInUrl({ web }: Tools['config'], query: { suite: string; erreur?: string; etape?: 'seconde' }): string {
  return `${pageUrl(web.url, languageOf(query.suite), '/connexion')}?${new URLSearchParams(query)}`
}
