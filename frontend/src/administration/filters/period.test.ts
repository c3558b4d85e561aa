import { expect, test } from 'vitest'
import { periodIn, presetOf, presetPeriod, readDay, writeDay } from './period.ts'

const asked = (query: string) => periodIn(new URLSearchParams(query))

test('an address gives the period between its days', () => {
  expect(asked('from=2026-11-01&to=2026-11-30')).toEqual({ from: '2026-11-01', to: '2026-11-30' })
  expect(asked('to=2026-11-30')).toEqual({ to: '2026-11-30' })
})

test.each(['from=hier', 'from=2026-02-30', 'from=0002-01-01', 'to=2026-13-01', 'from='])(
  'an invalid day is left out: %s',
  query => expect(asked(query)).toEqual({}),
)

test('an end before its beginning is left out', () => {
  expect(asked('from=2026-11-30&to=2026-11-01')).toEqual({ from: '2026-11-30' })
})

test('seven days are today in France and the six days before', () => {
  const justAfterMidnightInParis = new Date('2026-11-30T23:30:00Z')
  expect(presetPeriod('week', justAfterMidnightInParis)).toEqual({ from: '2026-11-25', to: '2026-12-01' })
  expect(presetPeriod('today', justAfterMidnightInParis)).toEqual({ from: '2026-12-01', to: '2026-12-01' })
  expect(presetPeriod('all', justAfterMidnightInParis)).toEqual({})
})

test('a period is recognised as its preset', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  expect(presetOf({ from: '2026-10-25', to: '2026-11-23' }, now)).toBe('month')
  expect(presetOf({}, now)).toBe('all')
  expect(presetOf({ from: '2026-11-01' }, now)).toBeUndefined()
})

test.each(['28/11/2026', '28.11.2026', '28-11-2026', '28 11 2026', ' 2026-11-28 '])(
  'a day is read as people write it: %s',
  text => expect(readDay(text)).toBe('2026-11-28'),
)

test('the day comes before the month', () => {
  expect(readDay('1/2/2026')).toBe('2026-02-01')
  expect(writeDay('2026-02-01')).toBe('01/02/2026')
  expect(writeDay('')).toBe('')
})

test('a field without a day is read as none, and what is no day is not read', () => {
  expect(readDay(' ')).toBe('')
  for (const text of ['31/02/2026', '11/28/2026', '28/11/26', '28/11/202', 'hier']) expect(readDay(text)).toBeNull()
})
