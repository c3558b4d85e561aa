import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { atTheEnd } from '../../test/at-the-end.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { makeUser } from '../../test/make.ts'
import { openConnection } from '../database/connection.ts'
import { openSealer } from './chain/seal-events.ts'
import { verifyTrail } from './chain/verify-trail.ts'

const counter = await startCounter()
const { backend, shops } = counter
const { db, owner, now } = backend.tools
const employee = await counter.employee()

/** Runs these statements in one transaction, as a person who holds the backend's password would. */
const asBackend = (...statements: string[]) =>
  db.transaction().execute(async db => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  })

const claim = (code: string, by: number, shop = shops.nice) =>
  `update tickets set status = 'claimed', claimed_at = now(), claimed_by = ${by}, claimed_shop_id = ${shop} where code = '${code}'`
const undo = (code: string) =>
  `update tickets set status = 'pending', claimed_at = null, claimed_by = null, claimed_shop_id = null where code = '${code}'`
const event = (code: string, kind: string, by: number) =>
  `insert into audit_events (at, kind, actor_id, ticket_id) select now(), '${kind}', ${by}, id from tickets where code = '${code}'`

async function handedOver() {
  const ticket = await counter.played()
  expect((await employee.post(`${ticket.url}/claim`, DECLARED)).status).toBe(200)
  return ticket
}

test('a played ticket can be neither unplayed, nor moved to another player, nor given another code or time', async () => {
  const tickets = [(await counter.played()).code, (await handedOver()).code]
  const friend = await makeUser(backend.tools)
  for (const code of tickets)
    for (const change of [
      `status = 'unclaimed', code = null, player_id = null, played_at = null, claimed_at = null, claimed_by = null, claimed_shop_id = null, prize_id = null`,
      `player_id = ${friend}`,
      `code = 'ZZZZZZZZZZ'`,
      `played_at = played_at - interval '1 day'`,
      `prize_id = (select id from prizes where id <> prize_id order by id desc limit 1)`,
      `status = 'pending', player_id = ${friend}, claimed_at = null, claimed_by = null, claimed_shop_id = null`,
    ]) {
      const before = await counter.ticketOf(code)
      await expect(asBackend(`update tickets set ${change} where code = '${code}'`), change).rejects.toMatchObject({
        code: '23000',
      })
      expect(await counter.ticketOf(code)).toEqual(before)
    }
})

test('an unplayed ticket is not handed over, and a handover changes neither hands nor place nor time', async () => {
  const { code } = await handedOver()
  const colleague = await counter.employee()
  const unplayed = counter.unplayed()
  await expect(
    asBackend(`update tickets set status = 'claimed', code = '${unplayed}', player_id = ${colleague.userId},
      played_at = now(), claimed_at = now(), claimed_by = ${employee.userId}, claimed_shop_id = ${shops.nice}, prize_id = 1
      where id = (select min(id) from tickets where status = 'unclaimed')`),
  ).rejects.toMatchObject({ code: '23000' })
  for (const change of [
    `claimed_by = ${colleague.userId}`,
    `claimed_shop_id = ${shops.lyon}`,
    `claimed_at = claimed_at - interval '1 day'`,
  ])
    await expect(asBackend(`update tickets set ${change} where code = '${code}'`)).rejects.toMatchObject({
      code: '23000',
    })
})

test('pending prizes cannot be claimed in a mass: each handover names its event in the trail', async () => {
  const codes = [(await counter.played()).code, (await counter.played()).code]
  const all = `update tickets set status = 'claimed', claimed_at = now(), claimed_by = ${employee.userId},
    claimed_shop_id = ${shops.nice} where status = 'pending'`
  await expect(asBackend(all)).rejects.toThrow('does not say prize-handed-over')
  const [first = '', second = ''] = codes
  await expect(
    asBackend(
      claim(first, employee.userId),
      claim(second, employee.userId),
      event(first, 'prize-handed-over', employee.userId),
    ),
  ).rejects.toThrow('does not say prize-handed-over')
  const colleague = await counter.employee()
  await expect(
    asBackend(claim(first, employee.userId), event(first, 'prize-handed-over', colleague.userId)),
  ).rejects.toThrow('does not say prize-handed-over')
  for (const code of codes) expect(await counter.ticketOf(code)).toMatchObject({ status: 'pending' })
})

