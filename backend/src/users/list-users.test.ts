import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { startBackend } from '../../test/backend.ts'
import { makeContest, makeShop, makeTickets, makeUser, signedInClient } from '../../test/make.ts'

const backend = await startBackend()
const { tools } = backend
const { db } = tools
const admin = await signedInClient(backend, { role: 'admin', firstName: 'Dominique', lastName: 'Siège' })
const niceId = await makeShop(tools, 'Nice')
for (const city of ['Lyon', 'Évry']) await makeShop(tools, city)
const at = (day: number) => new Date(Date.UTC(2026, 0, day))
const people = [
  ['Zoé', 'Étienne', 'zoe@demo.test'],
  ['Alix', 'Le Goff', 'A_lix@demo.test'],
  ['Hélène', 'Le Goff', 'helene@demo.test'],
  ['Alix', 'martin', 'amartin@demo.test'],
  ['Jean-Paul', 'd’Orval', 'jp@demo.test'],
] as const
const ids: number[] = []
for (const [index, [firstName, lastName, email]] of people.entries())
  ids.push(await makeUser(tools, { firstName, lastName, email, createdAt: at(index + 1) }))
await db
  .updateTable('users')
  .set({ created_at: at(6) })
  .where('id', '=', admin.userId)
  .execute()

const list = async (query: string) => (await admin.get(`/admin/users?${query}`)).body
const emails = async (query: string) => (await list(query)).items.map(({ email }: { email: string }) => email)
const found = async (search: string) => (await emails(`sort=email&search=${encodeURIComponent(search)}`)).map(local)
const local = (email: string) => email.split('@')[0]

/** Every page of a list, of two users each. */
async function pages(query: string): Promise<number[][]> {
  const read: number[][] = []
  let cursor = ''
  do {
    const { items, nextCursor } = await list(`${query}&limit=2${cursor && `&cursor=${cursor}`}`)
    read.push(items.map(({ id }: { id: number }) => id))
    cursor = nextCursor ?? ''
  } while (cursor)
  return read
}

test('the table of users shows who they are, their role, state and plays, the newest first [1.3/K 1.3/L]', async () => {
  const { items, nextCursor } = await list('')
  expect(items.map(({ id }: { id: number }) => id)).toEqual([admin.userId, ...ids.toReversed()])
  reached('1.3/K')
  expect(items[1]).toEqual({
    id: ids[4],
    firstName: 'Jean-Paul',
    lastName: 'd’Orval',
    email: 'jp@demo.test',
    role: 'player',
    shop: null,
    state: 'active',
    createdAt: at(5).toISOString(),
    plays: 0,
  })
  reached('1.3/L')
  expect(nextCursor).toBeNull()
})

test.each(['newest', 'oldest', 'name', 'email'])(
  'sorted by %s, the pages hold each user once, in the order of the whole list [1.3/L]',
  async sort => {
    const whole = (await list(`sort=${sort}`)).items.map(({ id }: { id: number }) => id)
    expect(whole).toHaveLength(6)
    expect((await pages(`sort=${sort}`)).flat()).toEqual(whole)
    reached('1.3/L')
    expect((await pages(`sort=${sort}&search=a`)).flat()).toEqual(await foundIn(sort, 'a'))
  },
)
const foundIn = async (sort: string, search: string) =>
  (await list(`sort=${sort}&search=${search}`)).items.map(({ id }: { id: number }) => id)

test('names are sorted by last name, then first name, as a French dictionary sorts, in any case', async () => {
  expect((await emails('sort=name')).map(local)).toEqual([
    'jp',
    'zoe',
    'A_lix',
    'helene',
    'amartin',
    expect.any(String),
  ])
  expect((await emails('sort=oldest'))[0]).toBe('zoe@demo.test')
})

test('users made within one millisecond are not lost between two pages', async () => {
  await sql`update users set created_at = timestamptz '2026-02-01 00:00Z' + id * interval '1 us'`.execute(db)
  expect((await pages('sort=newest')).flat()).toHaveLength(6)
  expect(new Set((await pages('sort=oldest')).flat()).size).toBe(6)
})

test('users are found by the beginnings of their names in any order, or of their e-mail address [1.3/K]', async () => {
  expect(await found('le goff')).toEqual(['A_lix', 'helene'])
  reached('1.3/K')
  expect(await found('GOFF hel')).toEqual(['helene'])
  expect(await found('etien')).toEqual(['zoe'])
  expect(await found('jean-paul d’or')).toEqual(['jp'])
  expect(await found('amart')).toEqual(['amartin'])
  expect(await found('AMARTIN@Demo')).toEqual(['amartin'])
  expect(await found('off')).toEqual([])
  expect(await found('demo.test')).toEqual([])
})

