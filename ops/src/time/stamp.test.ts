import { expect, test } from 'vitest'
import { isStamped, stampOf, timeOfStamp } from './stamp.ts'

const at = new Date('2026-11-23T04:15:09.900Z')

test('a stamp names the second, in UTC, and is read back as that second', () => {
  expect(stampOf(at)).toBe('20261123-041509')
  expect(timeOfStamp(stampOf(at))).toEqual(new Date('2026-11-23T04:15:09Z'))
})

test('a stamp is read at the end of a name, also in the spelling of a database', () => {
  const second = new Date('2026-11-23T04:15:09Z')
  expect(timeOfStamp('backup-20261123-041509')).toEqual(second)
  expect(timeOfStamp('tiptop_until_20261123_041509')).toEqual(second)
})

test('a name without a stamp at its end has no moment', () => {
  for (const name of ['prod-latest', 'backup-20261123-041509.partial', '20261123', 'backup-20261123-0415'])
    expect(timeOfStamp(name).getTime()).toBeNaN()
})

test('names that sort by their letters sort by their time', () => {
  const moments = ['2026-09-30T23:59:59Z', '2026-10-01T00:00:00Z', '2026-12-31T23:59:59Z', '2027-01-01T00:00:00Z']
  const stamps = moments.map(moment => stampOf(new Date(moment)))
  expect(stamps.toSorted()).toEqual(stamps)
})

test('only the prefix and the stamp make a stamped name', () => {
  expect(isStamped('20261123-041509')).toBe(true)
  expect(isStamped('backup-20261123-041509', 'backup-')).toBe(true)
  for (const name of ['backup-20261123-041509.partial', '../backup-20261123-041509', 'backup-1', '20261123-041509'])
    expect(isStamped(name, 'backup-')).toBe(false)
})
