import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { atTheEnd } from '../../../test/at-the-end.ts'
import { startTrail } from '../../../test/trail.ts'
import { openConnection } from '../../database/connection.ts'
import { verifyTrail } from './verify-trail.ts'

const { backend, owner, seal, verify, tamper } = await startTrail()
const EVENTS = 4_500
const FIRST = new Date('2026-11-01T08:00:00Z')
await sql`insert into audit_events (at, kind, actor_id)
  select ${FIRST}::timestamptz + n * interval '1 second', 'signed-in', n
  from generate_series(0, ${EVENTS - 1}::int) n`.execute(owner)

test('events that were not sealed for long are one fault, from the first to the last', async () => {
  const { faults, unsealed, sealed, holds } = await verify()
  expect(faults).toEqual([{ kind: 'unsealed', from: 1, to: EVENTS, count: EVENTS, since: FIRST }])
  expect({ unsealed, sealed, holds }).toEqual({ unsealed: EVENTS, sealed: 0, holds: false })
})

test('a trail of thousands is read to its end, and the reader sees how far it is', async () => {
  await seal()
  const connection = await openConnection({ url: backend.databaseUrl })
  atTheEnd(connection.close)
  const seen: number[][] = []
  const found = await verifyTrail(
    { connection, now: () => new Date() },
    { onFault: fault => expect.fail(JSON.stringify(fault)), onProgress: (...place) => seen.push(place) },
  )
  expect(found).toMatchObject({ holds: true, sealed: EVENTS, unsealed: 0, faults: 0 })
  expect(seen).toEqual([1_000, 2_000, 3_000, 4_000, EVENTS].map(done => [done, EVENTS]))
})

test('faults are counted by events, and neighbours are named together', async () => {
  await tamper('delete from audit_events where id in (11, 12, 20)')
  await tamper('update audit_events set actor_id = 0 where id in (13, 15)')
  const { holds, faults } = await verify()
  expect(faults).toEqual([
    { kind: 'removed', from: 11, to: 12 },
    { kind: 'changed', from: 13, to: 13 },
    { kind: 'changed', from: 15, to: 15 },
    { kind: 'removed', from: 20, to: 20 },
  ])
  expect(holds).toBe(false)
})
