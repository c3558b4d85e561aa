import type { FastifyReply, FastifyRequest } from 'fastify'
import { recordEvent } from '../audit/record-event.ts'
import type { Config } from '../config.ts'
import type { DatabaseTools } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { findLiveSession, insertSession, revokeSession } from './queries.ts'
import type { Session, SessionEntry } from './session.ts'
import { openSessionCookie } from './session-cookie.ts'

type SessionTools = DatabaseTools & { config: Pick<Config, 'session' | 'http' | 'web'> }
export type Sessions = ReturnType<typeof openSessions>

/**
 * A session is a row that can be revoked, and a JWT of one minute in a cookie that speaks for it: most requests are
 * answered without asking the database, and a changed role, a disabled account or a revoked session takes effect
 * when the minute is over. An expired token with a live row behind it is renewed in passing.
 */
export function openSessions({ config, db, now }: SessionTools) {
  const cookie = openSessionCookie({ config, now })

  /** `kind`: the cookie that named the session, taken back if the session is over. */
  async function renew(reply: FastifyReply, sessionId: string, kind = cookie.kindsFor(reply.request)[0]) {
    const session = await findLiveSession(db, sessionId, now(), { seen: true })
    if (session) cookie.give(reply, session)
    else cookie.take(reply, kind)
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

    /** Ends every session that this request carries, and takes the cookies back. */
    async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      for (const { session } of cookie.read(request)) await revokeSession(db, session.id, now())
      for (const kind of cookie.kindsFor(request)) cookie.take(reply, kind)
    },

    /** Gives a fresh cookie after something that the token states has changed. */
    renew: (reply: FastifyReply, sessionId: string): Promise<Session | null> => renew(reply, sessionId),

    /**
     * Who sent this request: at once during the token's minute, after a look at the session's row beyond it.
     * Sets one cookie at most. The former one is replaced first, and taken back once the browser shows its successor.
     */
    find(request: FastifyRequest, reply: FastifyReply): Session | null | Promise<Session | null> {
      const [found, other] = cookie.read(request)
      if (!found) return null
      if (found.expired || found.kind !== cookie.kindsFor(request)[0]) return renew(reply, found.session.id, found.kind)
      if (other) cookie.take(reply, other.kind)
      return found.session
    },
  }
}
