import { expect, test } from 'vitest'
import { markUnusual } from './unusual-handovers.ts'

const marked = (...counts: number[]) =>
  markUnusual(counts.map(handovers => ({ handovers })))
    .filter(({ unusual }) => unusual)
    .map(({ handovers }) => handovers)

test('more than three times the median is unusual, from twenty handovers on', () => {
  expect(marked(10, 10, 10, 30)).toEqual([])
  expect(marked(10, 10, 10, 31)).toEqual([31])
  expect(marked(1, 1, 1, 19)).toEqual([])
  expect(marked(1, 1, 1, 20)).toEqual([20])
  expect(marked(8, 10, 12, 14, 60, 50)).toEqual([60, 50])
})

test('with one or two employees there are no others to compare with', () => {
  expect(marked()).toEqual([])
  expect(marked(5000)).toEqual([])
  expect(marked(5000, 1)).toEqual([])
})
