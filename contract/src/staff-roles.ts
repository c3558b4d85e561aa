import type { Role } from './accounts.ts'

export type StaffRole = Exclude<Role, 'player'>

/**
 * Whether this role includes the needed one: an administrator may do what an employee does. The bailiff watches the
 * administrators, so neither includes the other.
 */
export function hasRole(role: Role, needed: StaffRole): boolean {
  return role === needed || (role === 'admin' && needed === 'employee')
}
