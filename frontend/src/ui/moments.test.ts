import { expect, test } from 'vitest'
import { formatMoment, formatShortDay, formatShortMoment } from './moments.ts'

test('a moment is written in the time of France, in the language of the page', () => {
  expect(formatMoment('2026-11-30T23:05:00Z', 'fr')).toBe('1er décembre 2026 à 0\u00a0h\u00a005')
  expect(formatMoment('2026-07-01T08:30:00Z', 'en')).toBe('1 July 2026 at 10:30')
  expect(formatShortMoment('2026-11-30T23:05:00Z', 'fr')).toBe('01/12/2026 00:05')
  expect(formatShortMoment('2026-11-30T23:05:00Z', 'en')).toBe('01/12/2026 00:05')
  expect(formatShortDay('2026-12-24', 'fr')).toBe('24 déc.')
})
