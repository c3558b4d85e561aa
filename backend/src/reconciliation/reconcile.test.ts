import { expect, test } from 'vitest'
import type { TestBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { DECLARED } from '../../test/counter.ts'
import { makeUser } from '../../test/make.ts'
import { as, expectExact, makeHistory, reconcileTwo, startTwo } from '../../test/two-histories.ts'
import { openSealer } from '../audit/chain/seal-events.ts'

const ids = { admin: 0, other: 0, sacha: 0, alix: 0, brune: 0 }
const counter = async (backend: TestBackend, act: string, code: string, body: object) =>
  expect((await (await as(backend, ids.sacha)).post(`/handover/tickets/${code}/${act}`, body)).status).toBe(200)
const handOver = (backend: TestBackend, code = '') => counter(backend, 'claim', code, DECLARED)
const undo = (backend: TestBackend, code = '') => counter(backend, 'undo', code, { reason: 'Mauvais ticket' })

/** Before the two part: Alix has played the first code, which Sacha has handed over, and the second one. */
const history = await makeHistory(20, async (backend, { codes, shops }) => {
  const { tools } = backend
  ids.admin = await makeUser(tools, { role: 'admin' })
  ids.other = await makeUser(tools, { role: 'admin' })
  ids.sacha = await makeUser(tools, { role: 'employee', shopId: shops.nice })
  ids.alix = await makeUser(tools, { email: 'alix@example.test', firstName: 'Alix' })
  ids.brune = await makeUser(tools, { email: 'brune@example.test', firstName: 'Brune' })
  for (const place of [0, 1]) await play(backend, ids.alix, codes[place])
  await openSealer({ db: tools.owner, now: tools.now })()
  await handOver(backend, codes[0])
})

async function play(backend: TestBackend, player: number, code = ''): Promise<void> {
  expect((await (await as(backend, player)).post('/plays', { code })).status).toBe(201)
}

async function register(backend: TestBackend, email: string, own: object = {}): Promise<Client> {
  const client = new Client(backend)
  const names = { firstName: 'Camille', lastName: 'Martin', birthDate: '1990-05-17' }
  const account = { email, password: 'une phrase de démonstration', acceptsRules: true, newsletter: false }
  expect((await client.post('/auth/register', { ...names, ...account, ...own })).status).toBe(201)
  return client
}

const ticketOf = ({ tools }: TestBackend, place: number) =>
  tools.db
    .selectFrom('tickets')
    .select(['status', 'player_id', 'played_at', 'claimed_at', 'claimed_by', 'claimed_shop_id'])
    .where('id', '=', place + 1)
    .executeTakeFirstOrThrow()
const userOf = ({ tools }: TestBackend, id: number) =>
  tools.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const replayedIn = ({ tools }: TestBackend) =>
  tools.db
    .selectFrom('audit_events')
    .select(['kind', 'actor_id', 'subject_id', 'ticket_id', 'details'])
    .where('details', '@>', '{"replayed": {}}')
    .orderBy('id')
    .execute()

test('what was played, handed over and undone since is there again, at its own time and with its source; a second run changes nothing', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  await play(former, ids.brune, codes[2])
  await handOver(former, codes[2])
  await play(former, ids.brune, codes[3])
  await handOver(former, codes[1])
  await undo(former, codes[1])
  await undo(former, codes[0])
  const tried = await reconcileTwo(two, { dryRun: true })
  expect(await replayedIn(current)).toEqual([])
  const found = await reconcileTwo(two)
  expect(found.tallies).toEqual({
    'ticket-played': { replayed: 2, already: 0, undecided: 0 },
    'prize-handed-over': { replayed: 2, already: 0, undecided: 0 },
    'handover-undone': { replayed: 2, already: 0, undecided: 0 },
  })
  expect(tried).toEqual(found)
  expect(found.questions).toEqual([])
  for (const place of [0, 1, 2, 3]) expect(await ticketOf(current, place)).toEqual(await ticketOf(former, place))
  const [first] = await replayedIn(current)
  expect(first).toMatchObject({ kind: 'ticket-played', actor_id: ids.brune, ticket_id: 3 })
  expect(first?.details).toMatchObject({
    replayed: { from: 'tiptop_until_20261130_101500', event: expect.any(Number) },
  })
  await expectExact(current, ids.admin)
  const historyIn = async (backend: TestBackend) =>
    (await (await as(backend, ids.sacha)).get(`/handover/tickets/${codes[1]}`)).body.history
  expect(await historyIn(current)).toEqual(await historyIn(former))
  expect(await historyIn(current)).toHaveLength(2)

  const before = await replayedIn(current)
  const again = await reconcileTwo(two)
  expect(again.tallies['ticket-played']).toEqual({ replayed: 0, already: 2, undecided: 0 })
  expect(await replayedIn(current)).toEqual(before)
  // The prize cannot be handed over a second time.
  expect((await (await as(current, ids.other)).post(`/handover/tickets/${codes[2]}/claim`, DECLARED)).status).toBe(409)
})

