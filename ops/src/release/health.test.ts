import { afterEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { type Answer, type Asked, openDoor } from '../../test/door.ts'
import { record } from '../../test/record.ts'
import { openWebOf } from '../environment/open-tools.ts'
import { runProcedure } from '../procedure/procedure.ts'
import { awaitHealth, healthTries } from './health.ts'

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close()
})

const commit = 'f'.repeat(40)
const release = { version: '1.4.0', commits: { backend: commit, frontend: commit } }
const well = { status: 'ok', version: '1.4.0', commit, database: 'ok', migrations: 'current' }
const page = '<script src="/_astro/app.1a2b.js" async=""></script>'

/** An environment whose parts answer well, but for what a test has them answer. */
async function open(answers: Record<string, Answer> = {}) {
  const usual: Record<string, Answer> = {
    'api.tiptop.test/health': { body: well },
    'tiptop.test/': { body: page },
    'tiptop.test/_astro/app.1a2b.js': { body: 'alert()' },
    ...answers,
  }
  const door = await openDoor(({ host, path }: Asked) => usual[`${host}${path}`] ?? { status: 404 })
  opened.push(door)
  return { door, usual, tools: { web: await openWebOf(door.target) } }
}

const API = 'https://api.tiptop.test/health'
const SITE = 'https://tiptop.test/'

test('a release is in service when its API is well and its site comes with its scripts [2.2/X 2.2/Y 2.3/AH 2.3/AI 2.4/AI 2.4/AJ]', async () => {
  const { door, tools } = await open()
  await awaitHealth(door.target, release, tools)
  expect(door.asked.map(({ host, path }) => `${host}${path}`)).toEqual([
    'api.tiptop.test/health',
    'tiptop.test/',
    'tiptop.test/_astro/app.1a2b.js',
  ])
  reached('2.2/X', '2.2/Y', '2.3/AH', '2.3/AI', '2.4/AI', '2.4/AJ')
})

test('a rollback may lead to a release whose scripts have the names of another framework', async () => {
  const script = '/_next/static/chunks/app-1a2b.js'
  const answers = { 'tiptop.test/': { body: `<script src="${script}"></script>` }, [`tiptop.test${script}`]: {} }
  const { door, tools } = await open(answers)
  await awaitHealth(door.target, release, tools)
  expect(door.asked.at(-1)?.path).toBe(script)
})

const problem = { code: 'service-unavailable', title: 'The service is unavailable for a moment' }
const former = { ...well, version: '1.3.0', commit: 'a'.repeat(40) }
test.each<[string, Record<string, Answer>, string]>([
  [
    'the former release that still answers',
    { 'api.tiptop.test/health': { body: former } },
    `${API} : la version 1.3.0 (aaaaaaa) répond encore, et non 1.4.0 (fffffff)`,
  ],
  [
    'a database that does not answer',
    {
      'api.tiptop.test/health': {
        status: 503,
        body: { ...well, status: 'failing', database: 'unreachable', migrations: 'unknown' },
      },
    },
    `${API} : la base ne répond pas (unreachable) (503)`,
  ],
  [
    'migrations that are missing',
    { 'api.tiptop.test/health': { status: 503, body: { ...well, status: 'failing', migrations: 'pending' } } },
    `${API} : le schéma de la base n’est pas celui du code (pending) (503)`,
  ],
  [
    'a service that is down behind nginx',
    { 'api.tiptop.test/health': { status: 503, body: problem } },
    `${API} : 503 au lieu de 200 (service-unavailable : The service is unavailable for a moment)`,
  ],
  [
    'something else that answers',
    { 'api.tiptop.test/health': { body: '<h1>Welcome to nginx!</h1>' } },
    `${API} : 200, mais ce n’est pas la réponse du service (Welcome to nginx!)`,
  ],
  [
    'a site that is down',
    { 'tiptop.test/': { status: 502, body: '<p>Le thé infuse</p>' } },
    `${SITE} : 502 au lieu de 200 (Le thé infuse)`,
  ],
  [
    'a page of something else',
    { 'tiptop.test/': { body: '<p>Bonjour</p>' } },
    `${SITE} : cette page n’est pas celle du site (Bonjour)`,
  ],
  [
    'a page whose scripts are missing',
    { 'tiptop.test/_astro/app.1a2b.js': { status: 404 } },
    `${SITE} : son script /_astro/app.1a2b.js répond 404`,
  ],
])('%s is reported in one sentence', async (_what, answers, sentence) => {
  const { door, tools } = await open(answers)
  const error: Error = await awaitHealth(door.target, release, tools).then(
    () => new Error('nothing'),
    error => error,
  )
  expect(error.message).toBe(sentence)
})

test('health is asked ten times, and what was wrong each time is written down [2.2/Z 2.3/AJ 2.4/AI 2.4/AK]', async () => {
  expect(healthTries({ HEALTH_PAUSE_SECONDS: 5 })).toEqual({ times: 10, everyMs: 5_000 })
  reached('2.2/Z', '2.3/AJ', '2.4/AK')
  const { door, tools, usual } = await open({ 'api.tiptop.test/health': { body: former } })
  const seen = record()
  const signal = new AbortController().signal
  let looks = 0
  const ending = await runProcedure({ ...seen, signal }, step =>
    step(
      '2.4/AI',
      'Vérifier la santé du service',
      () => {
        if (++looks === 10) usual['api.tiptop.test/health'] = { body: well }
        return awaitHealth(door.target, release, tools, signal)
      },
      { retry: healthTries({ HEALTH_PAUSE_SECONDS: 0.001 }) },
    ),
  )
  expect(ending).toMatchObject({ outcome: 'done' })
  expect(seen.steps()).toEqual(['2.4/AI started', ...Array(9).fill('2.4/AI retried'), '2.4/AI done'])
  expect(seen.written).toContainEqual(expect.objectContaining({ detail: expect.stringContaining('1.3.0 (aaaaaaa)') }))
})

test('a service that never gets well fails after the last try, with what was wrong [2.3/AJ 2.3/AK 2.3/AL 2.4/AL]', async () => {
  const { door, tools } = await open({ 'api.tiptop.test/health': { status: 502, body: '' } })
  const seen = record()
  const signal = new AbortController().signal
  const ending = await runProcedure({ ...seen, signal }, step =>
    step('2.3/AJ', 'Vérifier la santé du service', () => awaitHealth(door.target, release, tools, signal), {
      retry: healthTries({ HEALTH_PAUSE_SECONDS: 0.001 }),
    }),
  )
  expect(ending).toMatchObject({ outcome: 'failed', error: { message: `${API} : 502 au lieu de 200 (sans contenu)` } })
  expect(door.asked).toHaveLength(10)
  reached('2.3/AK', '2.3/AL', '2.4/AL')
})
