import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startStopwatch } from './stopwatch.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

const last = async (ms: number) => void vi.advanceTimersByTime(ms)

test('each phase has the time of all its parts, one that fails too, and the whole has the pauses between them', async () => {
  await last(500)
  const watch = startStopwatch()
  await watch.during('fetch', () => last(1000))
  await last(200)
  await expect(watch.during('database', () => last(30).then(() => Promise.reject(new Error('gone'))))).rejects.toThrow(
    'gone',
  )
  expect(await watch.during('fetch', () => last(4).then(() => 'came'))).toBe('came')
  expect(watch.times()).toEqual({ fetch: 1004, database: 30 })
  expect(watch.total()).toBe(1234)
})
