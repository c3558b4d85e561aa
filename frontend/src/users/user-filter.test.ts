import { expect, test } from 'vitest'
import { userFilterIn, userSortIn } from './user-filter.ts'

const asked = (query: string) => new URLSearchParams(query)

test('an address filters users by search, role and state', () => {
  expect(userFilterIn(asked('search=+du%00pont+&role=employee&state=disabled'))).toEqual({
    search: 'du pont',
    role: 'employee',
    state: 'disabled',
  })
})

test('invalid filters in an address are ignored', () => {
  expect(userFilterIn(asked('search=+&role=chief&state='))).toEqual({})
  expect(userSortIn(asked('sort=shoe-size'))).toBe('newest')
  expect(userSortIn(asked('sort=name'))).toBe('name')
})
