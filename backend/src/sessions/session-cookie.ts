import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Session } from './session.ts'
import { openSessionTokens } from './tokens/session-token.ts'

/** The session cookie's name without TLS. */
export const SESSION_COOKIE = 'tiptop_session'

/** A session as a cookie names it, and whether the token's minute is over. */
type HeldSession = { session: Session; expired: boolean }

/**
 * The cookie that carries a session as a signed token of one minute. Under TLS its name begins with `__Host-`, so
 * browsers accept it from no other host and send it to no other; each environment has a name of its own.
 */
export function openSessionCookie({ config, now }: { config: Pick<Config, 'session'>; now(): Date }) {
  const { sessionDays, secure, environment } = config.session
  const tokens = openSessionTokens({ config, now })
  const name = cookieName({ secure, environment })
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/' } as const

  return {
    give(reply: FastifyReply, session: Session): void {
      reply.setCookie(name, tokens.make(session), { ...attributes, maxAge: sessionDays * 86_400 })
    },

    take(reply: FastifyReply): void {
      reply.clearCookie(name, attributes)
    },

    /** Whether the request carries two cookies of the name: a browser has one, so something else has added another. */
    isAmbiguous: ({ headers }: FastifyRequest): boolean =>
      headers.cookie !== undefined && holdsTwice(headers.cookie, name),

    /** The session of the request's token; null without a token of ours. */
    read: (request: FastifyRequest): HeldSession | null => tokens.read(request.cookies[name]),
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
