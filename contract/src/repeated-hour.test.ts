import { expect, test } from 'vitest'
import { offsetInRepeatedHour, withOffset } from './repeated-hour.ts'

test.each([
  ['2026-10-24T23:59:59Z', null],
  ['2026-10-25T00:00:00Z', 'UTC+2'],
  ['2026-10-25T00:59:59.999Z', 'UTC+2'],
  ['2026-10-25T01:00:00Z', 'UTC+1'],
  ['2026-10-25T01:59:59.999Z', 'UTC+1'],
  ['2026-10-25T02:00:00Z', null],
  ['2027-03-28T00:30:00Z', null],
  ['2027-03-28T01:30:00Z', null],
  ['2027-10-31T00:30:00Z', 'UTC+2'],
])('at %s the offset that is needed is %s', (iso, offset) => {
  expect(offsetInRepeatedHour(new Date(iso))).toBe(offset)
})

test('the two half past two of October are written apart, any other time plainly', () => {
  expect(withOffset('25/10/2026 02:30', new Date('2026-10-25T00:30:00Z'))).toBe('25/10/2026 02:30 (UTC+2)')
  expect(withOffset('25/10/2026 02:30', new Date('2026-10-25T01:30:00Z'))).toBe('25/10/2026 02:30 (UTC+1)')
  expect(withOffset('25/10/2026 03:30', new Date('2026-10-25T02:30:00Z'))).toBe('25/10/2026 03:30')
})
