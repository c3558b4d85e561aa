import type { Provider, Role } from '@tiptop/contract/accounts.ts'
import { hasRole, type StaffRole } from '@tiptop/contract/staff-roles.ts'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { Refusal } from '../refusal.ts'
import { type Device, deviceOf } from './device.ts'
import { type FactorState, lackedStep } from './second-step/second-step.ts'
import { CONFIRMED_MS } from './session-limits.ts'

/**
 * Who sends a request. `mayPlay`: an adult whose profile is complete, see complete-account.ts. `reauthenticatedAt`: when
 * they last proved who they are, in seconds since 1970; 0 if unknown. `factor`: see second-step.ts.
 */
export type Session = {
  id: string
  userId: number
  role: Role
  mayPlay: boolean
  reauthenticatedAt: number
  factor: FactorState
}

/** How a person signed in. Without `checkedHash` no password was checked: the account was registered just now. */
export type SessionEntry = ({ door: 'password'; checkedHash?: string } | { door: Provider }) & {
  browser?: SessionBrowser
}

/** The browser in which a person signs in, and the session that it had until now, which then ends. */
type SessionBrowser = { device: Device; former: string | null }

/** The browser that sent this request. */
export function browserOf({ headers, session }: FastifyRequest): SessionBrowser {
  return { device: deviceOf(headers['user-agent']), former: session?.id ?? null }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers a session that lacks the second step, too. */
    halfSession?: boolean
  }
  interface FastifyRequest {
    session: Session | null
    /** whether it carries a session that lacks the second step, on a route that takes none such */
    lacksSecondStep: boolean
  }
  interface FastifyContextConfig {
    /** Pages ask this again and again by themselves, which does not show that someone is there. */
    automatic?: boolean
    /** Answers without asking who is there, so that it answers without a database as well. */
    sessionless?: boolean
  }
}

/** Gives a request its session. One that lacks the second step counts for the few routes that take it, and for no other. */
export function admitSession(
  request: FastifyRequest,
  session: Session | null,
  { staffSecondFactor }: Pick<Config, 'staffSecondFactor'>,
): void {
  const lacks = session !== null && lackedStep(session, staffSecondFactor) !== null
  request.lacksSecondStep = lacks && !request.routeOptions.config.halfSession
  request.session = request.lacksSecondStep ? null : session
}

/** The session of a request that must have one. Refuses `session-needed` and `second-step-needed`. */
export function signedIn(request: FastifyRequest): Session {
  if (request.lacksSecondStep) throw new Refusal('second-step-needed')
  if (!request.session) throw new Refusal('session-needed')
  return request.session
}

/** The session of a request that needs this role, or one that includes it. Refuses `session-needed` and `role-needed`. */
export function needsRole(request: FastifyRequest, role: StaffRole): Session {
  const session = signedIn(request)
  if (!hasRole(session.role, role)) throw new Refusal('role-needed')
  return session
}

/**
 * Accepts a session whose person proved in the last ten minutes who they are: by signing in, or by their password asked
 * again. Refuses `confirm-password`.
 */
export function needsConfirmation({ reauthenticatedAt }: Session, now: Date): void {
  if (Number(now) - reauthenticatedAt * 1000 >= CONFIRMED_MS) throw new Refusal('confirm-password')
}
