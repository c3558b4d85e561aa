import { expect, test } from 'vitest'
import { nextMoment, timeLeft } from './countdown.ts'

const dates = {
  opensAt: '2026-12-01T00:00:00Z',
  playsUntil: '2027-01-30T00:00:00Z',
  claimsUntil: '2027-03-01T00:00:00Z',
}
const at = (iso: string) => Date.parse(iso)

test.each([
  ['2026-11-30T23:59:59Z', 'before', dates.opensAt],
  ['2026-12-01T00:00:00Z', 'open', dates.playsUntil],
  ['2027-01-30T00:00:00Z', 'claim-only', dates.claimsUntil],
  ['2027-03-01T00:00:00Z', 'closed', dates.claimsUntil],
])('at %s the contest is %s', (now, phase, moment) => {
  expect(nextMoment(dates, at(now))).toEqual({ phase, at: moment })
})

test('the time left is counted in whole days, hours, minutes and seconds', () => {
  expect(timeLeft('2026-12-03T04:05:06Z', at('2026-12-01T00:00:00Z'))).toEqual({
    days: 2,
    hours: 4,
    minutes: 5,
    seconds: 6,
  })
})

test('once the moment has passed the time left is zero, never less', () => {
  expect(timeLeft('2026-12-01T00:00:00Z', at('2026-12-02T00:00:00Z'))).toEqual({
    days: 0,
    hours: 0,
    minutes: 0,
    seconds: 0,
  })
})
