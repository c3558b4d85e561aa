import type { Role } from '@tiptop/contract/accounts.ts'
import { beforeEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { makeShop, makeUser, signedInClient } from '../../test/make.ts'
import { changeAccess } from './change-access.ts'
import { changeRole } from './change-role.ts'

const backend = await startBackend()
const { tools } = backend
const { db } = tools
const shops = { nice: await makeShop(tools, 'Nice'), lyon: await makeShop(tools, 'Lyon') }
const MINUTE = 61_000

/** Administrators of former tests step down, so that each test knows how many there are. */
beforeEach(async () => {
  backend.clock.at = null
  await db.updateTable('users').set({ role: 'player' }).where('role', '=', 'admin').execute()
})

const newAdmin = () => signedInClient(backend, { role: 'admin', firstName: 'Dominique', lastName: 'Siège' })
const give = (by: Client, id: number, role: Role, shop?: string) =>
  by.patch(`/admin/users/${id}/role`, { role, ...(shop && { shop }) })
const setAccess = (by: Client, id: number, disabled: boolean) => by.patch(`/admin/users/${id}/access`, { disabled })
const said = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code]
const later = (ms: number) => {
  backend.clock.at = new Date(Date.now() + ms)
}
const rowOf = (id: number) =>
  db.selectFrom('users').select(['role', 'shop_id', 'disabled_at']).where('id', '=', id).executeTakeFirstOrThrow()
const eventsOn = (id: number) =>
  db
    .selectFrom('audit_events')
    .select(['kind', 'actor_id', 'details'])
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute()

test('an administrator makes a player an employee of a shop, and the audit trail says who did [1.3/M 1.3/O]', async () => {
  const [admin, userId] = [await newAdmin(), await makeUser(tools)]
  const { status, body } = await give(admin, userId, 'employee', 'nice')
  expect(status).toBe(200)
  expect(body).toMatchObject({ id: userId, role: 'employee', shop: { slug: 'nice', city: 'Nice' }, mayChange: true })
  expect(await rowOf(userId)).toMatchObject({ role: 'employee', shop_id: shops.nice })
  reached('1.3/M', '1.3/O')
  expect(await eventsOn(userId)).toEqual([
    { kind: 'role-changed', actor_id: admin.userId, details: { from: 'player', to: 'employee', shop: 'nice' } },
  ])
})

test('the new role is in force at once on a session that is signed in [1.3/O]', async () => {
  const [admin, player] = [await newAdmin(), await signedInClient(backend)]
  expect(said(await player.get('/handover/tickets'))).toEqual([403, 'role-needed'])
  await give(admin, player.userId, 'employee', 'nice')
  later(MINUTE)
  expect((await player.get('/handover/tickets')).status).toBe(200)
  reached('1.3/O')
  expect((await give(admin, player.userId, 'player')).status).toBe(200)
  later(2 * MINUTE)
  expect(said(await player.get('/handover/tickets'))).toEqual([403, 'role-needed'])
})

test('an employee goes to another shop, and has none in another role', async () => {
  const [admin, userId] = [await newAdmin(), await makeUser(tools, { role: 'employee', shopId: shops.nice })]
  expect((await give(admin, userId, 'employee', 'lyon')).body.shop.slug).toBe('lyon')
  expect((await give(admin, userId, 'admin', 'lyon')).body).toMatchObject({ role: 'admin', shop: null })
  expect((await eventsOn(userId)).map(({ details }) => details)).toEqual([
    { from: 'employee', to: 'employee', shop: 'lyon' },
    { from: 'employee', to: 'admin', shop: null },
  ])
})

test('repeating a change has no effect: the same answer, and no second event', async () => {
  const [admin, userId] = [await newAdmin(), await makeUser(tools)]
  const many = await Promise.all(Array.from({ length: 6 }, () => give(admin, userId, 'employee', 'nice')))
  expect(many.map(({ status }) => status)).toEqual(Array(6).fill(200))
  for (const disabled of [true, true, false, false]) expect((await setAccess(admin, userId, disabled)).status).toBe(200)
  expect((await eventsOn(userId)).map(({ kind }) => kind)).toEqual([
    'role-changed',
    'account-disabled',
    'account-enabled',
  ])
})

test('an employee needs a shop that exists, and a role is one of three', async () => {
  const [admin, userId] = [await newAdmin(), await makeUser(tools)]
  const body = { role: 'employee', shop: 'atlantis' }
  for (const change of [{ role: 'employee' }, { role: 'employee', shop: '' }, body, { role: 'king' }, {}]) {
    const answer = await admin.patch(`/admin/users/${userId}/role`, change)
    expect(said(answer)).toEqual([400, 'invalid-request'])
  }
  expect(await rowOf(userId)).toMatchObject({ role: 'player' })
  expect(await eventsOn(userId)).toEqual([])
})

