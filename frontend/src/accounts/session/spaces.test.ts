import { expect, test } from 'vitest'
import { homeOf, mayOpen, roleNeeded } from './spaces.ts'

test.each([
  ['/employe', 'employee'],
  ['/employe/tickets/ABCDEFGHJK', 'employee'],
  ['/en/employe?page=2', 'employee'],
  ['/admin#haut', 'admin'],
  ['/en/admin/utilisateurs', 'admin'],
  ['/fr/admin', 'admin'],
  ['/commissaire', 'bailiff'],
  ['/en/commissaire?page=2', 'bailiff'],
])('%s is a staff page: %s', (path, role) => {
  expect(roleNeeded(path)).toBe(role)
})

test.each([
  '/',
  '/jeu',
  '/en',
  '/employes',
  '/administration',
  '/commissaires',
  '/jeu/employe',
  '/en/jeu?suite=/admin',
])('%s asks for no role', path => {
  expect(roleNeeded(path)).toBeNull()
})

test('an administrator may do what an employee does, and no other role does more than its own work', () => {
  expect(mayOpen('admin', 'employee')).toBe(true)
  expect(mayOpen('employee', 'admin')).toBe(false)
  expect(mayOpen('player', 'employee')).toBe(false)
  expect(mayOpen('player', null)).toBe(true)
  for (const role of ['player', 'employee', 'admin'] as const) expect(mayOpen(role, 'bailiff')).toBe(false)
  for (const needed of ['employee', 'admin'] as const) expect(mayOpen('bailiff', needed)).toBe(false)
  expect(mayOpen('bailiff', 'bailiff')).toBe(true)
})

test('every role has a first page', () => {
  expect((['player', 'employee', 'admin', 'bailiff'] as const).map(homeOf)).toEqual([
    '/jeu',
    '/employe',
    '/admin',
    '/commissaire',
  ])
})
