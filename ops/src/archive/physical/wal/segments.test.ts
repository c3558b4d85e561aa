import { expect, test } from 'vitest'
import { missingSegments } from './segments.ts'

const segment = (place: number, timeline = 1) =>
  [timeline, Math.floor(place / 256), place % 256]
    .map(part => part.toString(16).toUpperCase().padStart(8, '0'))
    .join('')
const segments = (from: number, to: number, timeline = 1) =>
  Array.from({ length: to - from + 1 }, (_, index) => segment(from + index, timeline))
const backup = (start: number, stop = start, timeline = 1) => ({
  start: segment(start, timeline),
  stop: segment(stop, timeline),
})

test('WAL without a gap is whole, also where its folder changes', () => {
  expect(missingSegments(segments(250, 520), [backup(251)])).toEqual([])
})

test('each missing segment is named', () => {
  const there = segments(3, 260).filter(name => ![segment(7), segment(256)].includes(name))
  expect(missingSegments(there, [backup(4), backup(100)])).toEqual([segment(7), segment(256)])
})

test('what is missing from before the oldest base backup serves nothing', () => {
  expect(missingSegments([segment(1), ...segments(5, 9)], [backup(5)])).toEqual([])
})

test('a base backup whose own WAL is gone has lost it, even when nothing came after', () => {
  expect(missingSegments(segments(4, 5), [backup(4), backup(6, 7)])).toEqual([segment(6), segment(7)])
})

test('after a restore each timeline is looked at for itself', () => {
  const there = [...segments(4, 9), ...segments(8, 12, 2)]
  expect(missingSegments(there, [backup(4), backup(10, 10, 2)])).toEqual([])
  expect(
    missingSegments(
      there.filter(name => name !== segment(11, 2)),
      [backup(4)],
    ),
  ).toEqual([segment(11, 2)])
})

test('without a base backup nothing can be missing from it', () => {
  expect(missingSegments(segments(1, 3), [])).toEqual([])
})
