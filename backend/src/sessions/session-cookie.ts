import type { Role } from '@tiptop/contract/accounts.ts'
import { createSigner, createVerifier } from 'fast-jwt'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { openApiHost } from '../api-host.ts'
import type { Config } from '../config.ts'
import type { Session } from './session.ts'

/** The session cookie's name without TLS. */
export const SESSION_COOKIE = 'tiptop_session'

/** `auth`: when the person last proved who they are; tokens of the release before had none. */
type SessionClaims = { sid: string; sub: string; role: Role; play: boolean; auth?: number; iat: number; exp: number }
/** `own`: of the very host that gives it. `former`: of a domain, `COOKIE_DOMAIN`, that the site and the API shared. */
type CookieKind = 'own' | 'former'
/** The kinds that a request may carry. The first one is given to it, and wins over the other. */
type CookieKinds = readonly [CookieKind, ...CookieKind[]]
/** A session as a cookie names it, and whether the token's minute is over. */
type HeldSession = { kind: CookieKind; session: Session; expired: boolean }

/**
 * The cookie that carries a session as a signed token of one minute. Under TLS its name begins with `__Host-`, so
 * browsers accept it from no other host. The former cookie is still accepted, and the API's own host still gives it:
 * a sign-in through a provider may end there, and no other cookie of that host reaches the site.
 */
export function openSessionCookie({ config, now }: { config: Pick<Config, 'session' | 'http' | 'web'>; now(): Date }) {
  const { key, tokenSeconds, sessionDays, secure, formerDomain } = config.session
  const sign = createSigner({ key, algorithm: 'HS256' })
  // Expiry is judged here: an expired token may still be renewed, a forged one may not.
  const verify = createVerifier({ key, algorithms: ['HS256'], ignoreExpiration: true, cache: 10_000 })
  const cameToApiHost = openApiHost(config)
  const names = { own: secure ? `__Host-${SESSION_COOKIE}` : SESSION_COOKIE, former: SESSION_COOKIE }
  const ofHost = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  const attributes = { own: ofHost, former: { ...ofHost, ...(formerDomain && { domain: formerDomain }) } }
  const seconds = () => Math.floor(now().getTime() / 1000)

  function kindsFor(request: FastifyRequest): CookieKinds {
    if (!formerDomain) return ['own']
    return cameToApiHost(request) ? ['former'] : ['own', 'former']
  }

  function readToken(token: string | undefined, kind: CookieKind): HeldSession | null {
    if (!token) return null
    try {
      const { sid, sub, role, play, auth, exp }: SessionClaims = verify(token)
      const session = { id: sid, userId: Number(sub), role, mayPlay: play, reauthenticatedAt: auth ?? 0 }
      return { kind, session, expired: exp <= seconds() || auth === undefined }
    } catch {
      return null
    }
  }

  return {
    kindsFor,

    give(reply: FastifyReply, { id, userId, role, mayPlay, reauthenticatedAt }: Session): void {
      const iat = seconds()
      const facts = { sid: id, sub: String(userId), role, play: mayPlay, auth: reauthenticatedAt }
      const claims: SessionClaims = { ...facts, iat, exp: iat + tokenSeconds }
      const [kind] = kindsFor(reply.request)
      reply.setCookie(names[kind], sign(claims), { ...attributes[kind], maxAge: sessionDays * 86_400 })
    },

    take(reply: FastifyReply, kind: CookieKind): void {
      reply.clearCookie(names[kind], attributes[kind])
    },

    /** The sessions of the request's tokens, the one that speaks for it first; none without a token of ours. */
    read(request: FastifyRequest): HeldSession[] {
      return kindsFor(request).flatMap(kind => readToken(request.cookies[names[kind]], kind) ?? [])
    },
  }
}
