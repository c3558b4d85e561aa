import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { freshDatabase } from '../../test/database.ts'
import { makeContest, makeTickets, signedInClient } from '../../test/make.ts'
import { unreliable } from '../../test/unreliable-database.ts'

const database = await unreliable(await freshDatabase())
const backend = await startBackend({}, database.url)
const { prizeIds } = await makeContest(backend.tools)
const codes = await makeTickets(backend.tools, prizeIds[0] as number, 60)
const player = await signedInClient(backend)

afterEach(() => database.mend())

async function playAll(count: number) {
  const start = performance.now()
  const answers = await Promise.all(codes.slice(0, count).map(code => player.post('/plays', { code })))
  return { answers, seconds: (performance.now() - start) / 1000 }
}

test('a database that is gone answers 503 at once, and the play can be tried again when it is back', async () => {
  await database.cut()
  const { answers, seconds } = await playAll(50)
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(50).fill([503, 'service-unavailable']))
  expect(answers[0]?.headers['retry-after']).toBe('5')
  expect(seconds).toBeLessThan(10)

  await database.mend()
  const retried = await playAll(50)
  expect(retried.answers.map(({ status }) => status)).toEqual(Array(50).fill(201))
})

test('a database that does not answer keeps no player waiting for long', async () => {
  database.hang()
  const { answers, seconds } = await playAll(60)
  expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(503))
  expect(seconds).toBeLessThan(30)

  await database.mend()
  const statuses = (await playAll(60)).answers.map(({ status }) => status)
  expect(statuses).toEqual([...Array(50).fill(200), ...Array(10).fill(201)])
})

test('health says 503 while the database is unreachable', async () => {
  await database.cut()
  const { status, body } = await player.get('/health')
  expect([status, body]).toMatchObject([503, { status: 'failing', database: 'unreachable', migrations: 'unknown' }])
})
