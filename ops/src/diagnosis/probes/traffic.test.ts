import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { type LoggedRequest, openTally, parseLine, startOf, wordTraffic } from './traffic.ts'

const now = new Date('2026-11-23T03:00:00Z')
const line = (more: object) =>
  JSON.stringify({
    at: '2026-11-23T02:59:00+00:00',
    host: 'api.tiptop.test',
    path: '/plays',
    status: 200,
    closed: '',
    ...more,
  })
const requests = (...lines: object[]) => lines.map(more => parseLine(line(more)) as LoggedRequest)

function tallied(deployedAt: Date | null, ...lines: object[]) {
  const tally = openTally({ now, minutes: 10, deployedAt })
  for (const request of requests(...lines)) tally.add(request)
  return tally.end()
}

test('lines that are no requests and checks of the health do not count', () => {
  expect(parseLine('2026/11/23 [error] upstream')).toBeNull()
  expect(parseLine('{"at":"now","status":200}')).toBeNull()
  expect(parseLine(line({ path: '/health', status: 503 }))).toBeNull()
  expect(parseLine(line({ host: 'tiptop.test', path: '/api/health', status: 503 }))).toBeNull()
})

test('errors of the last minutes are counted, with the paths that had most and the time of the first [4.4/F]', () => {
  const traffic = tallied(
    null,
    { status: 500, host: 'tiptop.test', path: '/api/plays' },
    { status: 503, host: 'tiptop.test', path: '/jeu', at: '2026-11-23T02:55:30+00:00' },
    { status: 500 },
    { status: 404 },
    { status: 500, at: '2026-11-23T02:40:00+00:00' },
  )
  expect(traffic).toMatchObject({ requests: 4, errors: 3, firstErrorAt: '2026-11-23T02:55:30.000Z', before: null })
  expect(traffic.worst).toEqual([
    { path: 'API /plays', errors: 2 },
    { path: 'site /jeu', errors: 1 },
  ])
  expect(wordTraffic(traffic)).toEqual({
    state: 'wrong',
    said: [
      '3 réponses 5xx sur 4 en 10 min (75 %), la première à 02:55:30 UTC',
      'le plus souvent : API /plays (2), site /jeu (1)',
    ],
  })
  reached('4.4/F')
})

test('a request that the maintenance page answers is not an error', () => {
  const traffic = tallied(null, {}, { status: 503, closed: 'yes' }, { status: 503, closed: 'yes' })
  expect(traffic).toMatchObject({ requests: 1, errors: 0, closed: 2 })
  expect(wordTraffic(traffic).said).toContain('2 renvoyées à la page de maintenance')
})

test('the minutes right before the deployment are counted separately [4.4/G]', () => {
  const deployedAt = new Date('2026-11-23T02:20:00Z')
  expect(startOf({ now, minutes: 10, deployedAt })).toEqual(new Date('2026-11-23T02:10:00Z'))
  const traffic = tallied(
    deployedAt,
    { at: '2026-11-23T02:15:00+00:00', status: 500 },
    { at: '2026-11-23T02:16:00+00:00' },
    { at: '2026-11-23T02:09:00+00:00', status: 500 },
    { at: '2026-11-23T02:25:00+00:00', status: 500 },
    { status: 500 },
  )
  expect(traffic).toMatchObject({ requests: 1, errors: 1, before: { requests: 2, errors: 1 } })
  reached('4.4/G')
})
