import { formatMoment } from '@tiptop/contract/moments.ts'
import { expect, test } from 'vitest'
import { formatUntil } from './dates.ts'
import { formatShortDay, formatShortMoment } from './moments.ts'

test('a moment is written in the time of France, in the language of the page', () => {
  expect(formatMoment('2026-11-30T23:05:00Z', 'fr')).toBe('1er décembre 2026 à 0\u00a0h\u00a005')
  expect(formatMoment('2026-07-01T08:30:00Z', 'en')).toBe('1 July 2026 at 10:30')
  expect(formatShortMoment('2026-11-30T23:05:00Z', 'fr')).toBe('01/12/2026 00:05')
  expect(formatShortMoment('2026-11-30T23:05:00Z', 'en')).toBe('01/12/2026 00:05')
  expect(formatShortDay('2026-12-24', 'fr')).toBe('24 déc.')
})

test('two minutes never read the same, also in the hour that the clocks of France repeat', () => {
  const minutesFrom = (iso: string) =>
    Array.from({ length: 6 * 60 }, (_, minute) => new Date(Date.parse(iso) + minute * 60_000).toISOString())
  const moments = ['2026-10-24T22:01:00Z', '2027-03-27T23:01:00Z'].flatMap(minutesFrom)
  for (const format of [formatMoment, formatShortMoment, formatUntil])
    for (const lang of ['fr', 'en'] as const)
      expect(new Set(moments.map(iso => format(iso, lang))).size).toBe(moments.length)
  expect(formatMoment('2026-10-25T00:30:00Z', 'fr')).toBe('25 octobre 2026 à 2\u00a0h\u00a030 (UTC+2)')
})
