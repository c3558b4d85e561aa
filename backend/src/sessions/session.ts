import type { Provider, Role } from '@tiptop/contract/accounts.ts'
import { hasRole, type StaffRole } from '@tiptop/contract/staff-roles.ts'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'
import { type Device, deviceOf } from './device.ts'
import { CONFIRMED_MS } from './session-limits.ts'

/**
 * Who sends a request. `mayPlay`: an adult whose profile is complete, see complete-account.ts. `reauthenticatedAt`: when
 * they last proved who they are, in seconds since 1970; 0 if unknown.
 */
export type Session = { id: string; userId: number; role: Role; mayPlay: boolean; reauthenticatedAt: number }

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
  interface FastifyRequest {
    session: Session | null
  }
  interface FastifyContextConfig {
    /** Pages ask this again and again by themselves, which does not show that someone is there. */
    automatic?: boolean
  }
}

/** The session of a request that must have one. Refuses `session-needed`. */
export function signedIn(request: FastifyRequest): Session {
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
