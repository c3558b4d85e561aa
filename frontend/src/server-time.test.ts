import { afterEach, expect, test, vi } from 'vitest'
import { learnTime, serverNow } from './server-time.ts'

afterEach(() => {
  vi.useRealTimers()
  learnTime(new Date().toUTCString())
})

function deviceSays(iso: string): void {
  vi.useFakeTimers({ now: new Date(iso), toFake: ['Date'] })
}

test('a phone whose clock says 2016 counts with the time of the server', () => {
  deviceSays('2016-01-01T00:00:00Z')
  learnTime('Sun, 13 Dec 2026 11:00:00 GMT')
  expect(new Date(serverNow()).toISOString()).toBe('2026-12-13T11:00:00.000Z')
  vi.setSystemTime(new Date('2016-01-01T00:01:30Z'))
  expect(new Date(serverNow()).toISOString()).toBe('2026-12-13T11:01:30.000Z')
})

test('a clock that is a few seconds off is left as it is, so that no countdown jumps with each answer', () => {
  deviceSays('2026-12-13T11:00:03.400Z')
  learnTime('Sun, 13 Dec 2026 11:00:00 GMT')
  expect(serverNow()).toBe(Date.now())
})

test.each([null, '', 'yesterday'])('an answer dated %j teaches nothing', date => {
  deviceSays('2016-01-01T00:00:00Z')
  learnTime('Sun, 13 Dec 2026 11:00:00 GMT')
  learnTime(date)
  expect(new Date(serverNow()).getUTCFullYear()).toBe(2026)
})
