import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { applicationUrl } from '../../../test/database.ts'
import { makeContest, makeTickets, signedInClient } from '../../../test/make.ts'
import { startTrail } from '../../../test/trail.ts'
import { recordEvent } from '../record-event.ts'
import { findHead, openSealer, sealRegularly } from './seal-events.ts'

const processes: ChildProcess[] = []
afterAll(() => {
  for (const child of processes) child.kill('SIGKILL')
})

const event = { kind: 'signed-in', at: new Date() } as const

test('each hash is the SHA-256 of the hash before it and of the event, from 32 zero bytes on', async () => {
  const { db, owner, seal } = await startTrail()
  await sql`set timezone = 'Asia/Tokyo'`.execute(owner)
  await sql`insert into audit_events (at, kind, actor_id, subject_id, ticket_id, details) values
    ('2027-01-04T09:00:00.123456+01:00', 'role-changed', 1, 2, null, '{"to": "admin", "from": "player"}'),
    ('2027-01-04T08:00:01Z', 'ticket-played', 3, null, 7, null)`.execute(owner)
  expect(await seal()).toBe(2)

  const texts = [
    '[1, "2027-01-04T08:00:00.123456", "role-changed", 1, 2, null, {"to": "admin", "from": "player"}]',
    '[2, "2027-01-04T08:00:01", "ticket-played", 3, null, 7, null]',
  ]
  const chain = [Buffer.alloc(32)]
  for (const text of texts)
    chain.push(
      createHash('sha256')
        .update(chain.at(-1) as Buffer)
        .update(text)
        .digest(),
    )
  expect(await db.selectFrom('audit_seals').selectAll().execute()).toEqual([
    {
      first_id: 1,
      last_id: 2,
      previous_hash: chain[0],
      hashes: Buffer.concat(chain.slice(1)),
      sealed_at: expect.any(Date),
    },
  ])
  expect(await findHead(db)).toEqual({ event: 2, hash: chain[2]?.toString('hex') })
})

test('an event waits for a lower id that a transaction still holds; sealed is what is there once it has ended', async () => {
  const { db, connect, write, seal, seals, verify } = await startTrail()
  const [slow, undone] = [await connect(), await connect()]
  for (const { client, db } of [slow, undone]) {
    await client.query('begin')
    await recordEvent(db, event)
  }
  await write(1)
  expect(await db.selectFrom('audit_events').select('id').execute()).toEqual([{ id: 3 }])
  expect([await seal(), await seal()]).toEqual([0, 0])

  await slow.client.query('commit')
  expect(await seal()).toBe(0)
  await undone.client.query('rollback')
  expect(await seal()).toBe(2)
  expect(await seals()).toEqual([
    { first_id: 1, last_id: 1 },
    { first_id: 3, last_id: 3 },
  ])
  expect(await verify()).toMatchObject({ holds: true, sealed: 2, unsealed: 0 })
})

test('under constant writing, events older than the present writers are sealed', async () => {
  const { connect, write, seal, verify } = await startTrail()
  const begin = async () => {
    const writer = await connect()
    await writer.client.query('begin')
    await recordEvent(writer.db, event)
    return writer
  }
  const sealed: number[] = []
  let writer = await begin()
  for (let round = 0; round < 5; round++) {
    sealed.push(await seal())
    const next = await begin()
    await writer.client.query('commit')
    writer = next
  }
  expect(sealed).toEqual([0, 0, 1, 1, 1])
  await writer.client.query('rollback')
  await write(1)
  expect(await seal()).toBe(3)
  expect(await verify()).toMatchObject({ holds: true, sealed: 6, unsealed: 0 })
})

test('a long transaction that does not write into the trail holds nothing up, nor does a writer in another database', async () => {
  const { connect, write, seal } = await startTrail()
  const elsewhere = await (await startTrail()).connect()
  await elsewhere.client.query('begin')
  await recordEvent(elsewhere.db, event)
  const long = await connect()
  await long.client.query('begin isolation level repeatable read')
  await long.client.query('select count(*) from audit_events')
  await long.client.query(`insert into attempt_limits values ('a key', 1, now())`)
  await write(3)
  expect(await seal()).toBe(3)
})

