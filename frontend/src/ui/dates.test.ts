import { formatDay } from '@tiptop/contract/moments.ts'
import { expect, test } from 'vitest'
import { formatUntil, formatWait } from './dates.ts'

test('a limit at the end of a day in France is written as that day', () => {
  expect(formatUntil('2027-01-22T23:00:00Z', 'fr')).toBe('22 janvier 2027 inclus')
  expect(formatUntil('2027-07-22T22:00:00Z', 'en')).toBe('22 July 2027 inclusive')
})

test('a limit within a day is written with its hour in France', () => {
  expect(formatUntil('2027-01-22T01:43:00Z', 'fr')).toBe('22 janvier 2027 à 2\u00a0h\u00a043')
  expect(formatUntil('2027-01-31T23:05:10Z', 'fr')).toBe('1er février 2027 à 0\u00a0h\u00a005')
  expect(formatUntil('2027-01-22T17:00:00Z', 'fr')).toBe('22 janvier 2027 à 18\u00a0h')
  expect(formatUntil('2027-01-22T01:43:00Z', 'en')).toBe('22 January 2027 at 02:43')
})

test('a day is the one in France, wherever the reader is', () => {
  expect(formatDay('2026-11-30T23:30:00Z', 'fr')).toBe('1er décembre 2026')
})

test('a wait is written in the unit that a person would use', () => {
  expect([60, 90, 3_600, 7_200].map(seconds => formatWait(seconds, 'en'))).toEqual([
    '60 seconds',
    '2 minutes',
    '60 minutes',
    '2 hours',
  ])
})
