import { expect, test } from 'vitest'
import { dayInFrance } from './day-in-france.ts'

test('a day begins at midnight in France, in winter and in summer', () => {
  expect(dayInFrance(new Date('2026-11-30T22:59:59Z'))).toBe('2026-11-30')
  expect(dayInFrance(new Date('2026-11-30T23:00:00Z'))).toBe('2026-12-01')
  expect(dayInFrance(new Date('2026-06-30T22:00:00Z'))).toBe('2026-07-01')
  expect(dayInFrance(new Date('2027-01-02T12:00:00Z'))).toBe('2027-01-02')
})
