import { expect, test } from 'vitest'
import { clockMinute, clockSecond, dateText, minuteText, secondText, utcMinute, utcSecond } from './words.ts'

const iso = '2026-11-23T03:12:05.678Z'

test.each([
  [dateText, '2026-11-23'],
  [minuteText, '2026-11-23 03:12'],
  [secondText, '2026-11-23 03:12:05'],
  [utcMinute, '2026-11-23 03:12 UTC'],
  [utcSecond, '2026-11-23 03:12:05 UTC'],
  [clockMinute, '03:12'],
  [clockSecond, '03:12:05'],
])('a date and the text of a journal read the same, in UTC: %o → %s', (words, read) => {
  expect(words(new Date(iso))).toBe(read)
  expect(words(iso)).toBe(read)
})
