import { expect, test } from 'vitest'
import { reached } from '../../../../../scripts/diagrams/reached.ts'
import { openTally } from './seen-plays.ts'

const line = (at: string, more: object = {}) =>
  JSON.stringify({ at, method: 'POST', host: 'api.tiptop.test', path: '/plays', status: 201, ...more })
const moment = new Date('2026-11-23T03:12:05.400Z')

function tallied(...lines: string[]) {
  const tally = openTally(moment)
  for (const one of lines) tally.add(one)
  return tally.end()
}

test('plays that nginx saw answered count from the second after the moment on, and the last one before it is known [4.3/AH]', () => {
  const seen = tallied(
    line('2026-11-23T02:50:00+00:00'),
    line('2026-11-23T04:12:05+01:00'),
    line('2026-11-23T03:12:06+00:00'),
    line('2026-11-23T03:12:07+00:00', { host: 'tiptop.test', path: '/api/plays' }),
  )
  expect(seen).toEqual({ since: 2, lastBefore: new Date('2026-11-23T03:12:05Z') })
  reached('4.3/AH')
})

test('only plays that brought a prize are counted', () => {
  const seen = tallied(
    line('2026-11-23T03:00:00+00:00', { path: '/contest', method: 'GET', status: 200 }),
    line('2026-11-23T03:13:00+00:00', { status: 503 }),
    line('2026-11-23T03:13:00+00:00', { host: 'tiptop.test' }),
    line('2026-11-23T03:13:00+00:00', { path: '/plays/list' }),
    line('2026-11-23T03:13:00+00:00', { method: 'GET' }),
    line('yesterday'),
    'nginx: worker process 31 exited',
  )
  expect(seen).toEqual({ since: 0, lastBefore: null })
})

test('a journal that begins in the second of the moment reaches back far enough, and the latest play of it counts', () => {
  const seen = tallied(line('2026-11-23T03:12:05+00:00'), line('2026-11-23T03:12:04+00:00'))
  expect(seen).toEqual({ since: 0, lastBefore: new Date('2026-11-23T03:12:05Z') })
})

test('a journal that begins after the moment says nothing about it', () => {
  expect(tallied(line('2026-11-23T03:12:06+00:00'))).toBeNull()
  expect(tallied()).toBeNull()
})
