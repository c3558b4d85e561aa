import type { Config } from '../../config.ts'
import { listen } from '../../database/listener.ts'
import type { Session } from '../session.ts'
import { openForgetfulSet } from './forgetful-set.ts'

type KnownSession = Pick<Session, 'id' | 'userId'>
export type Revocations = ReturnType<typeof openRevocations>

/** As long as a token that was given before may still speak, with room for clocks that differ. */
const REMEMBERED_MS = 2 * 60_000

/** A stretch of time in which this process hears of every revocation. */
class Hearing {
  /** Sessions that were asked for since it began; null once no older token is left. */
  asked: Set<string> | null = new Set()

  constructor() {
    const settle = () => {
      this.asked = null
    }
    setTimeout(settle, REMEMBERED_MS).unref()
  }

  knows(sessionId: string): boolean {
    return this.asked === null || this.asked.has(sessionId)
  }
}

/**
 * What this process knows of sessions that ended and of accounts that changed, from the database's notifications. A
 * token speaks without the database only while this process hears of all that could end it, and has either heard since
 * before the token was made or asked for its session itself.
 */
export function openRevocations(database: Pick<Config['database'], 'url'>) {
  /** `session:ID` and `account:ID`, whose tokens are doubted */
  const revoked = openForgetfulSet(REMEMBERED_MS)
  const ready = Promise.withResolvers<void>()
  let hearing: Hearing | null = null
  const close = listen(database, {
    channel: 'revocations',
    onMessage: revoked.add,
    onListening: () => {
      hearing = new Hearing()
      ready.resolve()
    },
    onLost: () => {
      hearing = null
    },
  })

  return {
    /** Resolves once this process hears of revocations for the first time. */
    ready: ready.promise,
    close,

    /** Whether the token of this session may speak without a look at its row. */
    mayTrust({ id, userId }: KnownSession): boolean {
      return hearing?.knows(id) === true && !revoked.has(`session:${id}`) && !revoked.has(`account:${userId}`)
    },

    /** Asks the database for a session, after which its tokens may speak if nothing was missed meanwhile. */
    async ask<Found extends KnownSession>(find: () => Promise<Found | null>): Promise<Found | null> {
      const before = hearing
      const found = await find()
      if (found && before === hearing) before?.asked?.add(found.id)
      return found
    },

    /** Doubts a session that this process itself has ended, before its notification arrives. */
    doubt: (sessionId: string) => revoked.add(`session:${sessionId}`),
  }
}