test('a code that another player has played since keeps that player, is handed over if it was, and is shown to a person', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  await play(former, ids.alix, codes[2])
  await handOver(former, codes[2])
  await play(current, ids.brune, codes[2])
  await play(former, ids.alix, codes[3])
  await play(current, ids.alix, codes[3])
  const found = await reconcileTwo(two)
  expect(found.tallies['ticket-played']).toEqual({ replayed: 0, already: 1, undecided: 1 })
  expect(found.questions).toEqual([{ kind: 'played-by-another', ticket: 3, first: ids.alix, now: ids.brune }])
  expect(await ticketOf(current, 2)).toMatchObject({ status: 'claimed', player_id: ids.brune, claimed_by: ids.sacha })
  await expectExact(current, ids.admin)
  expect((await reconcileTwo(two)).questions).toEqual(found.questions)
})

test('a prize that was handed over in both is named: one too many has left', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  await handOver(former, codes[1])
  await handOver(current, codes[1])
  const { claimed_at } = await ticketOf(current, 1)
  expect((await reconcileTwo(two)).questions).toEqual([{ kind: 'handed-over-twice', ticket: 2, again: claimed_at }])
  expect((await ticketOf(current, 1)).claimed_at).toEqual(claimed_at)
})

test('a handover that was undone is no second one', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  await handOver(former, codes[1])
  await undo(former, codes[1])
  await handOver(current, codes[1])
  const before = await ticketOf(current, 1)
  expect((await reconcileTwo(two)).questions).toEqual([])
  expect(await ticketOf(current, 1)).toEqual(before)
  await expectExact(current, ids.admin)
})

test('a handover that both know is done once: undone in the database in use, it stays undone', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  await undo(current, codes[0])
  const before = await ticketOf(current, 0)
  expect(before.status).toBe('pending')
  expect((await ticketOf(former, 0)).status).toBe('claimed')
  expect((await reconcileTwo(two)).questions).toEqual([])
  expect(await ticketOf(current, 0)).toEqual(before)
  await expectExact(current, ids.admin)
})

test('an account that was erased since is erased again, with the ages of its plays, and an account that was made and erased stays erased', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  await play(former, ids.alix, codes[2])
  expect((await (await as(former, ids.alix)).delete('/me', { confirmation: 'alix@example.test' })).status).toBe(204)
  const short = await register(former, 'short@example.test')
  expect((await short.post('/plays', { code: codes[3] })).status).toBe(201)
  expect((await short.delete('/me', { confirmation: 'une phrase de démonstration' })).status).toBe(204)
  const found = await reconcileTwo(two)
  expect(found.tallies['account-erased']).toEqual({ replayed: 1, already: 1, undecided: 0 })
  expect(await userOf(current, ids.alix)).toMatchObject({ email: `compte-efface-${ids.alix}`, birth_date: null })
  const { player_id } = await ticketOf(current, 3)
  expect(await userOf(current, player_id as number)).toMatchObject({
    email: `compte-efface-${player_id}`,
    first_name: 'Compte',
    erased_at: expect.any(Date),
  })
  await expectExact(current, ids.admin)
})

