import { expect, test } from 'vitest'
import { rememberPositions } from './positions.ts'

const second = (n: number) => new Date(n * 1000)

test('a replica is as old as the last moment whose changes it holds all', () => {
  const positions = rememberPositions(10_000)
  expect(positions.asOf(500)).toBeNull()
  positions.note({ position: 100, at: second(1) })
  positions.note({ position: 200, at: second(2) })
  positions.note({ position: 300, at: second(3) })
  expect([99, 100, 299, 300, 999].map(position => positions.asOf(position))).toEqual([
    null,
    second(1),
    second(2),
    second(3),
    second(3),
  ])
})

test('a primary at rest does not make its replica look old', () => {
  const positions = rememberPositions(10_000)
  for (let n = 1; n <= 100; n++) positions.note({ position: 100, at: second(n) })
  expect([positions.asOf(99), positions.asOf(100)]).toEqual([null, second(100)])
})

test('what is older than the limit, or before a failover, says nothing any more', () => {
  const positions = rememberPositions(10_000)
  positions.note({ position: 100, at: second(1) })
  positions.note({ position: 300, at: second(12) })
  expect(positions.asOf(100)).toBeNull()
  positions.note({ position: 200, at: second(13) })
  expect([positions.asOf(199), positions.asOf(400)]).toEqual([null, second(13)])
})

test('a clock that is put back makes nothing look younger', () => {
  const positions = rememberPositions(10_000)
  positions.note({ position: 100, at: second(60) })
  positions.note({ position: 200, at: second(1) })
  expect([positions.asOf(100), positions.asOf(200)]).toEqual([null, second(1)])
})
