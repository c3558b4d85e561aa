import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import type { IncidentLine } from '../incident.ts'
import { steadyTime } from './stability.ts'

/** Looks at these seconds after three o'clock; `!` marks a bad one. */
function looks(...seconds: (number | string)[]): IncidentLine[] {
  return seconds.map(second => ({
    at: new Date(Date.UTC(2026, 10, 23, 3, 0, Number.parseInt(String(second), 10))).toISOString(),
    kind: 'looked',
    well: !String(second).endsWith('!'),
    said: '',
  }))
}

test('only time without a fault counts, from the first good look after the last bad one [4.3/AW]', () => {
  expect(steadyTime(looks(0, 5, 10), 20_000)).toEqual({ from: '2026-11-23T03:00:00.000Z', ms: 10_000 })
  expect(steadyTime(looks(0, 5, '10!', 15, 20), 20_000)).toEqual({ from: '2026-11-23T03:00:15.000Z', ms: 5_000 })
  expect(steadyTime(looks(0, 5, '10!'), 20_000)).toBeNull()
  expect(steadyTime([], 20_000)).toBeNull()
  reached('4.3/AW')
})

test('time that was not watched does not count, and the time before it is kept', () => {
  expect(steadyTime(looks(0, 5, 10, 600, 605), 20_000)?.ms).toBe(15_000)
})

test('after a completed watch the next one starts from zero', () => {
  const stable: IncidentLine = {
    at: '2026-11-23T03:00:11.000Z',
    kind: 'stable',
    minutes: 30,
    from: '2026-11-23T03:00:00.000Z',
  }
  expect(steadyTime([...looks(0, 5, 10), stable, ...looks(20, 25)], 20_000)?.ms).toBe(5_000)
})
