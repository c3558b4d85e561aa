import { expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { theTipTop } from '../../test/generation.ts'
import { quotasFor } from './quotas.ts'

const { prizes, tickets } = await theTipTop()
const share = (slug: string, percent: number) => ({ slug, percent })
const exact = (slug: string, quota: number) => ({ slug, quota })

test('half a million tickets are 300 000, 100 000, 50 000, 30 000 and 20 000 prizes [1.1/T]', () => {
  expect(tickets).toBe(500_000)
  expect(quotasFor(prizes, tickets)).toEqual([300_000, 100_000, 50_000, 30_000, 20_000])
  reached('1.1/T')
})

test('quotas add up to the tickets, each within one of its share, for any number of tickets', () => {
  for (const count of [20, 21, 33, 99, 101, 1_000, 1_237, 99_991, 500_001, 9_999_999]) {
    const quotas = quotasFor(prizes, count)
    expect(quotas.reduce((sum, quota) => sum + quota)).toBe(count)
    quotas.forEach((quota, index) => {
      const promised = (count * (prizes[index]?.percent ?? 0)) / 100
      expect(Math.abs(quota - promised)).toBeLessThan(1)
    })
  }
})

test('what is left after rounding goes to the largest remainders, the first prize first', () => {
  expect(quotasFor([share('a', 33.3333), share('b', 33.3333), share('c', 33.3334)], 100)).toEqual([33, 33, 34])
  expect(quotasFor([share('a', 50), share('b', 50)], 7)).toEqual([4, 3])
})

test('exact quotas are kept, percentages divide the rest', () => {
  expect(quotasFor([exact('a', 7), share('b', 75), share('c', 25)], 107)).toEqual([7, 75, 25])
  expect(quotasFor([exact('a', 60), exact('b', 40)], 100)).toEqual([60, 40])
})

test.each([
  ['more prizes than tickets', [exact('a', 60), exact('b', 41)], 100, '101 lots pour 100 tickets'],
  ['a ticket without a prize', [exact('a', 60), exact('b', 39)], 100, '99 lots pour 100 tickets'],
  ['percentages that are not 100', [share('a', 60), share('b', 30)], 100, '90 % au lieu de 100 %'],
  ['a prize that no ticket wins', [share('a', 99), share('b', 1)], 10, '« b » serait promis'],
])('%s: refused', (_, prizes, count, sentence) => {
  expect(() => quotasFor(prizes, count)).toThrow(sentence)
})
