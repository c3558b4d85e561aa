import type { Role } from '@tiptop/contract/accounts.ts'

const SPACE = /^(?:\/(?:fr|en))?\/(employe|admin)(?=[/?#]|$)/

/** The role without which nobody enters the page at this path; null for a page that asks for none. */
export function roleNeeded(path: string): 'employee' | 'admin' | null {
  const space = SPACE.exec(path)?.[1]
  return space === 'employe' ? 'employee' : space === 'admin' ? 'admin' : null
}

/** Whether somebody with this role may do what that role does: an administrator does what an employee does. */
export function hasRole(role: Role, needed: 'employee' | 'admin' | null): boolean {
  return needed === null || role === needed || role === 'admin'
}

/** Where somebody with this role goes on after signing in, when he came from nowhere. */
export function homeOf(role: Role): string {
  return { player: '/jeu', employee: '/employe', admin: '/admin' }[role]
}
