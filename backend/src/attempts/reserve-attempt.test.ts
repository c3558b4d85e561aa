import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import type { AttemptLimit } from './attempt-limit.ts'
import { giveBackAttempt, reserveAttempt } from './reserve-attempt.ts'

const { db } = (await startBackend()).tools
const limit: AttemptLimit = { allowed: 3, windowSeconds: 600, firstWaitSeconds: 30, longestWaitSeconds: 100 }
const START = Date.UTC(2026, 10, 23)
const at = (seconds: number) => new Date(START + seconds * 1000)

/** @returns seconds to wait, 0 when the attempt may be made */
async function tryAt(key: string, seconds: number): Promise<number> {
  return reserveAttempt(db, [{ key, limit }], at(seconds)).then(
    () => 0,
    refusal => refusal.retryAfterSeconds,
  )
}

test('past its limit a key has one attempt per wait, and the wait doubles up to the longest', async () => {
  expect([await tryAt('a', 0), await tryAt('a', 0), await tryAt('a', 0)]).toEqual([0, 0, 0])
  expect([await tryAt('a', 0), await tryAt('a', 29)]).toEqual([30, 1])
  expect([await tryAt('a', 30), await tryAt('a', 30)]).toEqual([0, 60])
  expect([await tryAt('a', 90), await tryAt('a', 90)]).toEqual([0, 100])
})

test('a refused attempt does not make the wait longer', async () => {
  for (let n = 0; n < 3; n++) await tryAt('b', 0)
  for (let n = 0; n < 20; n++) await tryAt('b', 10)
  expect(await tryAt('b', 30)).toBe(0)
})

test('a window without attempts resets the count', async () => {
  for (let n = 0; n < 3; n++) await tryAt('c', 0)
  expect([await tryAt('c', 600), await tryAt('c', 600), await tryAt('c', 600), await tryAt('c', 600)]).toEqual([
    0, 0, 0, 30,
  ])
})

test('an attempt given back counts as never made, and frees no other key', async () => {
  for (let n = 0; n < 10; n++) {
    expect(await tryAt('d', 0)).toBe(0)
    await giveBackAttempt(db, 'd')
  }
  for (let n = 0; n < 3; n++) expect(await tryAt('d', 0)).toBe(0)
  expect(await tryAt('d', 0)).toBe(30)
  expect(await tryAt('d', 30)).toBe(0)
  await giveBackAttempt(db, 'd')
  expect([await tryAt('d', 31), await tryAt('d', 31)]).toEqual([0, 60])
})

test('fifty attempts at one instant: as many as allowed are made', async () => {
  const waits = await Promise.all(Array.from({ length: 50 }, () => tryAt('e', 0)))
  expect(waits.filter(wait => wait === 0)).toHaveLength(3)
})
