import type { Provider, Role } from '@tiptop/contract/accounts.ts'
import { hasRole, type StaffRole } from '@tiptop/contract/staff-roles.ts'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'

/** Who sends a request. `mayPlay`: an adult whose profile is complete, see complete-account.ts. */
export type Session = { id: string; userId: number; role: Role; mayPlay: boolean }

/** How a person signed in. Without `checkedHash` no password was checked: the account was registered just now. */
export type SessionEntry = { door: 'password'; checkedHash?: string } | { door: Provider }

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null
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