test('accounts made since come back, under another number if theirs is taken; a person who has registered again keeps one account', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  const left = [await register(former, 'dan@example.test'), await register(former, 'eve@example.test')]
  const [eva] = [await register(current, 'Eve@example.test')]
  await register(current, 'fred@example.test')
  for (const [place, player] of left.entries())
    expect((await player.post('/plays', { code: codes[2 + place] })).status).toBe(201)
  const found = await reconcileTwo(two)
  expect(found.tallies['account-registered']).toEqual({ replayed: 1, already: 1, undecided: 0 })
  const dan = await userOf(current, (await ticketOf(current, 2)).player_id as number)
  expect(dan).toMatchObject({ email: 'dan@example.test', role: 'player', erased_at: null })
  expect((await ticketOf(current, 3)).player_id).toBe((await eva.get('/me')).body.id)
  const login = { email: 'dan@example.test', password: 'une phrase de démonstration' }
  expect((await new Client(current).post('/auth/login', login)).status).toBe(200)
  await expectExact(current, ids.admin)
  expect((await reconcileTwo(two)).tallies['account-registered']).toEqual({ replayed: 0, already: 2, undecided: 0 })
})

test('an address that a person of another name has taken since is not given back, and the prizes wait under the names', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  const left = await register(former, 'gil@example.test', { firstName: 'Gil' })
  const taken = await register(current, 'gil@example.test', { firstName: 'Hugo' })
  expect((await left.post('/plays', { code: codes[2] })).status).toBe(201)
  const found = await reconcileTwo(two)
  const by = (await taken.get('/me')).body.id
  const account = (await ticketOf(current, 2)).player_id as number
  expect(account).not.toBe(by)
  expect(found.questions).toEqual([{ kind: 'address-taken', account, by }])
  expect(await userOf(current, account)).toMatchObject({
    first_name: 'Gil',
    email: `compte-${account}@adresse-prise.invalid`,
    email_verified_at: null,
  })
  expect((await reconcileTwo(two)).questions).toEqual(found.questions)
  await expectExact(current, ids.admin)
})

test('what takes rights away is done again; what gives them waits for a person', async () => {
  const two = await startTwo(history)
  const { former, current } = two
  const admin = await as(former, ids.admin)
  const change = async (user: number, what: string, body: object) =>
    expect((await admin.patch(`/admin/users/${user}/${what}`, body)).status).toBeLessThan(300)
  await change(ids.sacha, 'role', { role: 'player' })
  await change(ids.brune, 'role', { role: 'employee', shop: 'lyon' })
  await change(ids.alix, 'access', { disabled: true })
  await change(ids.other, 'role', { role: 'player' })
  const found = await reconcileTwo(two)
  expect(found.tallies).toMatchObject({
    'role-changed': { replayed: 2, already: 0, undecided: 1 },
    'account-disabled': { replayed: 1, already: 0, undecided: 0 },
  })
  expect(found.questions).toEqual([{ kind: 'role-given', account: ids.brune, role: 'employee', shop: 'lyon' }])
  expect(await userOf(current, ids.sacha)).toMatchObject({ role: 'player', shop_id: null })
  expect(await userOf(current, ids.alix)).toMatchObject({ disabled_at: (await userOf(former, ids.alix)).disabled_at })
  expect((await replayedIn(current))[0]).toMatchObject({ actor_id: ids.admin, subject_id: ids.sacha })
  await (await as(current, ids.admin)).patch(`/admin/users/${ids.brune}/role`, { role: 'employee', shop: 'lyon' })
  expect((await reconcileTwo(two)).questions).toEqual([])
})

test('what an employee handed over has left the shop, also if their role waits for a person', async () => {
  const two = await startTwo(history)
  const { former, current, codes } = two
  const admin = await as(former, ids.admin)
  await admin.patch(`/admin/users/${ids.brune}/role`, { role: 'employee', shop: 'lyon' })
  expect((await (await as(former, ids.brune)).post(`/handover/tickets/${codes[1]}/claim`, DECLARED)).status).toBe(200)
  const found = await reconcileTwo(two)
  expect(found.tallies['prize-handed-over']).toEqual({ replayed: 1, already: 0, undecided: 0 })
  expect(await userOf(current, ids.brune)).toMatchObject({ role: 'player' })
  expect(await ticketOf(current, 1)).toMatchObject({ status: 'claimed', claimed_by: ids.brune })
  await expectExact(current, ids.admin)
})
