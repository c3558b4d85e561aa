import { sql } from 'kysely'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { freshDatabase } from '../../test/database.ts'
import { makeContest, makeTickets, makeUser, signedInClient } from '../../test/make.ts'
import { unreliable } from '../../test/unreliable-database.ts'
import { openDatabase } from './database.ts'
import { fillPool, giveUpTogether, openPool } from './pool.ts'

const database = await unreliable(await freshDatabase())
const backend = await startBackend({}, database.url)
const { tools } = backend
const { prizeIds } = await makeContest(tools)
const codes = await makeTickets(tools, prizeIds[0] as number, 2)
const player = await signedInClient(backend)

afterEach(async () => {
  await database.mend()
  await vi.waitFor(() => expect(tools.pool.totalCount + tools.playPool.totalCount).toBe(0), 10_000)
})

/** How much time a statement of a short pool has. */
const SHORT_MS = 1_000

/** Three connections as those of the backend, whose statements have little time. */
function shortPool() {
  const pool = openPool(tools.config.database, 3, SHORT_MS)
  giveUpTogether([pool])
  const db = openDatabase(pool)
  onTestFinished(() => db.destroy())
  return { pool, db }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

test('idle connections that fall silent are all given up within seconds, then health is good and plays work', async () => {
  await tools.ready()
  // One more counts failures.
  expect(tools.pool.idleCount + tools.playPool.idleCount).toBe(tools.config.database.connections - 1)
  database.silence()
  const seconds = await secondsOf(async () => {
    expect((await player.get('/health')).status).toBe(503)
    expect((await player.get('/health')).status).toBe(200)
  })
  expect(seconds).toBeLessThan(30)
  expect((await player.post('/plays', { code: codes[0] })).status).toBe(201)
})

test('connections that fall silent while all are at work are given up by the time that their statements had', async () => {
  const { pool, db } = shortPool()
  await fillPool(pool)
  const busy = [1, 2, 3].map(() => sql`select pg_sleep(0.1)`.execute(db))
  const settled = Promise.allSettled(busy)
  database.silence()
  expect((await settled).map(({ status }) => status)).toEqual(busy.map(() => 'rejected'))
  expect(await secondsOf(() => sql`select 1`.execute(db))).toBeLessThan(10)
})

test('a play that meets a silent connection answers 503 within seconds, and the next one wins', async () => {
  await tools.ready()
  // After the cut before this test, the session is looked up once.
  await vi.waitFor(async () => expect((await player.get('/me')).headers['set-cookie']).toBeUndefined(), 8_000)
  database.silence()
  const seconds = await secondsOf(async () => {
    const first = await player.post('/plays', { code: codes[1] })
    expect([first.status, first.headers['retry-after']]).toEqual([503, '5'])
  })
  expect(seconds).toBeLessThan(30)
  expect((await player.post('/plays', { code: codes[1] })).status).toBe(201)
})

test('a transaction whose connection falls silent waits for no second statement', async () => {
  const { db } = shortPool()
  const work = db.transaction().execute(async db => {
    await sql`select 1`.execute(db)
    database.silence()
    await sql`select 2`.execute(db)
  })
  const seconds = await secondsOf(() => expect(work).rejects.toThrow('Query read timeout'))
  expect(seconds).toBeLessThan((2 * SHORT_MS) / 1000)
})

test('the server ends a statement that takes too long, undoes it, and the connection works on', async () => {
  const { pool, db } = shortPool()
  const id = await makeUser({ db })
  const slow = sql`with slept as materialized (select pg_sleep(20))
    update users set first_name = 'Tard' where id = ${id} and (select count(*) from slept) = 1`
  await expect(slow.execute(db)).rejects.toMatchObject({ code: '57014' })
  const { rows } = await sql`select first_name from users where id = ${id}`.execute(db)
  expect([rows, pool.totalCount]).toEqual([[{ first_name: 'Camille' }], 1])
})

test('the server ends a transaction that has been left open, and looks whether the other end is still there', async () => {
  const { rows } = await sql`select current_setting('idle_in_transaction_session_timeout') as open,
    current_setting('tcp_keepalives_idle') as idle, current_setting('tcp_user_timeout') as unanswered`.execute(tools.db)
  expect(rows).toEqual([{ open: '10s', idle: '10', unanswered: '20000' }])
})
