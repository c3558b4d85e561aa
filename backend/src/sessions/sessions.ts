import type { FastifyReply, FastifyRequest } from 'fastify'
import { recordEvent } from '../audit/record-event.ts'
import type { Config } from '../config.ts'
import type { DatabaseTools } from '../database/database.ts'
import { Refusal } from '../refusal.ts'
import { findLiveSession, insertSession, revokeSession } from './queries.ts'
import type { Session, SessionEntry } from './session.ts'
import { openSessionCookie } from './session-cookie.ts'
import type { Revocations } from './tokens/revocations.ts'

type SessionTools = DatabaseTools & { config: Pick<Config, 'session'>; revocations: Revocations }
export type Sessions = ReturnType<typeof openSessions>

/**
 * A session is a row that can be revoked, and a JWT of one minute in a cookie that speaks for it: most requests are
 * answered without asking the database. A changed role, a disabled account or a revoked session makes its tokens doubted
 * at once in every process, see tokens/revocations.ts. A doubted or expired token with a live row behind it is renewed in
 * passing.
 */
export function openSessions({ config, db, now, revocations }: SessionTools) {
  const cookie = openSessionCookie({ config, now })

  /** Takes the cookie back if the session is over. `seen`: a person asked. */
  async function renew(reply: FastifyReply, sessionId: string, { seen = true } = {}) {
    const session = await revocations.ask(() => findLiveSession(db, sessionId, now(), { seen }))
    if (!session) cookie.take(reply)
    else if (seen) cookie.give(reply, session)
    return session
  }

  return {
    /**
     * Opens a session for this account, records it in the audit trail, and gives its cookie. The session that the
     * browser had ends. It may lack a second step.
     * Refuses `invalid-credentials` or `provider-refused` if what the person signed in with has just been taken away.
     */
    async open(reply: FastifyReply, userId: number, entry: SessionEntry = { door: 'password' }): Promise<Session> {
      return (await renew(reply, await beginSession({ config, db, now }, userId, entry))) ?? gone(entry)
    },

    /** Ends the session that this request carries, and takes its cookie back. */
    async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const held = cookie.read(request)
      if (held) {
        await revokeSession(db, held.session.id, now())
        revocations.doubt(held.session.id)
      }
      cookie.take(reply)
    },

    /** The account whose cookie this request carries, even if its session is over; null without one that we signed. */
    named: (request: FastifyRequest): number | null => cookie.read(request)?.session.userId ?? null,

    /** Gives a fresh cookie after something that the token states has changed. */
    renew: (reply: FastifyReply, sessionId: string): Promise<Session | null> => renew(reply, sessionId),

    /**
     * Who sent this request: at once while the token may speak, after a look at the session's row otherwise. What a
     * page asks by itself neither renews the token nor keeps the session from ending, see `automatic`. Sets one cookie
     * at most. Refuses `cookie-repeated` for two cookies of the name, which it takes back.
     */
    find(request: FastifyRequest, reply: FastifyReply): Session | null | Promise<Session | null> {
      if (cookie.isAmbiguous(request)) {
        cookie.take(reply)
        return Promise.reject(new Refusal('cookie-repeated'))
      }
      const held = cookie.read(request)
      if (!held) return null
      const { session, expired } = held
      const seen = !request.routeOptions.config.automatic
      if (expired || !revocations.mayTrust(session)) return renew(reply, session.id, { seen })
      return session
    },
  }
}

/** @returns the id of the session. Refuses as `open` does. */
function beginSession(
  { config, db, now }: Pick<SessionTools, 'config' | 'db' | 'now'>,
  userId: number,
  entry: SessionEntry,
): Promise<string> {
  const [at, { browser }] = [now(), entry]
  const expiresAt = new Date(at.getTime() + config.session.sessionDays * 86_400_000)
  return db.transaction().execute(async db => {
    const device = browser && { device: browser.device }
    const id = await insertSession(db, { userId, entry, ...device, now: at, expiresAt })
    if (!id) return gone(entry)
    if (browser?.former) await revokeSession(db, browser.former, at)
    await recordEvent(db, { kind: 'signed-in', at, actorId: userId, details: { door: entry.door } })
    return id
  })
}

function gone({ door }: SessionEntry): never {
  throw new Refusal(door === 'password' ? 'invalid-credentials' : 'provider-refused')
}
