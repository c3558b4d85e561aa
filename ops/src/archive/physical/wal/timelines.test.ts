import { expect, test } from 'vitest'
import { nameAt, placeOf, timelineOf } from './names.ts'
import { passes, timelineAt, wayTo } from './timelines.ts'

const HISTORY = `1\t0/5000028\tbefore 2026-11-23 03:12:05+00

2\t1/07000000\tno recovery target specified
`

test('the way leads over each timeline that was left, from the segment in which it was left', () => {
  const way = wayTo(3, HISTORY)
  const at = (place: number) => timelineAt(way, place)
  expect([0, 4, 5, 262, 263, 900].map(at)).toEqual([1, 1, 2, 2, 3, 3])
  expect(passes(way, nameAt(1, 4))).toBe(true)
  expect(passes(way, nameAt(1, 5))).toBe(false)
  expect(timelineAt(wayTo(1, ''), 12)).toBe(1)
})

test('a segment is named by its timeline and its place', () => {
  expect(nameAt(26, 263)).toBe('0000001A0000000100000007')
  expect([timelineOf, placeOf].map(of => of('0000001A0000000100000007'))).toEqual([26, 263])
})
