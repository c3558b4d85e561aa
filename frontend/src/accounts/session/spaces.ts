import type { Role } from '@tiptop/contract/accounts.ts'

const SPACE = /^(?:\/(?:fr|en))?\/(employe|admin)(?=[/?#]|$)/

/** Returns the role that the page at this path requires, or null if it requires none. */
export function roleNeeded(path: string): 'employee' | 'admin' | null {
  const space = SPACE.exec(path)?.[1]
  return space === 'employe' ? 'employee' : space === 'admin' ? 'admin' : null
}

/** Whether this role includes the needed one: an administrator may do what an employee does. */
export function hasRole(role: Role, needed: 'employee' | 'admin' | null): boolean {
  return needed === null || role === needed || role === 'admin'
}

/** Returns the page to open after signing in with this role, if no other page asked for the sign-in. */
export function homeOf(role: Role): string {
  return { player: '/jeu', employee: '/employe', admin: '/admin' }[role]
}