test('administrators cannot change their own role or access, even to what it is', async () => {
  const [admin] = [await newAdmin(), await newAdmin()]
  expect(said(await give(admin, admin.userId, 'player'))).toEqual([403, 'own-account'])
  expect(said(await give(admin, admin.userId, 'admin'))).toEqual([403, 'own-account'])
  expect(said(await setAccess(admin, admin.userId, true))).toEqual([403, 'own-account'])
  expect(await rowOf(admin.userId)).toMatchObject({ role: 'admin', disabled_at: null })
})

test('the last administrator keeps the role: disabled and erased ones do not count', async () => {
  const [last, disabled] = [await newAdmin(), await newAdmin()]
  expect((await setAccess(last, disabled.userId, true)).status).toBe(200)
  // A request that was under way when its sender was disabled.
  const order = { userId: last.userId, by: disabled.userId }
  const demoted = changeRole(tools, { ...order, change: { role: 'player' } })
  await expect(demoted).rejects.toMatchObject({ code: 'last-admin' })
  const shutOut = changeAccess(tools, { ...order, change: { disabled: true } })
  await expect(shutOut).rejects.toMatchObject({ code: 'last-admin' })
  expect(await rowOf(last.userId)).toMatchObject({ role: 'admin', disabled_at: null })
})

test('a former administrator changes no user', async () => {
  const [first, second, third] = [await newAdmin(), await newAdmin(), await newAdmin()]
  const player = await makeUser(tools)
  await give(first, second.userId, 'player')
  expect(said(await give(second, third.userId, 'player'))).toEqual([403, 'role-needed'])
  expect(said(await setAccess(second, player, true))).toEqual([403, 'role-needed'])
  expect(said(await give(second, player, 'admin'))).toEqual([403, 'role-needed'])
})

test('two administrators who demote each other at the same moment: exactly one does [1.3/O]', async () => {
  for (let round = 0; round < 15; round++) {
    await db.updateTable('users').set({ role: 'player' }).where('role', '=', 'admin').execute()
    const pair = [await newAdmin(), await newAdmin()] as const
    if (round % 3 === 2) await newAdmin()
    const act =
      round % 2
        ? (by: Client, id: number) => setAccess(by, id, true)
        : (by: Client, id: number) => give(by, id, 'player')
    const answers = await Promise.all([act(pair[0], pair[1].userId), act(pair[1], pair[0].userId)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, round % 3 === 2 ? 403 : 409])
    const events = (await Promise.all(pair.map(({ userId }) => eventsOn(userId)))).flat()
    expect(events).toHaveLength(1)
    const rows = await Promise.all(pair.map(({ userId }) => rowOf(userId)))
    expect(rows.filter(({ role, disabled_at }) => role === 'admin' && !disabled_at)).toHaveLength(1)
    reached('1.3/O')
  }
})

test('a disabled account loses its sessions and cannot sign in; enabled again, nothing of it is lost', async () => {
  const [admin, player] = [await newAdmin(), await signedInClient(backend)]
  const { body } = await setAccess(admin, player.userId, true)
  expect(body).toMatchObject({ state: 'disabled', disabledAt: expect.any(String) })
  expect((await player.get('/me')).status).toBe(401)
  later(MINUTE)
  expect((await player.get('/me/tickets')).status).toBe(401)
  expect(player.signedIn).toBe(false)
  const open = () => tools.sessions.open({ setCookie: () => {}, clearCookie: () => {} } as never, player.userId)
  await expect(open()).rejects.toMatchObject({ code: 'invalid-credentials' })

  expect((await setAccess(admin, player.userId, false)).body).toMatchObject({ state: 'active', disabledAt: null })
  await open()
  const live = await db.selectFrom('sessions').selectAll().where('user_id', '=', player.userId).execute()
  expect(live.filter(({ revoked_at }) => !revoked_at)).toHaveLength(1)
})

test('a user who does not exist is not found, whatever the change', async () => {
  const admin = await newAdmin()
  expect(said(await give(admin, 2_147_483_647, 'player'))).toEqual([404, 'not-found'])
  expect(said(await setAccess(admin, 2_147_483_647, true))).toEqual([404, 'not-found'])
})

test('players, employees and strangers are refused everywhere in the administration of users [1.3/C]', async () => {
  const victim = await makeUser(tools)
  const acts = (who: Client) => [
    who.get('/admin/users'),
    who.get('/admin/users?limit=none'),
    who.get(`/admin/users/${victim}`),
    give(who, victim, 'admin'),
    setAccess(who, victim, true),
    who.get('/admin/shops'),
  ]
  const answers = async (who: Client) => new Set((await Promise.all(acts(who))).map(answer => String(said(answer))))
  const employee = await signedInClient(backend, { role: 'employee', shopId: shops.nice })
  expect(await answers(await signedInClient(backend))).toEqual(new Set(['403,role-needed']))
  expect(await answers(employee)).toEqual(new Set(['403,role-needed']))
  expect(await answers(new Client(backend))).toEqual(new Set(['401,session-needed']))
  reached('1.3/C')
  expect(await rowOf(victim)).toMatchObject({ role: 'player', disabled_at: null })
})
