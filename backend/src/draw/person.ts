import type { DrawRole } from '@tiptop/contract/grand-draw.ts'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'
import { signedIn } from '../sessions/session.ts'

/** The bailiff or an administrator, in their session. */
export type DrawPerson = { userId: number; sessionId: string; role: DrawRole }

/** Who takes part in the draw by this request. Refuses `session-needed` and `role-needed`. */
export function drawPersonOf(request: FastifyRequest): DrawPerson {
  const { id: sessionId, userId, role } = signedIn(request)
  if (role !== 'bailiff' && role !== 'admin') throw new Refusal('role-needed')
  return { userId, sessionId, role }
}
