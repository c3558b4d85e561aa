import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { choosePlaces } from './choose-places.ts'
import { type DrawInputs, seedOf } from './seed.ts'

/** How far counts are from equal ones, in units of a chi-square; one degree of freedom less than there are counts. */
function unevenness(counts: number[]): number {
  const expected = counts.reduce((sum, count) => sum + count) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

/** A fair draw exceeds this once in about 10^12 (Wilson and Hilferty's approximation at seven sigma). */
function bound(degrees: number): number {
  return degrees * (1 - 2 / (9 * degrees) + 7 * Math.sqrt(2 / (9 * degrees))) ** 3
}

const seed = (n: number) => hash('sha256', `seed ${n}`, 'buffer')
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })

test('each place is as likely as any other, at each rank', () => {
  const size = 17
  const drawn = Array.from({ length: 17_000 }, (_, n) => choosePlaces(seed(n), size, 3))
  for (const rank of [0, 1, 2]) {
    const counts = Array.from({ length: size }, (_, place) => drawn.filter(places => places[rank] === place).length)
    expect(unevenness(counts)).toBeLessThan(bound(size - 1))
  }
})

test('where the range is no multiple of the size, the first places are no likelier than the last', () => {
  // Without passing over, a place below 2^48 − size would come up twice as often as the others.
  const size = 2 ** 48 / 1.5
  const places = Array.from({ length: 6_000 }, (_, n) => choosePlaces(seed(n), Math.floor(size), 1)[0] as number)
  const thirds = [0, 1, 2].map(third => places.filter(place => Math.floor((place * 3) / size) === third).length)
  expect(unevenness(thirds)).toBeLessThan(bound(2))
})

test('the places are different, within the list, the same each time, and those of fewer ranks come first', () => {
  fc.assert(
    fc.property(bytes(32), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 8 }), (seed, size, count) => {
      const places = choosePlaces(seed, size, count)
      expect(places).toHaveLength(Math.min(size, count))
      expect(new Set(places).size).toBe(places.length)
      expect(places.every(place => place >= 0 && place < size)).toBe(true)
      expect(choosePlaces(seed, size, count)).toEqual(places)
      expect(choosePlaces(seed, size, count + 1).slice(0, count)).toEqual(places)
    }),
    { numRuns: 200 },
  )
})

test('every input changes the seed, and none can be moved into its neighbour', () => {
  const inputs: fc.Arbitrary<DrawInputs> = fc.record({
    root: bytes(32),
    commitment: fc.uint8Array({ maxLength: 32 }),
    number: fc.stringMatching(/^\d{6,20}$/),
    randomness: fc.uint8Array({ maxLength: 32 }),
  })
  const written = ({ root, commitment, number, randomness }: DrawInputs) =>
    JSON.stringify([[...root], [...commitment], number, [...randomness]])
  fc.assert(
    fc.property(inputs, inputs, (one, other) => {
      expect(seedOf(one).equals(seedOf(other))).toBe(written(one) === written(other))
    }),
    { numRuns: 200 },
  )
  const one = { root: Buffer.alloc(32), commitment: Buffer.from('ab'), number: '123456', randomness: Buffer.from('cd') }
  expect(seedOf(one)).not.toEqual(seedOf({ ...one, commitment: Buffer.from('a'), number: 'b123456' }))
  expect(seedOf(one)).not.toEqual(seedOf({ ...one, number: '123456c', randomness: Buffer.from('d') }))
})
