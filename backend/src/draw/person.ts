import type { DrawRole } from '@tiptop/contract/grand-draw.ts'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'
import { needsConfirmation, signedIn } from '../sessions/session.ts'

/** The bailiff or an administrator, in their session. */
export type DrawPerson = { userId: number; sessionId: string; role: DrawRole }

/** Who takes part in the draw by this request. Refuses `session-needed` and `role-needed`. */
export function drawPersonOf(request: FastifyRequest): DrawPerson {
  const { id: sessionId, userId, role } = signedIn(request)
  if (role !== 'bailiff' && role !== 'admin') throw new Refusal('role-needed')
  return { userId, sessionId, role }
}

/** Lets the two people of the draw look at it, and act if they proved a moment ago who they are. Refuses `confirm-password`. */
export function admitToDraw(request: FastifyRequest, now: Date): void {
  drawPersonOf(request)
  if (request.method === 'POST') needsConfirmation(signedIn(request), now)
}
