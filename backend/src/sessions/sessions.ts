import type { FastifyReply, FastifyRequest } from 'fastify'
import { recordEvent } from '../audit/record-event.ts'
import type { Config } from '../config.ts'
import type { DatabaseTools } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { findLiveSession, insertSession, revokeSession } from './queries.ts'
import type { Session, SessionEntry } from './session.ts'
import { openSessionCookie } from './session-cookie.ts'

export type Sessions = ReturnType<typeof openSessions>

/**
 * A session is a row that can be revoked, and a JWT of one minute in a cookie that speaks for it: most requests are
 * answered without asking the database, and a changed role, a disabled account or a revoked session takes effect
 * when the minute is over. An expired token with a live row behind it is renewed in passing.
 */
export function openSessions({ config, db, now }: DatabaseTools & { config: Pick<Config, 'session'> }) {
  const cookie = openSessionCookie({ config: config.session, now })

  async function renew(reply: FastifyReply, sessionId: string): Promise<Session | null> {
    const session = await findLiveSession(db, sessionId, now())
    if (session) cookie.give(reply, session)
    else cookie.take(reply)
    return session
  }

  return {
    /**
     * Opens a session for this account, records it in the audit trail, and gives its cookie.
     * Refuses `invalid-credentials` or `provider-refused` if what the person signed in with has just been taken away.
     */
    async open(reply: FastifyReply, userId: number, entry: SessionEntry = { door: 'password' }): Promise<void> {
      const at = now()
      const expiresAt = new Date(at.getTime() + config.session.sessionDays * 86_400_000)
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
      const found = cookie.read(request)
      if (found) await revokeSession(db, found.session.id, now())
      cookie.take(reply)
    },

    /** Gives a fresh cookie after something that the token states has changed. */
    renew,

    /** Who sent this request: at once during the token's minute, after a look at the session's row beyond it. */
    find(request: FastifyRequest, reply: FastifyReply): Session | null | Promise<Session | null> {
      const found = cookie.read(request)
      if (!found) return null
      return found.expired ? renew(reply, found.session.id) : found.session
    },
  }
}