test('a sealer that finds another one at work stops; four together seal every event once', async () => {
  const { db, backend, connect, owner, seals, verify } = await startTrail()
  await sql`insert into audit_events (at, kind, actor_id) select now(), 'signed-in', n from generate_series(1, 2000) n`.execute(
    owner,
  )
  const holder = await connect()
  await holder.client.query('begin')
  await holder.client.query(`select pg_advisory_xact_lock(hashtext('seal_events'))`)
  const sealers = Array.from({ length: 4 }, () =>
    openSealer({ db, now: backend.tools.now }, { batch: { events: 50, perRun: 100 } }),
  )
  expect(await Promise.all(sealers.map(seal => seal()))).toEqual([0, 0, 0, 0])
  await holder.client.query('rollback')

  let sealed = 0
  await expect
    .poll(async () => {
      for (const count of await Promise.all(sealers.map(seal => seal()))) sealed += count
      return sealed
    })
    .toBe(2000)
  expect((await seals()).map(({ first_id }) => first_id)).toEqual(Array.from({ length: 40 }, (_, n) => 50 * n + 1))
  expect(await verify()).toMatchObject({ holds: true, sealed: 2000 })
})

test('a run seals a bounded number of events, and the next goes on', async () => {
  const { db, backend, write } = await startTrail()
  await write(7)
  const seal = openSealer({ db, now: backend.tools.now }, { batch: { events: 2, perRun: 2 } })
  expect([await seal(), await seal(), await seal()]).toEqual([4, 3, 0])
})

test('the job seals soon, logs the head, continues after a failure, names the writers that delay it, and has ended when it says so', async () => {
  const { db, connect, write, seals, verify, backend } = await startTrail()
  const told: unknown[] = []
  const tell = (facts: object, text: string) => told.push([text, facts])
  const log = { info: tell, warn: tell, error: tell } as never
  await write(2)
  const stop = sealRegularly({ db, now: backend.tools.now }, log, 2)
  await expect.poll(() => told.length).toBe(1)
  expect(told).toEqual([['the head of the audit trail', { audit: await findHead(db) }]])

  const writer = await connect()
  await writer.client.query('begin')
  await recordEvent(writer.db, event)
  await expect
    .poll(() => {
      backend.clock.at = new Date((backend.clock.at ?? new Date()).getTime() + 300_000)
      return told.length
    })
    .toBe(2)
  expect(told[1]).toEqual(['a transaction keeps the audit trail from being sealed', { writers: [expect.any(String)] }])
  await writer.client.query('commit')
  await expect.poll(async () => (await seals()).at(-1)?.last_id).toBe(3)
  await stop()
  await write(1)
  await expect(verify()).resolves.toMatchObject({ holds: true, sealed: 3, unsealed: 1 })
})

test('plays race with the sealer, and a backend is killed while it seals: the chain is whole', {
  timeout: 60_000,
}, async () => {
  const { backend, owner, seal, seals, verify } = await startTrail()
  await sql`insert into audit_events (at, kind, actor_id) select now(), 'signed-in', n from generate_series(1, 60000) n`.execute(
    owner,
  )
  const { session, tickets } = backend.tools.config
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../main.ts')], {
    stdio: 'ignore',
    env: {
      PORT: '0',
      DATABASE_URL: applicationUrl(backend.databaseUrl),
      SESSION_KEY: session.key,
      TICKET_PEPPER: tickets.pepper,
    },
  })
  processes.push(child)
  const ended = once(child, 'exit')

  const { prizeIds } = await makeContest(backend.tools)
  const codes = await makeTickets(backend.tools, prizeIds[0] as number, 600)
  const players = await Promise.all(Array.from({ length: 6 }, () => signedInClient(backend)))
  const play = players.map(async (player, place) => {
    for (let n = place; n < codes.length; n += players.length)
      expect((await player.post('/plays', { code: codes[n] as string })).status).toBe(201)
  })
  await expect.poll(async () => (await seals()).length, { interval: 2, timeout: 30_000 }).toBeGreaterThan(3)
  child.kill('SIGKILL')
  await ended
  const { sealed, faults } = await verify()
  expect(sealed).toBeLessThan(60_000)
  expect(faults).toEqual([])

  let playing = true
  const sealing = (async () => {
    while (playing) await seal()
  })()
  await Promise.all(play)
  playing = false
  await sealing
  const events = await sql<{ n: number }>`select count(*)::int as n from audit_events`.execute(owner)
  while (await seal());
  expect(await verify()).toMatchObject({ holds: true, sealed: events.rows[0]?.n, unsealed: 0 })
})
