import type { Provider, Role } from '@tiptop/contract/accounts.ts'
import { createSigner, createVerifier } from 'fast-jwt'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { recordEvent } from '../audit/record-event.ts'
import type { Config } from '../config.ts'
import type { DB } from '../database/schema.ts'
import { Refusal } from '../refusal.ts'
import { findLiveSession, insertSession, revokeSession } from './queries.ts'

/** Who is asking. `mayPlay`: birth date and acceptance of the rules are there, and he is an adult. */
export type Session = { id: string; userId: number; role: Role; mayPlay: boolean }

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null
  }
}

export const SESSION_COOKIE = 'tiptop_session'

type Claims = { sid: string; sub: string; role: Role; play: boolean; iat: number; exp: number }
type Parts = { config: Pick<Config, 'session'>; db: Kysely<DB>; now(): Date }
/** Through which door somebody came in; without a hash that was checked, by making the account just now. */
export type Entry = { door: 'password'; checkedHash?: string } | { door: Provider }

export type Sessions = ReturnType<typeof openSessions>

/**
 * A session is a row that can be revoked, and a JWT of one minute in a cookie that speaks for it: most requests are
 * answered without asking the database, and a changed role, a disabled account or a revoked session takes effect
 * when the minute is over. An expired token with a live row behind it is renewed in passing.
 */
export function openSessions({ config, db, now }: Parts) {
  const { key, tokenSeconds, sessionDays, secure, domain } = config.session
  const sign = createSigner({ key, algorithm: 'HS256' })
  // The expiry is ours to judge: what is expired may still be renewed, what is forged may not.
  const verify = createVerifier({ key, algorithms: ['HS256'], ignoreExpiration: true, cache: 10_000 })
  const attributes = { httpOnly: true, secure, sameSite: 'lax', path: '/', ...(domain && { domain }) } as const
  const seconds = () => Math.floor(now().getTime() / 1000)

  function give(reply: FastifyReply, session: Session): void {
    const iat = seconds()
    const claims: Claims = {
      sid: session.id,
      sub: String(session.userId),
      role: session.role,
      play: session.mayPlay,
      iat,
      exp: iat + tokenSeconds,
    }
    reply.setCookie(SESSION_COOKIE, sign(claims), { ...attributes, maxAge: sessionDays * 86_400 })
  }

  function read(request: FastifyRequest): Claims | null {
    const token = request.cookies[SESSION_COOKIE]
    if (!token) return null
    try {
      return verify(token) as Claims
    } catch {
      return null
    }
  }

  async function renew(reply: FastifyReply, sessionId: string): Promise<Session | null> {
    const session = await findLiveSession(db, sessionId, now())
    if (session) give(reply, session)
    else reply.clearCookie(SESSION_COOKIE, attributes)
    return session
  }

  return {
    /**
     * Opens a session for this account, which the audit trail notes, and gives its cookie.
     * Refuses `invalid-credentials` or `provider-refused` when what let the person in has just been taken away.
     */
    async open(reply: FastifyReply, userId: number, entry: Entry = { door: 'password' }): Promise<void> {
      const at = now()
      const expiresAt = new Date(at.getTime() + sessionDays * 86_400_000)
      const id = await db.transaction().execute(async db => {
        const id = await insertSession(db, { userId, entry, now: at, expiresAt })
        if (id) await recordEvent(db, { kind: 'signed-in', at, actorId: userId, details: { door: entry.door } })
        return id
      })
      if (id && (await renew(reply, id))) return
      throw new Refusal(entry.door === 'password' ? 'invalid-credentials' : 'provider-refused')
    },

    /** Ends the session of this request, if any, and takes the cookie back. */
    async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const claims = read(request)
      if (claims) await revokeSession(db, claims.sid, now())
      reply.clearCookie(SESSION_COOKIE, attributes)
    },

    /** Gives a fresh cookie after something that the token says has changed. */
    renew,

    /** Who sent this request: at once while the token's minute lasts, after a look at the session's row beyond it. */
    find(request: FastifyRequest, reply: FastifyReply): Session | null | Promise<Session | null> {
      const claims = read(request)
      if (!claims) return null
      if (claims.exp <= seconds()) return renew(reply, claims.sid)
      return { id: claims.sid, userId: Number(claims.sub), role: claims.role, mayPlay: claims.play }
    },
  }
}

/** The session of a request that must have one. Refuses `session-needed`. */
export function signedIn(request: FastifyRequest): Session {
  if (!request.session) throw new Refusal('session-needed')
  return request.session
}

/**
 * The session of a request that needs this role; an admin may do what an employee does.
 * Refuses `session-needed` and `role-needed`.
 */
export function needsRole(request: FastifyRequest, role: 'employee' | 'admin'): Session {
  const session = signedIn(request)
  if (session.role !== role && session.role !== 'admin') throw new Refusal('role-needed')
  return session
}
