import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Client } from '../../test/client.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { openSealer } from '../audit/chain/seal-events.ts'
import { recordEvent } from '../audit/record-event.ts'

const { backend, employee, admin, played } = await startCounter()
const { db, owner } = backend.tools
const dominique = await admin()

type Item = { id: number; kind: string; at: string; sealed: boolean }
const ask = async (query = '') =>
  (await dominique.get(`/admin/audit?${query}`)).body as { items: Item[]; nextCursor: string }
const kinds = async (query: string) => (await ask(query)).items.map(({ kind }) => kind)

test('the audit trail is shown to administrators alone', async () => {
  expect((await new Client(backend).get('/admin/audit')).status).toBe(401)
  expect((await (await employee()).get('/admin/audit')).body.code).toBe('role-needed')
  expect((await (await employee()).get('/admin/audit?kind=nothing')).body.code).toBe('role-needed')
  expect((await dominique.get('/admin/audit')).status).toBe(200)
})

test('an event shows who did what with which ticket, the newest first, and whether it is sealed', async () => {
  const [sacha, { code, player, url }] = [await employee(), await played()]
  await sacha.post(`${url}/claim`, DECLARED)
  await openSealer(backend.tools)()
  await recordEvent(db, {
    kind: 'role-changed',
    at: new Date(),
    actorId: dominique.userId,
    subjectId: player.userId,
    details: { from: 'player', to: 'employee' },
  })
  const [change, handover] = (await ask()).items
  expect(change).toEqual({
    id: expect.any(Number),
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    kind: 'role-changed',
    actor: { id: dominique.userId, name: 'Dominique Siège' },
    subject: { id: player.userId, name: 'Camille Martin' },
    ticket: null,
    details: { from: 'player', to: 'employee' },
    sealed: false,
  })
  expect(handover).toMatchObject({
    kind: 'prize-handed-over',
    actor: { id: sacha.userId, name: 'Sacha Nice' },
    subject: null,
    ticket: { id: expect.any(Number), code },
    details: DECLARED,
    sealed: true,
  })
})

test('plays are shown when they are asked for, and not among the rest', async () => {
  const { code, player } = await played()
  expect(await kinds('limit=100')).not.toContain('ticket-played')
  const [play] = (await ask('kind=ticket-played')).items
  expect(play).toMatchObject({ kind: 'ticket-played', actor: { id: player.userId }, ticket: { code } })
  expect(await ask(`kind=ticket-played&user=${player.userId}`)).toEqual({ items: [], nextCursor: null })
})

test('filtered by kind, and by the user who acted or is concerned', async () => {
  const [noa, other] = [await employee({ firstName: 'Noa' }), await employee()]
  const at = new Date()
  await recordEvent(db, { kind: 'role-changed', at, actorId: dominique.userId, subjectId: noa.userId })
  await recordEvent(db, { kind: 'export-made', at, actorId: noa.userId })
  await recordEvent(db, { kind: 'export-made', at, actorId: other.userId })
  await recordEvent(db, { kind: 'data-downloaded', at, actorId: noa.userId, subjectId: noa.userId })
  expect(await kinds(`user=${noa.userId}`)).toEqual(['data-downloaded', 'export-made', 'role-changed'])
  expect(await kinds(`user=${noa.userId}&kind=export-made`)).toEqual(['export-made'])
  expect((await ask('kind=export-made')).items).toHaveLength(2)
  expect(await kinds('user=2147483647')).toEqual([])
})

test('a period is of days in France, both included', async () => {
  const day = (at: string) => recordEvent(db, { kind: 'newsletter-left', at: new Date(at) })
  await sql`set session_replication_role = replica; delete from audit_events; set session_replication_role = origin`.execute(
    owner,
  )
  await day('2027-03-27T22:59:59.999Z')
  await day('2027-03-27T23:00:00Z')
  await day('2027-03-28T21:59:59.999Z')
  await day('2027-03-28T22:00:00Z')
  const hours = async (query: string) => (await ask(query)).items.map(({ at }) => at.slice(5, 13)).reverse()
  // On this Sunday the clocks of France go forward: its day ends an hour earlier.
  expect(await hours('from=2027-03-28&to=2027-03-28')).toEqual(['03-27T23', '03-28T21'])
  expect(await hours('from=2027-03-28')).toEqual(['03-27T23', '03-28T21', '03-28T22'])
  expect(await hours('to=2027-03-27')).toEqual(['03-27T22'])
  expect(await hours('kind=newsletter-left&from=2027-03-29')).toEqual(['03-28T22'])
  expect(await hours('from=2026-01-01&to=2026-12-31')).toEqual([])
  expect((await dominique.get('/admin/audit?from=2027-03-28&to=2027-03-27')).body.code).toBe('invalid-request')
})

test('page after page every event is shown once, whatever is written meanwhile', async () => {
  const user = (await employee()).userId
  const at = new Date()
  for (let n = 0; n < 7; n++)
    await recordEvent(db, {
      kind: 'export-made',
      at,
      ...(n % 2 ? { actorId: user } : { subjectId: user }),
      details: { n },
    })
  const seen: number[] = []
  let cursor = ''
  do {
    const { items, nextCursor } = await ask(`user=${user}&limit=3${cursor && `&cursor=${cursor}`}`)
    seen.push(...items.map(({ id }) => id))
    await recordEvent(db, { kind: 'export-made', at, actorId: user })
    cursor = nextCursor
  } while (cursor)
  expect(seen).toHaveLength(7)
  expect(new Set(seen).size).toBe(7)
  expect(seen).toEqual([...seen].sort((a, b) => b - a))
  expect((await dominique.get('/admin/audit?cursor=nonsense')).body.code).toBe('invalid-request')
})