test.each(['amart_n@', 'a%@', '%', "'", '\\', '…', ': * & !', 'a @b', '\u{10ffff}'])(
  'signs that mean something to a database (%s) are letters like others',
  async search => {
    expect(await found('a_lix@')).toEqual(['A_lix'])
    expect(await found(search)).toEqual([])
  },
)

test('the table is narrowed by role and state, and a shop stands with its employee [1.3/L]', async () => {
  const employee = await makeUser(tools, { role: 'employee', shopId: niceId, email: 'emp@demo.test' })
  await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', employee).execute()
  expect(await emails('role=employee')).toEqual(['emp@demo.test'])
  expect((await list('state=disabled')).items).toMatchObject([
    { id: employee, state: 'disabled', shop: { slug: 'nice', city: 'Nice' } },
  ])
  reached('1.3/L')
  expect(await emails('state=disabled&role=player')).toEqual([])
  expect(await emails('role=employee&state=active')).toEqual([])
  expect((await list('role=player&state=active')).items).toHaveLength(5)
  expect(await emails('state=erased')).toEqual([])
})

test.each([
  ['of another order', 'sort=name', 'sort=newest'],
  ['of the same columns in the other direction', 'sort=newest', 'sort=oldest'],
])('a cursor %s is refused', async (_what, first, second) => {
  const { nextCursor } = await list(`${first}&limit=2`)
  const { status, body } = await admin.get(`/admin/users?${second}&cursor=${nextCursor}`)
  expect([status, body.code]).toEqual([400, 'invalid-request'])
})

const forged = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url')
test.each([
  'nonsense',
  forged('newest'),
  forged('newest', 'yesterday', 1),
  forged('newest', '2026-01-01T00:00:00Z', 9e15),
  forged('newest', '2026-01-01T00:00:00Z', 1, 2),
  Buffer.from('1767225600000.1').toString('base64url'),
])('a cursor that this list did not give (%s) is refused', async cursor => {
  expect((await admin.get(`/admin/users?cursor=${cursor}`)).body.code).toBe('invalid-request')
  expect((await admin.get(`/admin/users?sort=name&cursor=${forged('name', '\0', 'a', 1)}`)).status).toBe(400)
})

test('a profile shows all that is known of a user, also their last sign-in and what they won [1.3/M 1.3/N]', async () => {
  const { prizeIds } = await makeContest(tools)
  const codes = await makeTickets(tools, prizeIds[0] as number, 2)
  const player = await signedInClient(backend, { email: 'profile@demo.test', language: 'en' })
  for (const code of codes) await player.post('/plays', { code })
  const employee = await signedInClient(backend, { role: 'employee', shopId: niceId })
  await employee.post(`/handover/tickets/${codes[0]}/claim`, { identityChecked: true })
  await db.insertInto('identities').values({ provider: 'google', subject: 'g-1', user_id: player.userId }).execute()
  const reply = { setCookie: () => {}, clearCookie: () => {} } as never
  backend.clock.at = new Date('2026-11-24T08:00:00Z')
  await tools.sessions.open(reply, player.userId, { door: 'google' })
  backend.clock.at = null

  const { status, body } = await admin.get(`/admin/users/${player.userId}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    id: player.userId,
    email: 'profile@demo.test',
    state: 'active',
    plays: 2,
    handedOver: 1,
    birthDate: '1990-05-17',
    emailVerified: true,
    providers: ['google'],
    hasPassword: false,
    language: 'en',
    newsletterConsentAt: null,
    lastSignInAt: '2026-11-24T08:00:00.000Z',
    disabledAt: null,
    erasedAt: null,
    mayChange: true,
  })
  reached('1.3/N')
  expect((await admin.get(`/admin/users/${admin.userId}`)).body.mayChange).toBe(false)
  reached('1.3/M')
})

test('a user who does not exist is not found', async () => {
  for (const id of ['0', '2147483647']) expect((await admin.get(`/admin/users/${id}`)).body.code).toBe('not-found')
  for (const id of ['x', '1e99']) expect((await admin.get(`/admin/users/${id}`)).body.code).toBe('invalid-request')
})

test('the shops to choose from are all of them, by city', async () => {
  const { body } = await admin.get('/admin/shops')
  expect(body.items.map(({ slug }: { slug: string }) => slug)).toEqual(['évry', 'lyon', 'nice'])
  expect(body.items[2]).toEqual({ slug: 'nice', name: 'Thé Tip Top Nice', city: 'Nice', postalCode: '00000' })
})
