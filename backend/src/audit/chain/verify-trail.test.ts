import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startTrail } from '../../../test/trail.ts'

const ago = (ms: number) => new Date(Date.now() - ms)

/** A trail of ten events that are sealed in batches of four. */
async function startSealedTrail() {
  const trail = await startTrail()
  for (const count of [4, 4, 2]) {
    await trail.write(count)
    await trail.seal()
  }
  return trail
}

/** The seal with its hashes made of the events as they are now, as a skilled forger would make it. */
const REMAKE = (firstId: number, count = 4) => `
  do $$
  declare
    head bytea := (select previous_hash from audit_seals where first_id = ${firstId});
    made bytea := '';
    event audit_events;
  begin
    for event in select * from audit_events where id between ${firstId} and ${firstId + count - 1} order by id loop
      head := sha256(head || convert_to(jsonb_build_array(event.id, event.at at time zone 'UTC', event.kind,
        event.actor_id, event.subject_id, event.ticket_id, event.details)::text, 'UTF8'));
      made := made || head;
    end loop;
    update audit_seals set hashes = made where first_id = ${firstId};
  end $$`

test('an untouched trail holds; the result has the number of events, the head and when it was sealed', async () => {
  const { verify, write, db } = await startSealedTrail()
  await write(3)
  const { rows } = await sql<{ head: string }>`select encode(substring(hashes from 33), 'hex') as head
    from audit_seals where first_id = 9`.execute(db)
  expect(await verify()).toEqual({
    holds: true,
    sealed: 10,
    unsealed: 3,
    faults: [],
    head: { event: 10, hash: rows[0]?.head, sealedAt: expect.any(Date) },
    noted: null,
  })
})

test('whatever an event says, it is sealed as it is verified', async () => {
  const { db, seal, verify } = await startTrail()
  const details = ['{"é": "\\u0001\\"\\\\/😀", "b": [1.50, 1e20, -0], "a": null}', '[]', '"x"', '17', 'null', null]
  for (const at of ['2026-11-23 07:00:00.1+01', '0044-03-15 BC', 'infinity'])
    for (const detail of details)
      await sql`
        insert into audit_events (at, kind, actor_id, ticket_id, details)
        values (${at}, ${'« "kind" »\n'}, -1, 2147483647, ${detail}::jsonb)`.execute(db)
  await seal()
  const { sealed, faults } = await verify()
  expect({ sealed, changed: faults.filter(({ kind }) => kind === 'changed') }).toEqual({ sealed: 18, changed: [] })
})

test('an empty trail holds, and has no head', async () => {
  const { verify } = await startTrail()
  expect(await verify()).toMatchObject({ holds: true, sealed: 0, unsealed: 0, head: null })
})

test.each([
  `kind = 'role-changed'`,
  'actor_id = 99',
  'actor_id = null',
  'subject_id = 99',
  'ticket_id = 99',
  'details = null',
  `details = jsonb_set(details, '{n}', '99')`,
  `at = at + interval '1 microsecond'`,
])('a change of one event is found and named: %s', async change => {
  const { tamper, verify } = await startSealedTrail()
  await tamper(`update audit_events set ${change} where id = 6`)
  expect(await verify()).toMatchObject({ holds: false, faults: [{ kind: 'changed', from: 6, to: 6 }] })
})

test.each([
  ['one', 'id = 3', 3, 3],
  ['the first', 'id = 1', 1, 1],
  ['the last', 'id = 10', 10, 10],
  ['all of a batch', 'id between 5 and 8', 5, 8],
])('a removal is found and named: %s', async (_, which, from, to) => {
  const { tamper, verify, write } = await startSealedTrail()
  await write(2)
  await tamper(`delete from audit_events where ${which}`)
  expect(await verify()).toMatchObject({ holds: false, faults: [{ kind: 'removed', from, to }] })
})

test('a batch that is removed with its seal leaves a break, named by what is on both sides', async () => {
  const { tamper, verify } = await startSealedTrail()
  await tamper('delete from audit_events where id between 5 and 8; delete from audit_seals where first_id = 5')
  expect((await verify()).faults).toEqual([{ kind: 'broken', after: 4, before: 9 }])
})

test('the beginning cannot be cut off either', async () => {
  const { tamper, verify } = await startSealedTrail()
  await tamper('delete from audit_events where id < 5; delete from audit_seals where first_id = 1')
  expect((await verify()).faults).toEqual([{ kind: 'broken', after: 0, before: 5 }])
})

test('an event under a number that was never used, or was below all others, is found as inserted', async () => {
  const { tamper, verify, owner, write, seal } = await startTrail()
  await write(2)
  await sql`select setval('audit_events_id_seq', 5)`.execute(owner)
  await write(2)
  await seal()
  const insert = (id: number) =>
    tamper(`insert into audit_events (id, at, kind) overriding system value values (${id}, now(), 'signed-in')`)
  await insert(4)
  await insert(5)
  await insert(-1)
  expect((await verify()).faults).toEqual([
    { kind: 'inserted', from: -1, to: -1 },
    { kind: 'inserted', from: 4, to: 5 },
  ])
})

