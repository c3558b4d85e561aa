import { expect, test } from 'vitest'
import { reached } from '../../../../../scripts/diagrams/reached.ts'
import { ageOn, asOnCard } from './age.ts'

test.each([
  ['1990-05-17', '2026-05-16T12:00:00Z', 35],
  ['1990-05-17', '2026-05-17T12:00:00Z', 36],
  ['1990-05-17', '2026-05-16T22:30:00Z', 36],
  ['2008-02-29', '2026-02-28T12:00:00Z', 17],
  ['2008-02-29', '2026-03-01T12:00:00Z', 18],
])('a person born on %s is, at %s, %i years old in France [1.2/P]', (birthDate, now, age) => {
  expect(ageOn(birthDate, new Date(now))).toBe(age)
  reached('1.2/P')
})

test('a birth date is written as on identity cards', () => {
  expect(asOnCard('1990-05-07')).toBe('07/05/1990')
})
