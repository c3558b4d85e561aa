import type { Profile } from '@tiptop/contract/accounts.ts'
import { expect, test } from 'vitest'
import { readProfileChange } from './profile-changes.ts'

const profile: Profile = {
  id: 1,
  email: 'alix@example.test',
  emailVerified: true,
  firstName: 'Alix',
  lastName: 'Essai',
  birthDate: '1990-05-17',
  acceptedRules: true,
  newsletter: false,
  language: 'fr',
  role: 'player',
  shop: null,
  pickupShop: null,
  providers: [],
  hasPassword: true,
  complete: true,
}
const entry = { firstName: 'Alix', lastName: 'Essai', language: 'fr', newsletter: false } as const

test('only what was changed is sent, without spaces around it', () => {
  expect(readProfileChange({ ...entry, firstName: ' Noa ', newsletter: true }, profile)).toEqual({
    request: { firstName: 'Noa', newsletter: true },
  })
})

test('an entry equal to the profile changes nothing', () => {
  expect(readProfileChange({ ...entry, lastName: 'Essai  ' }, profile)).toEqual({ request: {} })
})

test('a name made only of spaces is refused', () => {
  expect(readProfileChange({ ...entry, firstName: '', lastName: '  ' }, profile)).toEqual({
    faults: { firstName: true, lastName: true },
  })
})
