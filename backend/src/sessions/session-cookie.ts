import type { Role } from '@tiptop/contract/accounts.ts'
import { createSigner, createVerifier } from 'fast-jwt'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Session } from './session.ts'

export const SESSION_COOKIE = 'tiptop_session'

type SessionClaims = { sid: string; sub: string; role: Role; play: boolean; iat: number; exp: number }

/** The cookie that carries a session as a signed token of one minute. */
export function openSessionCookie({ config, now }: { config: Config['session']; now(): Date }) {
  const { key, tokenSeconds, sessionDays, secure, domain } = config
  const sign = createSigner({ key, algorithm: 'HS256' })
  // Expiry is judged here: an expired token may still be renewed, a forged one may not.
  const verify = createVerifier({ key, algorithms: ['HS256'], ignoreExpiration: true, cache: 10_000 })
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/', ...(domain && { domain }) } as const
  const seconds = () => Math.floor(now().getTime() / 1000)

  return {
    give(reply: FastifyReply, { id, userId, role, mayPlay }: Session): void {
      const iat = seconds()
      const claims: SessionClaims = { sid: id, sub: String(userId), role, play: mayPlay, iat, exp: iat + tokenSeconds }
      reply.setCookie(SESSION_COOKIE, sign(claims), { ...attributes, maxAge: sessionDays * 86_400 })
    },

    take(reply: FastifyReply): void {
      reply.clearCookie(SESSION_COOKIE, attributes)
    },

    /** The session of the request's token, and whether its minute is over; null without a token of ours. */
    read(request: FastifyRequest): { session: Session; expired: boolean } | null {
      const token = request.cookies[SESSION_COOKIE]
      if (!token) return null
      try {
        const { sid, sub, role, play, exp }: SessionClaims = verify(token)
        return { session: { id: sid, userId: Number(sub), role, mayPlay: play }, expired: exp <= seconds() }
      } catch {
        return null
      }
    },
  }
}
