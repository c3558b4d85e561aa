import { expect, test } from 'vitest'
import { ciStartedAt, mayBegin, rotate, untilHardStop } from './ci-clock.ts'

const MINUTE = 60_000
const STARTED = Date.UTC(2027, 2, 1)
const scenarios = ['killed', 'rebuild', 'rehearse', 'under-load']

test('after 65 minutes no further scenario begins, whatever its turn', () => {
  const turns = rotate(scenarios, '00000001').map((name, turn) => ({ name, at: STARTED + (50 + 7.5 * turn) * MINUTE }))
  const begun = turns.filter(({ at }) => mayBegin(STARTED, at)).map(({ name }) => name)
  expect(begun).toEqual(['rebuild', 'rehearse'])
})

test('a run that a developer started begins them all', () => {
  expect(ciStartedAt({})).toBeNull()
  expect(mayBegin(null, STARTED + 600 * MINUTE)).toBe(true)
})

test('the clock counts from the second that the run was given', () => {
  expect(ciStartedAt({ CI_STARTED_AT: String(STARTED / 1_000) })).toBe(STARTED)
})

test('the order rotates with the commit: the same for one commit, and each scenario is first for some', () => {
  const firstFor = (commit: string) => rotate(scenarios, commit)[0]
  expect(firstFor('2e0f1ab7')).toBe(firstFor('2e0f1ab7'))
  expect(new Set(['a0', 'a1', 'a2', 'a3'].map(firstFor))).toEqual(new Set(scenarios))
  expect(rotate(scenarios, 'deadbeef').toSorted()).toEqual(scenarios)
  expect(rotate(scenarios, '')).toEqual(scenarios)
})

test('83 minutes after its begin a run stops', () => {
  expect(untilHardStop(STARTED, STARTED + 80 * MINUTE)).toBe(3 * MINUTE)
  expect(untilHardStop(STARTED, STARTED + 90 * MINUTE)).toBe(0)
})
