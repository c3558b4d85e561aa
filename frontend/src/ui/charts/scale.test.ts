import { expect, test } from 'vitest'
import { gridLines, labelEvery } from './scale.ts'

test('the lines of a chart are few and at round whole numbers, and the highest bar stays below the last', () => {
  expect(gridLines(0)).toEqual([0, 1])
  expect(gridLines(1)).toEqual([0, 1])
  expect(gridLines(3)).toEqual([0, 1, 2, 3])
  expect(gridLines(17)).toEqual([0, 5, 10, 15, 20])
  expect(gridLines(12_345)).toEqual([0, 5_000, 10_000, 15_000])
  for (const highest of [2, 7, 43, 99, 101, 998, 500_000]) {
    const lines = gridLines(highest)
    expect(lines.length).toBeLessThanOrEqual(6)
    expect(lines.every(Number.isInteger)).toBe(true)
    expect(lines.at(-1)).toBeGreaterThanOrEqual(highest)
  }
})

test('as many labels are written as fit', () => {
  expect(labelEvery(24, 1000, 40)).toBe(1)
  expect(labelEvery(60, 600, 60)).toBe(6)
  expect(labelEvery(0, 0, 60)).toBe(1)
})
