import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../../refusal.ts'
import { findLiveSession } from '../../../sessions/queries.ts'
import { lackedStep, type SecondStep } from '../../../sessions/second-step/second-step.ts'
import { type Session, signedIn } from '../../../sessions/session.ts'
import type { Tools } from '../../../tools.ts'

type LackingSession = Session & { lacks: SecondStep }

/**
 * The session of a request that lacks something, by its row, because a token may be a minute old.
 * Refuses `session-needed`, also where nothing is lacking.
 */
export async function lackingSession({ db, now, config }: Tools, request: FastifyRequest): Promise<LackingSession> {
  const session = await findLiveSession(db, signedIn(request).id, now())
  const lacks = session && lackedStep(session, config.staffSecondFactor)
  if (!session || !lacks) throw new Refusal('session-needed')
  return { ...session, lacks }
}

/** The same for a session that has a step to pass. Refuses also `second-factor-wrong`: there is none that could be right. */
export async function passingSession(tools: Tools, request: FastifyRequest): Promise<Session> {
  const session = await lackingSession(tools, request)
  if (session.lacks !== 'pass') throw new Refusal('second-factor-wrong')
  return session
}
