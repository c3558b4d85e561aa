import { expect, test } from 'vitest'
import { emptyRegistration, type RegistrationForm, readCompletion, readRegistration } from './registration.ts'

const now = new Date('2026-11-23T12:00:00Z')
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
  expect(readRegistration(filled, 'fr', now)).toEqual({
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
  expect(readRegistration(emptyRegistration, 'fr', now)).toEqual({
    faults: { firstName: true, lastName: true, email: true, password: true, acceptsRules: true, birthDate: 'missing' },
  })
})

test('a minor is refused before anything is sent', () => {
  const minor = { ...filled, birthDate: { day: '1', month: '1', year: '2015' } }
  expect(readRegistration(minor, 'fr', now)).toEqual({ faults: { birthDate: 'minor' } })
})

test('a password counts by its length alone, spaces at its ends included', () => {
  expect(readRegistration({ ...filled, password: '12345678901' }, 'fr', now)).toEqual({ faults: { password: true } })
  expect(readRegistration({ ...filled, password: ' 1234567890 ' }, 'fr', now)).toHaveProperty('request')
})

test('an account created through a provider lacks the birth date and the agreement, and nothing else', () => {
  const { birthDate } = filled
  expect(readCompletion({ birthDate, acceptsRules: true }, 'en', now)).toEqual({
    request: { birthDate: '1990-03-07', acceptsRules: true, language: 'en' },
  })
  expect(readCompletion({ birthDate, acceptsRules: false }, 'en', now)).toEqual({ faults: { acceptsRules: true } })
  expect(readCompletion(emptyRegistration, 'en', now)).toEqual({
    faults: { acceptsRules: true, birthDate: 'missing' },
  })
})
