import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { sql } from 'kysely'
import { afterEach, expect, test, vi } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { openDownloads } from '../../test/downloads.ts'
import { makeContest, signedInClient } from '../../test/make.ts'
import { openConnection } from '../database/connection.ts'

const backend = await startBackend()
const { owner } = backend.tools
const { prizeIds } = await makeContest(backend.tools)
const admin = await signedInClient(backend, { role: 'admin' })
const { url, cookie, csv } = await openDownloads(backend)

// Few rows and many bytes, more than the buffers of the network between here and the database hold.
const ROWS = 20_000
await owner.updateTable('prizes').set({ name_fr: sql`repeat('thé ', 400)` }).execute()
await sql`
  with played as (
    insert into tickets (id, prize_id, code_hash, status, code, player_id, played_at)
    select i, ${prizeIds[0]}, decode(md5(i::text), 'hex'), 'pending', 'ABCDEFGHJK', ${admin.userId}, now()
    from generate_series(1, ${ROWS}::int) i
    returning id, prize_id, player_id, played_at
  )
  insert into participations (player_id, ticket_id, prize_id, played_at)
  select player_id, id, prize_id, played_at from played`.execute(owner)

const opened: IncomingMessage[] = []
afterEach(async () => {
  for (const answer of opened.splice(0)) answer.destroy()
  await expectNoExport()
})

/** An export whose first bytes have arrived and which no one reads further. */
async function startExport(path = '/admin/exports/tickets.csv'): Promise<IncomingMessage> {
  const request = get(`${url}${path}`, { headers: { cookie: cookie(admin) }, agent: false })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  opened.push(answer)
  answer.on('error', () => {})
  return answer
}

type Activity = { pid: number; state: string; wait_event: string | null }
async function exportsInDatabase(): Promise<Activity[]> {
  const { rows } = await sql<Activity>`
    select pid, state, wait_event from pg_stat_activity
    where application_name = 'tiptop-export' and datname = current_database()`.execute(owner)
  return rows
}
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 25 })
const expectNoExport = () => until(async () => expect(await exportsInDatabase()).toEqual([]))
const expectBlocked = () =>
  until(async () =>
    expect(await exportsInDatabase()).toEqual([
      expect.objectContaining({ state: 'active', wait_event: 'ClientWrite' }),
    ]),
  )

test('the database waits for a slow reader, who gets every row in the end', async () => {
  const answer = await startExport()
  await expectBlocked()
  let lines = 0
  for await (const bytes of answer) lines += bytes.toString('latin1').split('\n').length - 1
  expect(answer.complete).toBe(true)
  expect(lines).toBe(1 + ROWS)
})

test.each(['csv', 'xlsx'])('a reader of %s who leaves ends the work in the database at once', async format => {
  const answer = await startExport(`/admin/exports/tickets.${format}`)
  expect(await exportsInDatabase()).toHaveLength(1)
  answer.destroy()
  await expectNoExport()
})

test('a reader who leaves before the first byte ends the work as well', async () => {
  const locking = await openConnection({ url: backend.databaseUrl })
  await locking.client.query('begin; lock table tickets in access exclusive mode')
  const request = get(`${url}/admin/exports/tickets.csv`, { headers: { cookie: cookie(admin) } }).on('error', () => {})
  await until(async () => expect(await exportsInDatabase()).toEqual([expect.objectContaining({ state: 'active' })]))
  request.destroy()
  await expectNoExport()
  await locking.close()
})

test.each(['csv', 'xlsx'])('a database that breaks in the middle leaves no %s that looks complete', async format => {
  const answer = await startExport(`/admin/exports/tickets.${format}`)
  const [work] = await exportsInDatabase()
  await sql`select pg_terminate_backend(${work?.pid})`.execute(owner)
  answer.resume()
  await new Promise(done => answer.once('close', done))
  expect(answer.statusCode).toBe(200)
  expect(answer.complete).toBe(false)
})

test('two exports are made at once, a third one is asked to come back', async () => {
  await Promise.all([startExport(), startExport()])
  const third = await startExport()
  expect(third.statusCode).toBe(503)
  expect(Number(third.headers['retry-after'])).toBeGreaterThan(0)
  opened[0]?.destroy()
  await until(async () => expect((await startExport('/admin/exports/users.csv')).statusCode).toBe(200))
})

test('an export that fails or is over leaves its place to the next one', async () => {
  for (let time = 0; time < 3; time++) {
    await startExport('/admin/exports/tickets.csv?prize=none')
    expect(await csv(admin, '/admin/exports/users.csv')).toHaveLength(1)
  }
})

test('while exports are made, everything else is answered', async () => {
  await Promise.all([startExport(), startExport('/admin/exports/tickets.xlsx')])
  const { status, body } = await admin.get('/admin/tickets?limit=1')
  expect([status, body.items.length]).toEqual([200, 1])
})
