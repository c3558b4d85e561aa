import type { Profile } from '@tiptop/contract/accounts.ts'
import { expect, test } from 'vitest'
import type { Failure } from '../../api-client.ts'
import {
  completionOf,
  emptyRegistration,
  type RegistrationForm,
  readCompletion,
  readRegistration,
  refusedFields,
} from './registration.ts'

const filled: RegistrationForm = {
  firstName: ' Camille ',
  lastName: 'Martin',
  email: ' camille@example.test ',
  password: 'une longue phrase',
  birthDate: { day: '7', month: '3', year: '1990' },
  acceptsRules: true,
  newsletter: false,
}

test('a filled form becomes a request, without stray spaces', () => {
  expect(readRegistration(filled, 'fr')).toEqual({
    request: {
      firstName: 'Camille',
      lastName: 'Martin',
      email: 'camille@example.test',
      password: 'une longue phrase',
      birthDate: '1990-03-07',
      acceptsRules: true,
      newsletter: false,
      language: 'fr',
    },
  })
})

test('an empty form says everything that is missing at once, and never asks for the newsletter', () => {
  expect(readRegistration(emptyRegistration, 'fr')).toEqual({
    faults: { firstName: true, lastName: true, email: true, password: true, acceptsRules: true, birthDate: 'missing' },
  })
})

test('a minor by any clock is sent to the backend, which alone judges, and its refusal is shown at the field', () => {
  const minor = { ...filled, birthDate: { day: '1', month: '1', year: '2015' } }
  expect(readRegistration(minor, 'fr')).toMatchObject({ request: { birthDate: '2015-01-01' } })
  const refusal: Failure = { kind: 'refused', code: 'adults-only', retryAfterSeconds: null, fields: [] }
  expect(refusedFields(refusal)).toEqual({ birthDate: 'minor' })
  expect(refusedFields({ kind: 'unreachable' })).toBeNull()
})

test('a name without a letter, or with half of a character in it, is no name', () => {
  for (const lastName of ['\u200b', '-', 'Petit\ud83c', '🌿'])
    expect(readRegistration({ ...filled, lastName }, 'fr')).toEqual({ faults: { lastName: true } })
})

test('a password counts by its length alone, spaces at its ends included', () => {
  expect(readRegistration({ ...filled, password: '12345678901' }, 'fr')).toEqual({ faults: { password: true } })
  expect(readRegistration({ ...filled, password: ' 1234567890 ' }, 'fr')).toHaveProperty('request')
})

test('a completion begins with what the provider and the account know, and asks for the rest', () => {
  const profile = { firstName: 'Björk', lastName: '', birthDate: null, acceptedRules: false }
  const form = completionOf(profile as Profile)
  expect(readCompletion(form, 'en')).toEqual({
    faults: { lastName: true, acceptsRules: true, birthDate: 'missing' },
  })
  const { birthDate } = filled
  expect(readCompletion({ ...form, lastName: ' Guðmundsdóttir ', birthDate, acceptsRules: true }, 'en')).toEqual({
    request: {
      firstName: 'Björk',
      lastName: 'Guðmundsdóttir',
      birthDate: '1990-03-07',
      acceptsRules: true,
      language: 'en',
    },
  })
})

test('a completion that lacks the name alone repeats the birth date that is known', () => {
  const profile = { firstName: '', lastName: 'Petit', birthDate: '1990-03-07', acceptedRules: true }
  const form = { ...completionOf(profile as Profile), firstName: 'Zoé' }
  expect(readCompletion(form, 'fr')).toMatchObject({ request: { firstName: 'Zoé', birthDate: '1990-03-07' } })
})
