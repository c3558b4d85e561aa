import { afterEach, expect, test } from 'vitest'
import { DAY_MS } from '../time/duration.ts'
import { judge, retention } from './policy.ts'
import type { JudgedBackup } from './rules.ts'

const zone = process.env.TZ
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

/** A backup each night, around the two days of a year on which clocks change. */
const made = ['2026-03-20', '2026-10-20'].flatMap(first =>
  Array.from({ length: 17 }, (_, night): JudgedBackup => {
    const at = new Date(Date.parse(`${first}T02:00:00Z`) + night * DAY_MS)
    return { name: at.toISOString(), at, state: 'proven' }
  }),
)
const judgedEachNight = () => made.map(({ at }, night) => judge(made.slice(0, night + 1), retention.local, at))

test.each(['Europe/Paris', 'America/St_Johns', 'Pacific/Apia'])('clocks that change in %s change nothing', place => {
  process.env.TZ = 'UTC'
  const inUtc = judgedEachNight()
  process.env.TZ = place
  expect(new Date('2026-11-05T02:00:00Z').getTimezoneOffset()).not.toBe(0)
  expect(judgedEachNight()).toEqual(inUtc)
})
