import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { makeShop, signedInClient } from '../../../test/make.ts'
import { SESSION_COOKIE } from '../../sessions/session-cookie.ts'

const backend = await startBackend()
const { db } = backend.tools
const newcomer = () => signedInClient(backend, { birthDate: null, rulesAccepted: false })
const rowOf = (id: number) => db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('birth date and rules complete a profile, and the session allows playing at once', async () => {
  const client = await newcomer()
  expect((await client.get('/me')).body.complete).toBe(false)
  const { status, body } = await client.patch('/me', { birthDate: '1985-12-31', acceptsRules: true })
  expect(status).toBe(200)
  expect(body).toMatchObject({ birthDate: '1985-12-31', acceptedRules: true, complete: true })
  const payload = client.cookies.get(SESSION_COOKIE)?.split('.')[1] ?? ''
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString()).play).toBe(true)
})

test('a profile names the shop of an employee, and none of a player', async () => {
  const shopId = await makeShop(backend.tools, 'Nice')
  const employee = await signedInClient(backend, { role: 'employee', shopId })
  const shop = { slug: 'nice', name: 'Thé Tip Top Nice', city: 'Nice', postalCode: '00000' }
  expect((await employee.get('/me')).body).toMatchObject({ role: 'employee', shop })
  expect((await (await newcomer()).get('/me')).body.shop).toBeNull()
})

test('a player names the shop where they collect, changes it, and takes it back; an unknown shop is refused', async () => {
  await makeShop(backend.tools, 'Lyon')
  const client = await newcomer()
  expect((await client.get('/me')).body.pickupShop).toBeNull()
  expect((await client.get('/shops')).body.items.map(({ slug }: { slug: string }) => slug)).toEqual(['lyon', 'nice'])
  expect((await client.patch('/me', { pickupShop: 'lyon' })).body.pickupShop).toMatchObject({
    slug: 'lyon',
    city: 'Lyon',
  })
  expect((await client.patch('/me', { firstName: 'Lou' })).body.pickupShop.slug).toBe('lyon')
  const { status, body } = await client.patch('/me', { pickupShop: 'atlantis' })
  expect([status, body.code]).toEqual([400, 'invalid-request'])
  expect((await client.patch('/me', { pickupShop: null })).body.pickupShop).toBeNull()
})

test('acceptance and consent keep the time at which they were given, and consent can be taken back', async () => {
  const client = await newcomer()
  backend.clock.at = new Date('2026-11-23T10:00:00Z')
  await client.patch('/me', { acceptsRules: true, newsletter: true })
  backend.clock.at = new Date('2026-11-24T10:00:00Z')
  await client.patch('/me', { acceptsRules: true, newsletter: true })
  const given = new Date('2026-11-23T10:00:00Z')
  expect(await rowOf(client.userId)).toMatchObject({ rules_accepted_at: given, newsletter_consent_at: given })
  expect((await client.patch('/me', { newsletter: false })).body.newsletter).toBe(false)
  backend.clock.at = null
})

test('a birth date is given once; giving it again changes nothing, another one is refused', async () => {
  const client = await newcomer()
  await client.patch('/me', { birthDate: '1985-12-31' })
  expect((await client.patch('/me', { birthDate: '1985-12-31', firstName: 'Lou' })).status).toBe(200)
  const { status, body } = await client.patch('/me', { birthDate: '1984-01-01', firstName: 'Max' })
  expect(status).toBe(400)
  expect(body).toMatchObject({ code: 'invalid-request', detail: expect.stringContaining('birth date') })
  expect(await rowOf(client.userId)).toMatchObject({ birth_date: '1985-12-31', first_name: 'Lou' })
})

test('two birth dates race: one is settled, the other refused', async () => {
  const client = await newcomer()
  const dates = ['1980-01-01', '1981-01-01', '1982-01-01', '1983-01-01']
  const answers = await Promise.all(dates.map(birthDate => client.patch('/me', { birthDate })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400])
})

test('a minor who came through a provider cannot complete their profile', async () => {
  const client = await newcomer()
  const birthDate = `${new Date().getFullYear() - 17}-01-01`
  expect((await client.patch('/me', { birthDate })).body.code).toBe('adults-only')
  expect((await rowOf(client.userId)).birth_date).toBeNull()
})

test('a change names its fields in the audit trail, not their contents; an empty one changes nothing', async () => {
  const client = await newcomer()
  const change = { firstName: 'Zoé', lastName: 'Petit', language: 'en' }
  await client.patch('/me', change)
  const { status, body } = await client.patch('/me', {})
  expect(status).toBe(200)
  expect(body).toMatchObject(change)
  const events = await db
    .selectFrom('audit_events')
    .select('details')
    .where('actor_id', '=', client.userId)
    .where('kind', '=', 'profile-changed')
    .execute()
  expect(events).toEqual([{ details: { fields: ['firstName', 'lastName', 'language'] } }])
})

test('a session that outlives its account reads and changes no profile', async () => {
  const client = await newcomer()
  await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', client.userId).execute()
  for (const answer of [await client.get('/me'), await client.patch('/me', { firstName: 'Eve' })])
    expect([answer.status, answer.body.code]).toEqual([401, 'session-needed'])
  expect((await rowOf(client.userId)).first_name).toBe('Camille')
})

test('no one can give themselves a role or another address', async () => {
  const client = await newcomer()
  await client.patch('/me', { role: 'admin', email: 'other@example.test', emailVerified: true, firstName: 'Eve' })
  expect((await client.get('/me')).body).toMatchObject({ role: 'player', email: expect.stringContaining('player-') })
})

test('what is there already is neither written nor recorded', async () => {
  const client = await newcomer()
  const whole = { firstName: 'Lou', newsletter: true, acceptsRules: true, birthDate: '1985-12-31', language: 'en' }
  const versionOf = async () => {
    const { rows } = await sql<{ xmin: string }>`select xmin::text from users where id = ${client.userId}`.execute(db)
    return rows[0]?.xmin
  }
  const events = () => db.selectFrom('audit_events').select('kind').where('actor_id', '=', client.userId).execute()
  await client.patch('/me', whole)
  const [version, recorded] = [await versionOf(), await events()]
  for (const same of [whole, { firstName: 'Lou' }, { newsletter: true }, { pickupShop: null }, {}])
    expect(await client.patch('/me', same)).toMatchObject({ status: 200, body: { firstName: 'Lou', newsletter: true } })
  expect([await versionOf(), await events()]).toEqual([version, recorded])
  expect((await client.patch('/me', { newsletter: false })).body.newsletter).toBe(false)
  expect((await client.patch('/me', { pickupShop: 'lyon' })).body.pickupShop.slug).toBe('lyon')
  expect(await events()).toHaveLength(recorded.length + 2)
})

test('a person changes their profile thirty times an hour; what changes nothing does not count', async () => {
  const client = await newcomer()
  for (let n = 0; n < 40; n++) expect((await client.patch('/me', { firstName: 'Camille' })).status).toBe(200)
  const statuses = []
  for (let n = 0; n < 31; n++) statuses.push((await client.patch('/me', { newsletter: n % 2 === 0 })).status)
  expect(statuses).toEqual([...Array(30).fill(200), 429])
})
