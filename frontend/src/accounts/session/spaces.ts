import type { Role } from '@tiptop/contract/accounts.ts'
import { hasRole, type StaffRole } from '@tiptop/contract/staff-roles.ts'

const ROLES: Record<string, StaffRole> = { employe: 'employee', admin: 'admin', commissaire: 'bailiff' }
const SPACE = /^(?:\/(?:fr|en))?\/(employe|admin|commissaire)(?=[/?#]|$)/

/** Returns the role that the page at this path requires, or null if it requires none. */
export function roleNeeded(path: string): StaffRole | null {
  return ROLES[SPACE.exec(path)?.[1] ?? ''] ?? null
}

/** Whether this role opens a page that requires the needed one, or none. */
export function mayOpen(role: Role, needed: StaffRole | null): boolean {
  return needed === null || hasRole(role, needed)
}

/** Returns the page to open after signing in with this role, if no other page asked for the sign-in. */
export function homeOf(role: Role): string {
  return { player: '/jeu', employee: '/employe', admin: '/admin', bailiff: '/commissaire' }[role]
}
