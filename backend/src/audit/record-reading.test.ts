import { expect, test } from 'vitest'
import { startCounter } from '../../test/counter.ts'
import { keepSessionsOpen } from '../../test/make.ts'

const counter = await startCounter({ tickets: 60 })
const { clock, tools } = counter.backend
clock.at = new Date('2026-12-01T08:00:00Z')
await tools.owner
  .updateTable('contests')
  .set({ opens_at: new Date('2026-11-01T08:00:00Z') })
  .execute()
const admin = await counter.admin()
await keepSessionsOpen(tools)

/** What was recorded of this kind, the oldest first. */
const recorded = (kind: string) =>
  tools.db
    .selectFrom('audit_events')
    .select(['actor_id', 'subject_id', 'ticket_id', 'details'])
    .where('kind', '=', kind)
    .orderBy('id')
    .execute()

test('opening an identity at the counter is recorded once for each employee, ticket and day in France', async () => {
  const [sacha, noa] = [await counter.employee(), await counter.employee()]
  await keepSessionsOpen(tools)
  const [first, second] = [await counter.played(), await counter.played()]
  const open = async (who: typeof sacha, url: string) => expect((await who.get(url)).status).toBe(200)
  for (const url of [first.url, first.url, second.url]) await open(sacha, url)
  await open(noa, first.url)
  const byWhom = async () => (await recorded('identity-opened')).map(({ actor_id }) => actor_id)
  expect(await byWhom()).toEqual([sacha.userId, sacha.userId, noa.userId])
  clock.at = new Date('2026-12-01T22:59:59Z')
  const late = await counter.employee()
  await open(late, first.url)
  clock.at = new Date('2026-12-01T23:00:00Z')
  await open(late, first.url)
  expect(await byWhom()).toEqual([sacha.userId, sacha.userId, noa.userId, late.userId, late.userId])
  expect((await sacha.get('/handover/tickets/ZZZZZZZZZZ')).status).toBe(404)
  expect(await byWhom()).toHaveLength(5)
})

test('opening a profile is recorded, one’s own and one that is not there are not', async () => {
  clock.at = new Date('2026-12-02T08:00:00Z')
  const { player } = await counter.played()
  for (const id of [player.userId, player.userId, admin.userId]) await admin.get(`/admin/users/${id}`)
  expect((await admin.get('/admin/users/999999')).status).toBe(404)
  expect(await recorded('profile-opened')).toEqual([
    { actor_id: admin.userId, subject_id: player.userId, ticket_id: null, details: null },
  ])
})

test('a hundred and eighty identities an hour are no work: the next one waits, those opened today do not count', async () => {
  clock.at = new Date('2026-12-02T10:00:00Z')
  const sacha = await counter.employee()
  const [first, second, third] = [await counter.played(), await counter.played(), await counter.played()]
  expect((await sacha.get(first.url)).status).toBe(200)
  const counted = tools.owner.updateTable('attempt_limits').where('key', '=', `identity:account:${sacha.userId}`)
  await counted.set({ failures: 179 }).execute()
  for (const url of [first.url, first.url, second.url]) expect((await sacha.get(url)).status).toBe(200)
  const refused = await sacha.get(third.url)
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60'])
  expect((await (await counter.employee()).get(third.url)).status).toBe(200)
})

test('a list of unplayed tickets is recorded with its filter; pages of it and lists of played ones are not', async () => {
  clock.at = new Date('2026-12-03T08:00:00Z')
  await counter.played()
  for (const status of ['pending', 'claimed']) await admin.get(`/admin/tickets?status=${status}`)
  await admin.get('/admin/tickets?limit=1')
  expect(await recorded('unplayed-tickets-listed')).toEqual([])
  const { body } = await admin.get('/admin/tickets?status=unclaimed&limit=5')
  expect(body.items).toHaveLength(5)
  await admin.get(`/admin/tickets?status=unclaimed&limit=5&cursor=${body.nextCursor}`)
  await admin.get('/admin/tickets?limit=100')
  expect((await recorded('unplayed-tickets-listed')).map(({ details }) => details)).toEqual([
    { filter: { status: 'unclaimed' } },
    { filter: {} },
  ])
})

test('the player finds in their own data that their identity was opened', async () => {
  clock.at = new Date('2026-12-04T08:00:00Z')
  const { player, url } = await counter.played()
  await (await counter.employee()).get(url)
  await admin.get(`/admin/users/${player.userId}`)
  const { history } = (await player.get('/me/data')).body
  expect(history.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['identity-opened', 'profile-opened']),
  )
})
