import { randomInt } from 'node:crypto'
import type { Provider } from '@tiptop/contract/accounts.ts'
import { returnPathOf } from '@tiptop/contract/return-path.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomPKCECodeVerifier, randomState } from 'openid-client'
import type { Config } from '../../config.ts'

/** A sign-in under way at a provider, as the browser that began it remembers it. */
export type SignInFlow = { state: string; verifier: string; landing: string }

/** Where a sign-in leads that was asked for no page of the site. */
export const GAME = '/jeu'
const SECONDS = 600
const STATE = /^[\w-]{43}$/
const COOKIE = /^(google|facebook)\.(\d{1,12})\.([\w-]{43})\.([\w-]{43})\.(\/.*)$/
/** As many flows as a browser may have under way. */
const SLOTS = ['flow_1', 'flow_2', 'flow_3'] as const

type HeldFlow = SignInFlow & { provider: string; startedAt: number; slot: string }

/**
 * A cookie per flow: only the browser that began can end it, and a second click or a second tab spoils nothing. There
 * are three names, and a fourth flow takes the place of the oldest: cookies whose number grows with each click would
 * in the end exceed what nginx reads, and every request would be refused. Lax, because the provider sends the browser
 * back by a link.
 */
export function openFlows({ config, now }: { config: Pick<Config, 'session'>; now(): Date }) {
  const { secure } = config.session
  const nameOf = (slot: string) => `${secure ? '__Host-' : ''}tiptop_${slot}`
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  const seconds = () => Math.floor(now().getTime() / 1000)

  function held(request: FastifyRequest): HeldFlow[] {
    return SLOTS.flatMap(slot => {
      const [, provider = '', begun, state = '', verifier = '', landing = ''] =
        COOKIE.exec(request.cookies[nameOf(slot)] ?? '') ?? []
      const startedAt = Number(begun)
      return startedAt > seconds() - SECONDS ? { slot, provider, startedAt, state, verifier, landing } : []
    })
  }

  /** One that is free, by chance, so that two clicks at once seldom meet; else that of the oldest flow. */
  function slotFor(request: FastifyRequest): string {
    const flows = held(request).sort((a, b) => a.startedAt - b.startedAt)
    const free = SLOTS.filter(slot => !flows.some(flow => flow.slot === slot))
    return free[randomInt(Math.max(1, free.length))] ?? flows[0]?.slot ?? SLOTS[0]
  }

  return {
    begin(request: FastifyRequest, reply: FastifyReply, provider: Provider, landing: string): SignInFlow {
      const state = randomState()
      const verifier = randomPKCECodeVerifier()
      const value = [provider, seconds(), state, verifier, landing].join('.')
      reply.setCookie(nameOf(slotFor(request)), value, { ...attributes, maxAge: SECONDS })
      return { state, verifier, landing }
    },

    /** The flow that this request ends, once; null if this browser began none with this state and provider. */
    end(request: FastifyRequest, reply: FastifyReply, provider: Provider, state = ''): SignInFlow | null {
      if (!STATE.test(state)) return null
      const flow = held(request).find(held => held.state === state && held.provider === provider)
      if (!flow) return null
      reply.clearCookie(nameOf(flow.slot), attributes)
      return { state, verifier: flow.verifier, landing: returnPathOf(flow.landing) ?? GAME }
    },
  }
}
