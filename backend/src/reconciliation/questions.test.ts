import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { TestBackend } from '../../test/backend.ts'
import { DECLARED } from '../../test/counter.ts'
import { makeUser } from '../../test/make.ts'
import { as, expectExact, makeHistory, reconcileTwo, startTwo } from '../../test/two-histories.ts'
import { recordEvent } from '../audit/record-event.ts'

const ids = { admin: 0, other: 0, sacha: 0, alix: 0, brune: 0 }
const history = await makeHistory(6, async ({ tools }, { shops }) => {
  ids.admin = await makeUser(tools, { role: 'admin' })
  ids.other = await makeUser(tools, { role: 'admin' })
  ids.sacha = await makeUser(tools, { role: 'employee', shopId: shops.nice })
  ids.alix = await makeUser(tools)
  ids.brune = await makeUser(tools)
  await recordEvent(tools.db, { kind: 'signed-in', at: new Date(), actorId: ids.admin })
})

async function change(backend: TestBackend, by: number, user: number, change: object): Promise<void> {
  const path = 'role' in change ? 'role' : 'access'
  const answer = await (await as(backend, by)).patch(`/admin/users/${user}/${path}`, change)
  expect(answer.status).toBeLessThan(300)
}

const userOf = ({ tools }: TestBackend, id: number) =>
  tools.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const questionsOf = async (two: Awaited<ReturnType<typeof startTwo>>) => (await reconcileTwo(two)).questions

test('the last administrator stays one, and the refusal to take the role away is shown', async () => {
  const two = await startTwo(history)
  await change(two.former, ids.admin, ids.other, { role: 'player' })
  await change(two.current, ids.other, ids.admin, { role: 'player' })
  expect(await questionsOf(two)).toEqual([{ kind: 'last-admin', account: ids.other }])
  expect(await userOf(two.current, ids.other)).toMatchObject({ role: 'admin' })
})

test('a role that was changed in both is left as it is, and shown', async () => {
  const two = await startTwo(history)
  await change(two.former, ids.admin, ids.sacha, { role: 'player' })
  await change(two.current, ids.admin, ids.sacha, { role: 'employee', shop: 'lyon' })
  expect(await questionsOf(two)).toEqual([
    { kind: 'role-changed-since', account: ids.sacha, role: 'player', now: 'employee' },
  ])
  expect(await userOf(two.current, ids.sacha)).toMatchObject({ role: 'employee', shop_id: history.shops.lyon })
})

test('what was taken away and given back before the database was left is no change', async () => {
  const two = await startTwo(history)
  const { former, current } = two
  await change(former, ids.admin, ids.sacha, { role: 'player' })
  await change(former, ids.admin, ids.sacha, { role: 'employee', shop: 'nice' })
  await change(former, ids.admin, ids.alix, { disabled: true })
  await change(former, ids.admin, ids.alix, { disabled: false })
  expect(await questionsOf(two)).toEqual([])
  expect(await userOf(current, ids.sacha)).toMatchObject({ role: 'employee', shop_id: history.shops.nice })
  expect(await userOf(current, ids.alix)).toMatchObject({ disabled_at: null })
})

test('a newsletter that was left is left again, unless its reader has asked for it since', async () => {
  const two = await startTwo(history)
  const { former, current } = two
  const subscribe = (backend: TestBackend, id: number, at: Date) =>
    backend.tools.db.updateTable('users').set({ newsletter_consent_at: at }).where('id', '=', id).execute()
  const earlier = new Date(Date.now() - 60_000)
  for (const id of [ids.alix, ids.brune]) {
    await subscribe(current, id, earlier)
    await recordEvent(former.tools.db, { kind: 'newsletter-left', at: new Date(), actorId: id })
  }
  const again = new Date(Date.now() + 1_000)
  await subscribe(current, ids.brune, again)
  expect((await reconcileTwo(two)).tallies['newsletter-left']).toEqual({ replayed: 1, already: 1, undecided: 0 })
  expect((await userOf(current, ids.alix)).newsletter_consent_at).toBeNull()
  expect((await userOf(current, ids.brune)).newsletter_consent_at).toEqual(again)
})

