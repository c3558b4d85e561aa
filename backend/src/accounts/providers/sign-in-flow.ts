import type { Provider } from '@tiptop/contract/accounts.ts'
import { returnPathOf } from '@tiptop/contract/return-path.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomPKCECodeVerifier, randomState } from 'openid-client'
import type { Config } from '../../config.ts'

/** A sign-in under way at a provider, as the browser that began it remembers it. */
export type SignInFlow = { state: string; verifier: string; landing: string }

/** Where a sign-in leads that was asked for no page of the site. */
export const GAME = '/jeu'
const MINUTES = 10
const STATE = /^[\w-]{43}$/
const COOKIE = /^(google|facebook)\.([\w-]{43})\.(\/.*)$/

/**
 * One cookie per flow, named by its `state`: only the browser that began can end it, and a second click or a second
 * tab spoils nothing. Lax, because the provider sends the browser back by a link.
 */
export function openFlows({ session }: Pick<Config, 'session'>) {
  const { secure } = session
  const nameOf = (state: string) => `${secure ? '__Host-' : ''}tiptop_flow_${state}`
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const

  return {
    begin(reply: FastifyReply, provider: Provider, landing: string): SignInFlow {
      const state = randomState()
      const verifier = randomPKCECodeVerifier()
      reply.setCookie(nameOf(state), `${provider}.${verifier}.${landing}`, { ...attributes, maxAge: MINUTES * 60 })
      return { state, verifier, landing }
    },

    /** The flow that this request ends, once; null if this browser began none with this state and provider. */
    end(request: FastifyRequest, reply: FastifyReply, provider: Provider, state = ''): SignInFlow | null {
      if (!STATE.test(state)) return null
      const [, startedAt, verifier, landing] = COOKIE.exec(request.cookies[nameOf(state)] ?? '') ?? []
      if (startedAt !== provider || !verifier) return null
      reply.clearCookie(nameOf(state), attributes)
      return { state, verifier, landing: returnPathOf(landing) ?? GAME }
    },
  }
}
