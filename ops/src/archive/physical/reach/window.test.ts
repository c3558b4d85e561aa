import { expect, test } from 'vitest'
import { nameAt } from '../wal/names.ts'
import { spansOf } from './window.ts'

const hour = (count: number) => new Date(Date.UTC(2026, 10, 23, count))
const base = (count: number, timeline = 1) => {
  const wal = { start: nameAt(timeline, count * 10), stop: nameAt(timeline, count * 10 + 1) }
  return { at: hour(count), wal }
}
const hole = (place: number, until: number, timeline = 1) => ({
  segment: nameAt(timeline, place),
  until: hour(until).toISOString(),
})

test('without a hole all moments from the oldest base backup on are one span', () => {
  expect(spansOf([base(1), base(2)], [], hour(5))).toEqual([{ from: hour(1), until: hour(5) }])
  expect(spansOf([], [], hour(5))).toEqual([])
})

test('moments end at a hole, and begin again with the base backup after it', () => {
  expect(spansOf([base(1), base(3)], [hole(25, 2)], hour(5))).toEqual([
    { from: hour(1), until: hour(2) },
    { from: hour(3), until: hour(5) },
  ])
})

test('a hole in the WAL that a base backup itself needs leaves it no moment', () => {
  expect(spansOf([base(1), base(3)], [hole(31, 3)], hour(5))).toEqual([{ from: hour(1), until: hour(3) }])
})

test('a hole of a timeline that was left concerns no base backup of the next one', () => {
  expect(spansOf([base(3, 2)], [hole(35, 3, 1)], hour(5))).toEqual([{ from: hour(3), until: hour(5) }])
})
