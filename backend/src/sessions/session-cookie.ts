import type { FastifyReply, FastifyRequest } from 'fastify'
import { openApiHost } from '../api-host.ts'
import type { Config } from '../config.ts'
import type { Session } from './session.ts'
import { openSessionTokens } from './tokens/session-token.ts'

/** The session cookie's name without TLS. */
export const SESSION_COOKIE = 'tiptop_session'

/** `own`: of the very host that gives it. `former`: of a domain, `COOKIE_DOMAIN`, that the site and the API shared. */
export type CookieKind = 'own' | 'former'
/** A session as a cookie names it, and whether the token's minute is over. */
type HeldSession = { kind: CookieKind; session: Session; expired: boolean }

/**
 * The cookie that carries a session as a signed token of one minute. Under TLS its name begins with `__Host-`, so
 * browsers accept it from no other host and send it to no other; each environment has a name of its own. The former cookie
 * is still read on the site's host, replaced and taken back, and given no more.
 */
export function openSessionCookie({ config, now }: { config: Pick<Config, 'session' | 'http' | 'web'>; now(): Date }) {
  const { sessionDays, secure, environment, formerDomain } = config.session
  const tokens = openSessionTokens({ config, now })
  const cameToApiHost = openApiHost(config)
  const names = { own: cookieName({ secure, environment }), former: SESSION_COOKIE }
  const ofHost = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const
  const attributes = { own: ofHost, former: { ...ofHost, ...(formerDomain && { domain: formerDomain }) } }

  /** The kinds that a request may carry; the first wins over the other. */
  const kindsFor = (request: FastifyRequest): CookieKind[] =>
    formerDomain && !cameToApiHost(request) ? ['own', 'former'] : ['own']

  const isRepeated = ({ headers }: FastifyRequest, kind: CookieKind) =>
    headers.cookie !== undefined && holdsTwice(headers.cookie, names[kind])

  return {
    kindsFor,

    give(reply: FastifyReply, session: Session): void {
      reply.setCookie(names.own, tokens.make(session), { ...attributes.own, maxAge: sessionDays * 86_400 })
    },

    take(reply: FastifyReply, kind: CookieKind): void {
      reply.clearCookie(names[kind], attributes[kind])
    },

    /** Whether the request carries two cookies of the host: a browser has one, so something else has added another. */
    isAmbiguous: (request: FastifyRequest): boolean => isRepeated(request, 'own'),

    /**
     * The sessions of the request's tokens, the one that speaks for it first; none without a token of ours. Of two former
     * cookies, which several domains could give, neither speaks.
     */
    read(request: FastifyRequest): HeldSession[] {
      const kinds = kindsFor(request).filter(kind => kind === 'own' || !isRepeated(request, kind))
      return kinds.flatMap(kind => {
        const held = tokens.read(request.cookies[names[kind]])
        return held ? { kind, ...held } : []
      })
    },
  }
}

/** The environments differ, so that a browser can be signed in to each, and a cookie never means another. */
function cookieName({ secure, environment }: Pick<Config['session'], 'secure' | 'environment'>): string {
  const name = environment === 'dev' || environment === 'preprod' ? `tiptop_${environment}_session` : SESSION_COOKIE
  return secure ? `__Host-${name}` : name
}

/** Whether the header of cookies (RFC 6265, 4.2.1) holds more than one of this name. */
function holdsTwice(header: string, name: string): boolean {
  const first = header.indexOf(`${name}=`)
  if (first < 0 || header.indexOf(`${name}=`, first + 1) < 0) return false
  return header.split(';').filter(pair => pair.trimStart().startsWith(`${name}=`)).length > 1
}