test('an old event does not cover a second handover, and an undone one is recorded too', async () => {
  const { code, url } = await handedOver()
  await expect(asBackend(undo(code))).rejects.toThrow('does not say handover-undone')
  expect((await employee.post(`${url}/undo`, { reason: 'Mauvais client' })).status).toBe(200)
  await expect(asBackend(claim(code, employee.userId))).rejects.toThrow('does not say prize-handed-over')
  expect(await counter.ticketOf(code)).toMatchObject({ status: 'pending' })
})

test('a player, a stranger to the shop, the winner and their namesake hand nothing over, whatever the event says', async () => {
  const { code, player } = await counter.played()
  await owner
    .updateTable('users')
    .set({ role: 'employee', shop_id: shops.nice })
    .where('id', '=', player.userId)
    .execute()
  const nobody = await makeUser(backend.tools)
  const twin = await makeUser(backend.tools, { role: 'employee', shopId: shops.nice, birthDate: '1990-05-17' })
  for (const [by, shop] of [
    [player.userId, shops.nice],
    [nobody, shops.nice],
    [twin, shops.nice],
    [employee.userId, shops.lyon],
  ] as const)
    await expect(asBackend(event(code, 'prize-handed-over', by), claim(code, by, shop))).rejects.toThrow(
      'by an account that may not',
    )
})

test('a temporary table does not take the place of the one that a rule reads', async () => {
  const { code } = await counter.played()
  const stranger = await makeUser(backend.tools)
  const shadow = `create temporary table users on commit drop as
    select ${stranger}::int as id, 'employee'::user_role as role, ${shops.nice}::smallint as shop_id`
  await expect(asBackend(shadow, event(code, 'prize-handed-over', stranger), claim(code, stranger))).rejects.toThrow(
    'by an account that may not',
  )
  const events = `create temporary table audit_events on commit drop as
    select 1::bigint as id, 'prize-handed-over' as kind, ${employee.userId}::int as actor_id, id as ticket_id
    from tickets where code = '${code}'`
  await expect(asBackend(events, claim(code, employee.userId))).rejects.toThrow('does not say prize-handed-over')
})

test('nothing that the backend writes stops the chain: a seal comes from the function alone', async () => {
  const seal = openSealer({ db, now })
  const forged = `insert into audit_seals (first_id, last_id, previous_hash, hashes)
    values (1000000, 1000000, decode(repeat('ab', 32), 'hex'), decode(repeat('cd', 32), 'hex'))`
  await expect(asBackend(forged)).rejects.toMatchObject({ code: '42501' })
  const shadows = ['audit_events', 'audit_seals'].map(
    table => `create temporary table ${table} (like public.${table}) on commit drop`,
  )
  await asBackend(
    ...shadows,
    `insert into pg_temp.audit_events (id, at, kind) values (1000000, now(), 'signed-in')`,
    'select seal_events(2000000, 10)',
  )
  await asBackend(`insert into audit_events (at, kind) values (now(), 'signed-in')`)
  await expect
    .poll(async () => {
      await seal()
      return unsealed()
    })
    .toBe(0)
  const connection = await openConnection({ url: backend.databaseUrl })
  atTheEnd(connection.close)
  const found = await verifyTrail({ connection, now }, { onFault: () => {} })
  expect(found).toMatchObject({ holds: true, unsealed: 0 })
})

async function unsealed(): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from audit_events
    where id > coalesce((select max(last_id) from audit_seals), 0)`.execute(db)
  return rows[0]?.count ?? -1
}
