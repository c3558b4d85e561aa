import { expect, test, vi } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { freshDatabase, onServer } from '../../test/database.ts'
import { makeContest, makeTickets, signedInClient } from '../../test/make.ts'

const url = await freshDatabase()
const name = new URL(url).pathname.slice(1)
const backend = await startBackend({}, url)
const { prizeIds } = await makeContest(backend.tools)
const codes = await makeTickets(backend.tools, prizeIds[0] as number, 3)
const player = await signedInClient(backend)

/** What a failover does: sessions end, and the next ones lead to a server that takes writes, or does not. */
const failOver = (readOnly: 'on' | 'off') =>
  onServer(async client => {
    await client.query(`alter database ${name} set default_transaction_read_only = ${readOnly}`)
    await endSessions()
  })
const endSessions = () =>
  onServer(client => client.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = $1`, [name]))
const playAll = () => Promise.all(codes.map(code => player.post('/plays', { code })))

test('a server that takes no writes answers 503, and its connections lead elsewhere once another is the primary', async () => {
  await failOver('on')
  const answers = [...(await playAll()), await player.patch('/me', { firstName: 'Lou' })]
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(4).fill([503, 'service-unavailable']))
  expect(answers.map(({ headers }) => headers['retry-after'])).toEqual(Array(4).fill('5'))
  expect(await player.get('/health')).toMatchObject({
    status: 503,
    body: { status: 'failing', database: 'read-only', migrations: 'current' },
  })

  await onServer(client => client.query(`alter database ${name} set default_transaction_read_only = off`))
  await vi.waitFor(async () => expect((await player.get('/health')).status).toBe(200), { timeout: 10_000 })
  expect((await playAll()).map(({ status }) => status)).toEqual([201, 201, 201])
})
