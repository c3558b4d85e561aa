import { expect, test } from 'vitest'
import { waitUntil } from './wait-until.ts'

test('waiting ends with what was found', async () => {
  let looks = 0
  expect(await waitUntil(async () => ++looks === 3 && `found at look ${looks}`, { everyMs: 1 })).toBe('found at look 3')
})

test('zero and an empty text are something', async () => {
  expect(await waitUntil(async () => 0, { everyMs: 1 })).toBe(0)
  expect(await waitUntil(async () => '', { everyMs: 1 })).toBe('')
})

test('waiting ends without a result when the time is over, after a look at its very end', async () => {
  let looks = 0
  const look = async () => {
    looks += 1
    return null
  }
  expect(await waitUntil(look, { everyMs: 5, withinMs: 0 })).toBeNull()
  expect(looks).toBe(1)
  expect(await waitUntil(look, { everyMs: 5, withinMs: 12 })).toBeNull()
  expect(looks).toBeGreaterThan(2)
})

test('what looking throws ends the wait', async () => {
  const look = async () => {
    throw new Error('le serveur est arrêté')
  }
  await expect(waitUntil(look, { everyMs: 1 })).rejects.toThrow('le serveur est arrêté')
})

test('asked to stop, a wait ends at once with the reason', async () => {
  const stop = new AbortController()
  const waiting = waitUntil(async () => null, { everyMs: 600_000, signal: stop.signal })
  stop.abort(new Error('arrêt demandé'))
  await expect(waiting).rejects.toThrow('arrêt demandé')
})
