import { expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time/duration.ts'
import type { IncidentSpan } from '../facts.ts'
import { isWithin, periodUntil } from '../period.ts'
import { recoveryMean } from './recoveries.ts'

const NOW = new Date('2026-11-23T12:00:00Z')
const month = periodUntil(NOW, 30 * DAY_MS)
const ago = (ms: number) => new Date(NOW.getTime() - ms)
const incident = (beganAt: Date, overAt: Date | null): IncidentSpan => ({
  name: 'i',
  severity: 'P1',
  worst: 'P1',
  relapsed: false,
  leastMs: null,
  beganAt,
  overAt,
  isOpen: overAt === null,
})

test('the details show the longest incident, and how many still last', () => {
  const ended = [incident(ago(DAY_MS), ago(DAY_MS - 10 * MINUTE_MS)), incident(ago(HOUR_MS), ago(30 * MINUTE_MS))]
  expect(recoveryMean(ended, month)).toEqual({
    value: 20 * MINUTE_MS,
    said: '20 min 00',
    held: true,
    details: ['2 incidents (P1 et P2), le plus long 30 min 00'],
    doubts: [],
  })
  const open = [incident(ago(HOUR_MS), null), incident(ago(HOUR_MS), null)]
  expect(recoveryMean(open, month)?.details[1]).toBe('2 durent encore, jusqu’ici')
})

test('an hour is too long', () => {
  expect(recoveryMean([incident(ago(HOUR_MS), NOW)], month)?.held).toBe(false)
  expect(recoveryMean([incident(ago(HOUR_MS - 1), NOW)], month)?.held).toBe(true)
})

test('an incident that ends at the end of the period or later lasts until that end', () => {
  for (const overAt of [NOW, ago(-DAY_MS), null])
    expect(recoveryMean([incident(ago(10 * MINUTE_MS), overAt)], month)).toMatchObject({
      value: 10 * MINUTE_MS,
      details: ['1 incident (P1 et P2), le plus long 10 min 00', '1 dure encore, jusqu’ici'],
    })
})

test('an incident that begins at the end of the period is not of it', () => {
  expect(recoveryMean([incident(NOW, null)], month)).toBeNull()
})

test('a period holds its first moment, and not its end', () => {
  expect([month.from, ago(1), month.to, ago(31 * DAY_MS)].map(at => isWithin(at, month))).toEqual([
    true,
    true,
    false,
    false,
  ])
})