test('a person who has come back through the same provider keeps the account that they have now', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  const [left, used] = [await makeUser(former.tools), await makeUser(current.tools)]
  for (const [{ tools }, user_id] of [
    [former, left],
    [current, used],
  ] as const)
    await tools.db.insertInto('identities').values({ provider: 'google', subject: 'same', user_id }).execute()
  await makeUser(current.tools)
  expect((await (await as(former, left)).post('/plays', { code: codes[0] })).status).toBe(201)
  expect(await questionsOf(two)).toEqual([])
  const { rows } = await sql`select player_id from tickets where id = 1`.execute(current.tools.db)
  expect(rows).toEqual([{ player_id: used }])
  await expectExact(current, ids.admin)
})

test('a handover in a shop that the database in use does not have, and a ticket of another code, are shown', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  for (const code of codes.slice(0, 2)) await (await as(former, ids.alix)).post('/plays', { code })
  await (await as(former, ids.sacha)).post(`/handover/tickets/${codes[0]}/claim`, DECLARED)
  await (await as(former, ids.sacha)).post(`/handover/tickets/${codes[1]}/refuse`, { reason: 'Sans pièce d’identité' })
  await sql`update shops set slug = 'elsewhere' where slug = 'nice'`.execute(current.tools.owner)
  await sql`set session_replication_role = replica`.execute(current.tools.owner)
  await sql`update tickets set code_hash = decode(repeat('ab', 16), 'hex') where id = 2`.execute(current.tools.owner)
  const found = await reconcileTwo(two)
  expect(found.questions).toEqual([
    { kind: 'ticket-unknown', ticket: 2 },
    { kind: 'shop-unknown', ticket: 1, shop: 'nice' },
    { kind: 'ticket-unknown', ticket: 2 },
  ])
  await sql`update shops set slug = 'nice' where slug = 'elsewhere'`.execute(current.tools.owner)
  expect((await reconcileTwo(two)).tallies['prize-handed-over']).toEqual({ replayed: 1, already: 0, undecided: 0 })
})

test('a refusal at the counter is part of the history again', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  await (await as(former, ids.alix)).post('/plays', { code: codes[0] })
  await (await as(former, ids.sacha)).post(`/handover/tickets/${codes[0]}/refuse`, { reason: 'Sans pièce d’identité' })
  expect((await reconcileTwo(two)).tallies['handover-refused']).toEqual({ replayed: 1, already: 0, undecided: 0 })
  const { body } = await (await as(current, ids.sacha)).get(`/handover/tickets/${codes[0]}`)
  expect(body.history).toMatchObject([{ kind: 'handover-refused', reason: 'Sans pièce d’identité' }])
})

test('a list or a draw of the grand prize that is lost is shown, and not done again without its two people', async () => {
  const two = await startTwo(history)
  const { former, current } = two
  const root = Buffer.alloc(32, 1)
  const lost = (kind: 'draw-list-frozen' | 'grand-draw-made', details: object) =>
    recordEvent(former.tools.db, { kind, at: new Date(), actorId: ids.admin, details: { ...details } })
  await lost('draw-list-frozen', { root: root.toString('hex'), count: 1 })
  await lost('grand-draw-made', { attempt: 1, seed: root.toString('hex') })
  const questions = ['draw-list-frozen', 'grand-draw-made'].map(step => ({ kind: 'draw-lost', step }))
  expect(await questionsOf(two)).toEqual(questions)
  // The list is frozen again, of the same people.
  await current.tools.owner.transaction().execute(async db => {
    await sql`set local session_replication_role = replica`.execute(db)
    const list = { root, slice_roots: root, entry_count: 1, frozen_at: new Date() }
    const people = { bailiff_id: ids.other, admin_id: ids.admin }
    await db
      .insertInto('draw_lists')
      .values({ contest_id: 1, ...list, ...people })
      .execute()
  })
  expect(await questionsOf(two)).toEqual(questions.slice(1))
})