test('an event that is added later under an earlier date is found, although it has a place in the chain', async () => {
  const { tamper, verify, write, seal } = await startSealedTrail()
  await tamper(`insert into audit_events (at, kind) values (now() - interval '1 day', 'prize-handed-over')`)
  await write(1)
  await seal()
  expect((await verify()).faults).toEqual([
    { kind: 'back-dated', id: 11, at: expect.any(Date), before: expect.any(Date) },
  ])
})

test('two events that change places are both named', async () => {
  const { tamper, verify } = await startSealedTrail()
  await tamper(`alter table audit_events alter column id drop identity;
    update audit_events set id = -id where id in (2, 7);
    update audit_events set id = case id when -2 then 7 else 2 end where id < 0`)
  expect((await verify()).faults).toEqual([
    { kind: 'changed', from: 2, to: 2 },
    { kind: 'changed', from: 7, to: 7 },
  ])
})

test('a changed event with a forged hash is discovered at the next event', async () => {
  const { tamper, verify } = await startSealedTrail()
  await tamper('update audit_events set actor_id = 99 where id = 6')
  const hash = `sha256(substring(hashes from 1 for 32) || (
    select convert_to(jsonb_build_array(id, at at time zone 'UTC', kind, actor_id, subject_id, ticket_id, details)::text, 'UTF8')
    from audit_events where id = 6))`
  await tamper(`update audit_seals set hashes = overlay(hashes placing ${hash} from 33 for 32) where first_id = 5`)
  expect((await verify()).faults).toEqual([{ kind: 'changed', from: 7, to: 7 }])
})

test('a forged batch breaks the chain after it', async () => {
  const { tamper, verify } = await startSealedTrail()
  await tamper('update audit_events set actor_id = 99 where id = 6')
  await tamper(REMAKE(5))
  expect((await verify()).faults).toEqual([{ kind: 'broken', after: 8, before: 9 }])
})

test('a forged last batch, or a missing end, is discovered by a hash noted elsewhere', async () => {
  const cut = await startSealedTrail()
  const noted = (await cut.verify()).head?.hash as string
  await cut.write(3)
  await cut.seal()
  expect(await cut.verify(noted)).toMatchObject({ holds: true, noted: 10, faults: [] })
  expect(await cut.verify(noted.toUpperCase())).toMatchObject({ holds: true })
  await cut.tamper('delete from audit_events where id > 8; delete from audit_seals where first_id > 8')
  await cut.write(2)
  await cut.seal()
  expect(await cut.verify()).toMatchObject({ holds: true })
  expect((await cut.verify(noted)).faults).toEqual([{ kind: 'head-unknown', hash: noted }])

  const made = await startSealedTrail()
  const before = (await made.verify()).head?.hash as string
  await made.tamper('update audit_events set actor_id = 99 where id = 9')
  await made.tamper(REMAKE(9, 2))
  expect(await made.verify()).toMatchObject({ holds: true })
  expect((await made.verify(before)).faults).toEqual([{ kind: 'head-unknown', hash: before }])
})

test('hashes that are cut short, or put twice, are named', async () => {
  const { tamper, verify } = await startSealedTrail()
  await tamper(`alter table audit_seals drop constraint audit_seals_check;
    update audit_seals set hashes = substring(hashes from 1 for 40) where first_id = 5`)
  expect((await verify()).faults[0]).toEqual({ kind: 'seal-damaged', from: 5, to: 8 })
})

test('an event left unsealed for minutes is a fault; an event about to be sealed is not', async () => {
  const { backend, verify, write } = await startSealedTrail()
  backend.clock.at = ago(60_000)
  await write(1)
  backend.clock.at = null
  expect(await verify()).toMatchObject({ holds: true, unsealed: 1 })
  backend.clock.at = ago(600_000)
  await write(2)
  backend.clock.at = null
  expect((await verify()).faults).toEqual([{ kind: 'unsealed', from: 12, to: 13, count: 2, since: expect.any(Date) }])
})

test('replacing the function that makes hashes does not deceive the verification', async () => {
  const { owner, verify, write, seal } = await startSealedTrail()
  const { rows } = await sql<{ body: string }>`select pg_get_functiondef('seal_events'::regproc) as body`.execute(owner)
  await sql.raw(rows[0]?.body.replace(' actor_id,', ' 0,') ?? '').execute(owner)
  await write(2)
  await seal()
  expect((await verify()).faults).toEqual([{ kind: 'changed', from: 12, to: 12 }])
})
