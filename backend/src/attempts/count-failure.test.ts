import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import type { AttemptLimit } from './attempt-limit.ts'
import { countFailure, forgetFailures, refuseWhileBlocked } from './count-failure.ts'

const { db } = (await startBackend()).tools
const limit: AttemptLimit = { allowed: 2, windowSeconds: 600, firstWaitSeconds: 30, longestWaitSeconds: 100 }
const START = Date.UTC(2026, 10, 23)
const at = (seconds: number) => new Date(START + seconds * 1000)
const tooMany = (retryAfterSeconds: number) => ({ code: 'too-many-attempts', retryAfterSeconds })

/** @returns null, or the refusal */
async function failAt(seconds: number, ...keys: string[]): Promise<unknown> {
  const limited = keys.map(key => ({ key, limit: key.startsWith('patient') ? { ...limit, allowed: 10 } : limit }))
  return countFailure(db, limited, at(seconds)).then(
    () => null,
    refusal => refusal,
  )
}

async function knownFailures(key: string): Promise<number | undefined> {
  const row = await db.selectFrom('attempt_limits').select('failures').where('key', '=', key).executeTakeFirst()
  return row?.failures
}

test('failures past the limit are refused, and each begins a longer wait', async () => {
  expect([await failAt(0, 'a'), await failAt(0, 'a')]).toEqual([null, null])
  expect(await failAt(0, 'a')).toMatchObject(tooMany(30))
  expect(await failAt(30, 'a')).toMatchObject(tooMany(60))
  expect(await failAt(90, 'a')).toMatchObject(tooMany(100))
})

test('a failure during a wait is refused with the time that is left, and does not count', async () => {
  for (let n = 0; n < 3; n++) await failAt(0, 'b')
  expect(await failAt(10, 'b')).toMatchObject(tooMany(20))
  expect(await knownFailures('b')).toBe(3)
})

test('each key counts a failure, and the one that must wait decides', async () => {
  for (let n = 0; n < 2; n++) await failAt(0, 'c', 'patient-c')
  expect(await failAt(0, 'c', 'patient-c')).toMatchObject(tooMany(30))
  expect(await knownFailures('patient-c')).toBe(3)
})

test('a key waits as long as the longest of its waits, and not once they are over', async () => {
  for (let n = 0; n < 3; n++) await failAt(0, 'short')
  for (let n = 0; n < 3; n++) await failAt(20, 'long')
  await expect(refuseWhileBlocked(db, ['short', 'long'], at(25))).rejects.toMatchObject(tooMany(25))
  await expect(refuseWhileBlocked(db, ['short', 'long'], at(50))).resolves.toBeUndefined()
})

test('a success forgets the failures of its key alone', async () => {
  for (let n = 0; n < 2; n++) await failAt(0, 'd', 'e')
  await forgetFailures(db, 'd')
  expect([await knownFailures('d'), await knownFailures('e')]).toEqual([undefined, 2])
})
