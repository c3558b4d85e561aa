import { expect, test } from 'vitest'
import { nameAt } from './names.ts'
import { sampleOf } from './sample.ts'
import type { WalSegment } from './segments.ts'

const segments: WalSegment[] = Array.from({ length: 1_000 }, (_, place) => {
  const name = nameAt(1, place)
  return { name, path: name, sha1: '', arrivedAt: new Date(place) }
})
const none = () => false

test('each check reads a few segments and the newest, and all have been read after as many checks as there are shares', () => {
  const turns = Array.from({ length: 125 }, (_, turn) => sampleOf(segments, { turn, suspected: none }))
  for (const sample of turns) {
    expect(sample.length).toBeLessThanOrEqual(9)
    expect(sample.at(-1)).toBe(segments.at(-1))
  }
  expect(new Set(turns.flat()).size).toBe(1_000)
})

test('what was damaged before is read again each time, and a few segments are all read', () => {
  const damaged = segments[500]
  for (const turn of [3, 4]) expect(sampleOf(segments, { turn, suspected: one => one === damaged })).toContain(damaged)
  expect(sampleOf(segments.slice(0, 8), { turn: 77, suspected: none })).toHaveLength(8)
  expect(sampleOf([], { turn: 0, suspected: none })).toEqual([])
})
