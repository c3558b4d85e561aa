import { expect, test } from 'vitest'
import { momentsOf } from './period.ts'

const moments = (from?: string, to?: string) => {
  const { from: start, before } = momentsOf({ from, to })
  return [start?.toISOString() ?? null, before?.toISOString() ?? null]
}

test('a day begins and ends at midnight in France, in summer, in winter and when the clocks change', () => {
  expect(moments('2026-07-14', '2026-07-14')).toEqual(['2026-07-13T22:00:00.000Z', '2026-07-14T22:00:00.000Z'])
  expect(moments('2026-12-24', '2026-12-31')).toEqual(['2026-12-23T23:00:00.000Z', '2026-12-31T23:00:00.000Z'])
  expect(moments('2026-10-25', '2026-10-25')).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
  expect(moments('2027-03-28', '2027-03-28')).toEqual(['2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'])
})

test('a period without one of its days is open on that side', () => {
  expect(moments()).toEqual([null, null])
  expect(moments('2026-07-14')).toEqual(['2026-07-13T22:00:00.000Z', null])
  expect(moments(undefined, '2026-07-14')).toEqual([null, '2026-07-14T22:00:00.000Z'])
})

test('a period that ends before it begins is refused, with the reason', () => {
  expect(() => momentsOf({ from: '2026-07-15', to: '2026-07-14' })).toThrow(
    expect.objectContaining({ code: 'invalid-request', detail: 'from: 2026-07-15 is after 2026-07-14' }),
  )
})
