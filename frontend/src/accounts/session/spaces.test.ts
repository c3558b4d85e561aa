import { expect, test } from 'vitest'
import { hasRole, homeOf, roleNeeded } from './spaces.ts'

test.each([
  ['/employe', 'employee'],
  ['/employe/tickets/ABCDEFGHJK', 'employee'],
  ['/en/employe?page=2', 'employee'],
  ['/admin#haut', 'admin'],
  ['/en/admin/utilisateurs', 'admin'],
  ['/fr/admin', 'admin'],
])('%s is a staff page: %s', (path, role) => {
  expect(roleNeeded(path)).toBe(role)
})

test.each(['/', '/jeu', '/en', '/employes', '/administration', '/jeu/employe', '/en/jeu?suite=/admin'])(
  '%s asks for no role',
  path => {
    expect(roleNeeded(path)).toBeNull()
  },
)

test('an administrator may do what an employee does, and no other role does more than its own work', () => {
  expect(hasRole('admin', 'employee')).toBe(true)
  expect(hasRole('employee', 'admin')).toBe(false)
  expect(hasRole('player', 'employee')).toBe(false)
  expect(hasRole('player', null)).toBe(true)
})

test('every role has a first page', () => {
  expect((['player', 'employee', 'admin'] as const).map(homeOf)).toEqual(['/jeu', '/employe', '/admin'])
})
