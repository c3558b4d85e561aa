import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { type AttemptLimit, type LimitedKey, limitedKey } from './attempt-limit.ts'

const backend = await startBackend()
const { attempts, db, metrics } = backend.tools
const limit: AttemptLimit = { allowed: 3, windowSeconds: 600, firstWaitSeconds: 30, longestWaitSeconds: 100 }
const START = Date.UTC(2026, 10, 23)
const at = (seconds: number) => {
  backend.clock.at = new Date(START + seconds * 1000)
}
const keyed = (name: string, allowed = 3): LimitedKey => limitedKey('code:player', name, { ...limit, allowed })

beforeEach(async () => {
  await db.deleteFrom('attempt_limits').execute()
})

/** @returns 0, or after how many seconds a refused failure may be tried again */
async function failAt(seconds: number, ...keys: LimitedKey[]): Promise<number> {
  at(seconds)
  return attempts.countFailure(keys).then(
    () => 0,
    ({ code, retryAfterSeconds }) => (code === 'too-many-attempts' ? retryAfterSeconds : Number.NaN),
  )
}

async function waitAt(seconds: number, ...keys: LimitedKey[]): Promise<number> {
  at(seconds)
  return attempts.wait(keys)
}

const failuresOf = async ({ key }: LimitedKey) =>
  (await db.selectFrom('attempt_limits').select('failures').where('key', '=', key).executeTakeFirst())?.failures

test('the failure that reaches the limit begins a wait, and each further one a wait twice as long', async () => {
  const key = keyed('a')
  expect([await failAt(0, key), await failAt(0, key), await waitAt(0, key)]).toEqual([0, 0, 0])
  expect([await failAt(0, key), await waitAt(0, key), await waitAt(29, key)]).toEqual([0, 30, 1])
  expect([await failAt(30, key), await waitAt(30, key)]).toEqual([0, 60])
  expect([await failAt(90, key), await waitAt(90, key)]).toEqual([0, 100])
})

test('a failure during a wait is refused with the time that is left, and does not count', async () => {
  const key = keyed('b')
  for (let n = 0; n < 3; n++) await failAt(0, key)
  expect(await failAt(10, key)).toBe(20)
  expect(await failuresOf(key)).toBe(3)
})

test('a window ends when it was to end, whatever fails in it', async () => {
  const key = keyed('c')
  for (const seconds of [0, 300, 600, 900, 1200, 1500, 1800]) {
    await failAt(seconds, key)
    expect(await waitAt(seconds, key)).toBe(0)
  }
})

test('each key counts a failure, and the one that must wait decides', async () => {
  const [hasty, patient] = [keyed('hasty', 2), keyed('patient', 10)]
  for (let n = 0; n < 2; n++) await failAt(0, hasty, patient)
  expect(await failAt(0, hasty, patient)).toBe(30)
  expect([await failuresOf(hasty), await failuresOf(patient)]).toEqual([2, 3])
})

test('keys wait as long as the longest of their waits, and not once they are over', async () => {
  const [short, long] = [keyed('short'), keyed('long')]
  for (let n = 0; n < 3; n++) await failAt(0, short)
  for (let n = 0; n < 3; n++) await failAt(20, long)
  at(25)
  await expect(attempts.refuseWhileBlocked([short, long])).rejects.toMatchObject({ retryAfterSeconds: 25 })
  at(50)
  await expect(attempts.refuseWhileBlocked([short, long])).resolves.toBeUndefined()
})

test('fifty failures at one instant: as many as allowed get an answer', async () => {
  const key = keyed('crowd')
  const waits = await Promise.all(Array.from({ length: 50 }, () => failAt(0, key)))
  expect(waits.filter(wait => wait === 0)).toHaveLength(3)
})

test('a success forgets the failures of its key alone', async () => {
  const [mine, other] = [keyed('mine'), keyed('other')]
  for (let n = 0; n < 2; n++) await failAt(0, mine, other)
  await attempts.forget([mine])
  expect([await failuresOf(mine), await failuresOf(other)]).toEqual([undefined, 2])
})

test('a metric counts each wait that began, by what was tried, and shows no key', async () => {
  const locks = async () => (await metrics.locks.get()).values
  const ofPlayers = async () => (await locks()).find(({ labels }) => labels.kind === 'code:player')?.value
  const before = Number(await ofPlayers())
  for (let n = 0; n < 5; n++) await failAt(0, keyed('4711'))
  expect(await ofPlayers()).toBe(before + 1)
  expect(JSON.stringify(await locks())).not.toContain('4711')
})
