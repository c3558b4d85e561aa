import type { FastifyReply, FastifyRequest } from 'fastify'
import { openLanes } from '../attempts/lanes.ts'
import { Refusal } from '../refusal.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Limits by itself how much of one account is under way. */
    ownTurns?: boolean
  }
}

/** A page asks for three or four things at once, and the database has a few connections for all. */
const AT_ONCE = 3
const WAITING = 200
/** Longer than any page waits for its answer. */
const WAIT_MS = 20_000

/**
 * Works on a few requests of one account at a time, whatever number of sessions it has; the others wait for their turn,
 * before they ask the database anything. So no account takes the connections that the others need.
 */
export function takeTurns() {
  const lanes = openLanes({
    atOnce: AT_ONCE,
    waiting: WAITING,
    waitMs: WAIT_MS,
    full: () => new Refusal('too-many-attempts', { retryAfterSeconds: 1 }),
    late: () => new Refusal('service-unavailable', { retryAfterSeconds: 5 }),
  })

  return async function takeTurn({ session, routeOptions }: FastifyRequest, { raw }: FastifyReply): Promise<void> {
    if (!session || routeOptions.config.ownTurns) return
    const { userId } = session
    // A request holds its turn from here until it is answered, or its client is gone, which may be before its turn.
    let state: 'waiting' | 'working' | 'over' = 'waiting'
    const end = () => {
      if (state === 'working') lanes.leave(userId)
      state = 'over'
    }
    raw.once('finish', end).once('close', end)
    await lanes.enter(userId)
    if (raw.destroyed) {
      lanes.leave(userId)
      throw new Refusal('too-many-attempts', { retryAfterSeconds: 1 })
    }
    state = 'working'
  }
}
