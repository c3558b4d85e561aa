import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { Client } from '../../test/client.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { makeUser, signedInClient } from '../../test/make.ts'
import { insertToken } from '../accounts/mailed-links/queries.ts'
import { hashPassword } from '../accounts/password-hash.ts'
import { signInThroughProvider } from '../accounts/providers/sign-in-through-provider.ts'
import { Refusal } from '../refusal.ts'

const { backend, employee, played, unplayed, ticketOf, eventsOf } = await startCounter()
const { tools } = backend
const { db } = tools
const PASSWORD = 'un thé au bord du lac'
const password_hash = await hashPassword(PASSWORD)
let counter = 0

beforeEach(async () => {
  backend.clock.at = null
  await db.deleteFrom('attempt_limits').execute()
})

type Person = Awaited<ReturnType<typeof signedInClient>>
type Facts = Parameters<typeof signedInClient>[1]

/** A person with a password and an address of their own. */
async function somebody(facts: Facts = {}): Promise<Person & { email: string }> {
  const email = `Somebody-${++counter}@example.test`
  const client = await signedInClient(backend, { email, ...facts })
  const consent = { password_hash, newsletter_consent_at: new Date() }
  await db.updateTable('users').set(consent).where('id', '=', client.userId).execute()
  return Object.assign(client, { email })
}
const erase = (who: Client, confirmation = PASSWORD) => who.delete('/me', { confirmation })
const said = ({ status, body }: { status: number; body: { code?: string } | null }) => [status, body?.code]
const rowOf = (id: number) => db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const eventsBy = (id: number) =>
  db.selectFrom('audit_events').select(['kind', 'details']).where('actor_id', '=', id).orderBy('id').execute()
const register = (email: string) => {
  const [firstName, lastName, birthDate] = ['Camille', 'Martin', '1990-05-17']
  return new Client(backend).post('/auth/register', {
    email,
    password: PASSWORD,
    firstName,
    lastName,
    birthDate,
    acceptsRules: true,
  })
}

test('nothing of an erased account identifies its owner, and its cookie and sessions are gone', async () => {
  const person = await somebody()
  const { userId } = person
  await db.insertInto('identities').values({ provider: 'google', subject: 'g-7', user_id: userId }).execute()
  await insertToken(db, 'reset-password', userId, tools.now())
  expect((await erase(person)).status).toBe(204)
  expect(person.signedIn).toBe(false)

  const row = await rowOf(userId)
  expect(row).toMatchObject({ email: `compte-efface-${userId}`, first_name: 'Compte', last_name: 'effacé' })
  expect(row).toMatchObject({ birth_date: null, password_hash: null, email_verified_at: null })
  expect(row).toMatchObject({ newsletter_consent_at: null, disabled_at: null, erased_at: expect.any(Date) })
  for (const table of ['identities', 'one_time_tokens'] as const)
    expect(await db.selectFrom(table).selectAll().where('user_id', '=', userId).execute()).toEqual([])
  const sessions = await db.selectFrom('sessions').select('revoked_at').where('user_id', '=', userId).execute()
  expect(sessions).toEqual([{ revoked_at: expect.any(Date) }])
  expect(await eventsBy(userId)).toEqual([{ kind: 'account-erased', details: null }])
})

test('nowhere in the database do the names, the address or the birth date of an erased player remain', async () => {
  const { player, url } = await played({
    email: 'unforgettable@example.test',
    firstName: 'Ysolde',
    lastName: 'Quimperlé',
  })
  await (await employee()).post(`${url}/claim`, DECLARED)
  await player.patch('/me', { newsletter: true, language: 'en' })
  expect((await erase(player, 'unforgettable@example.test')).status).toBe(204)
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(tools.owner)
  expect(tables.map(({ name }) => name)).toContain('audit_events')
  for (const { name } of tables) {
    const { rows } = await sql`select * from ${sql.table(name)} as t
      where t::text ~* 'unforgettable|ysolde|quimperl|g-7'`.execute(tools.owner)
    expect({ name, rows }).toEqual({ name, rows: [] })
  }
})

test('a person with a password must give it, and wrong ones make them wait, here and not at the sign-in', async () => {
  const person = await somebody()
  for (let n = 0; n < 5; n++) expect(said(await erase(person, 'wrong'))).toEqual([401, 'invalid-credentials'])
  expect(said(await erase(person))).toEqual([429, 'too-many-attempts'])
  const login = await new Client(backend).post('/auth/login', { email: person.email, password: PASSWORD })
  expect(login.status).toBe(200)
  expect((await rowOf(person.userId)).erased_at).toBeNull()
  expect(said(await erase(person, person.email))).toEqual([429, 'too-many-attempts'])
})

test('a right password forgets the failures before it; nothing to confirm with is no request', async () => {
  const person = await somebody()
  expect(said(await person.delete('/me', {}))).toEqual([400, 'invalid-request'])
  expect(said(await erase(person, 'x'.repeat(255)))).toEqual([400, 'invalid-request'])
  expect(said(await erase(person, 'wrong'))).toEqual([401, 'invalid-credentials'])
  expect((await erase(person)).status).toBe(204)
  const left = await db.selectFrom('attempt_limits').select('key').where('key', 'like', 'password:confirm:%').execute()
  expect(left).toEqual([])
})

test('a person who came through a provider types their e-mail address, in any case', async () => {
  const person = await signedInClient(backend, { email: 'Through-Google@example.test' })
  expect(said(await erase(person, 'other@example.test'))).toEqual([401, 'invalid-credentials'])
  expect(said(await erase(person, ''))).toEqual([401, 'invalid-credentials'])
  expect((await erase(person, ' through-google@EXAMPLE.test ')).status).toBe(204)
})

test('a password that changes while its account is being erased no longer confirms the erasure', async () => {
  const person = await somebody()
  const other = await hashPassword('une infusion de verveine')
  const answer = await db.transaction().execute(async holder => {
    await holder.selectFrom('users').select('id').where('id', '=', person.userId).forNoKeyUpdate().execute()
    const erasing = erase(person)
    const waiting = sql<{ n: number }>`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`
    await expect.poll(async () => (await waiting.execute(db)).rows[0]?.n, { timeout: 5000 }).toBe(1)
    await holder.updateTable('users').set({ password_hash: other }).where('id', '=', person.userId).execute()
    return { erasing }
  })
  expect(said(await answer.erasing)).toEqual([401, 'invalid-credentials'])
  expect((await rowOf(person.userId)).erased_at).toBeNull()
})

test('a stranger and a disabled account erase nothing', async () => {
  const person = await somebody()
  await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', person.userId).execute()
  expect(said(await erase(person))).toEqual([401, 'session-needed'])
  expect(said(await erase(new Client(backend)))).toEqual([401, 'session-needed'])
  expect((await rowOf(person.userId)).erased_at).toBeNull()
})

test('the last administrator cannot be erased; with another one they can, and have no role afterwards', async () => {
  const [last, other] = [await somebody({ role: 'admin' }), await somebody({ role: 'admin' })]
  await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', other.userId).execute()
  expect(said(await erase(last))).toEqual([409, 'last-admin'])
  expect((await rowOf(last.userId)).email).toBe(last.email)
  await db.updateTable('users').set({ disabled_at: null }).where('id', '=', other.userId).execute()
  expect((await erase(last)).status).toBe(204)
  expect(await rowOf(last.userId)).toMatchObject({ role: 'player', shop_id: null })
  await db.updateTable('users').set({ role: 'player' }).where('id', '=', other.userId).execute()
})

test('the last two administrators erase themselves at the same moment: one stays', async () => {
  for (let round = 0; round < 5; round++) {
    const pair = [await somebody({ role: 'admin' }), await somebody({ role: 'admin' })]
    const answers = await Promise.all(pair.map(admin => erase(admin)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    await db.updateTable('users').set({ role: 'player' }).where('role', '=', 'admin').execute()
  }
})

test('clicks at once erase once, and all succeed, as does the same request after a lost answer', async () => {
  const person = await somebody()
  const cookies = new Map(person.cookies)
  const answers = await Promise.all([erase(person), erase(person), erase(person)])
  expect(answers.map(({ status }) => status)).toEqual([204, 204, 204])
  for (const [name, value] of cookies) person.cookies.set(name, value)
  expect((await erase(person)).status).toBe(204)
  expect((await eventsBy(person.userId)).map(({ kind }) => kind)).toEqual(['account-erased'])
})

test('the erased account is signed out everywhere, and nothing of it comes back', async () => {
  const person = await somebody()
  const elsewhere = new Client(backend)
  for (const [name, value] of person.cookies) elsewhere.cookies.set(name, value)
  await erase(person)
  expect(said(await elsewhere.patch('/me', { firstName: 'Camille', newsletter: true }))).toEqual([
    401,
    'session-needed',
  ])
  expect(said(await elsewhere.get('/me'))).toEqual([401, 'session-needed'])
  expect(said(await elsewhere.get('/me/data'))).toEqual([401, 'session-needed'])
  expect(said(await elsewhere.get('/me/tickets'))).toEqual([401, 'session-needed'])
  expect(await rowOf(person.userId)).toMatchObject({ first_name: 'Compte', newsletter_consent_at: null })
})

test('the address can register again, even at the same moment, as another account that has won nothing', async () => {
  const person = await somebody()
  await person.post('/plays', { code: unplayed() })
  const [erased] = await Promise.all([erase(person), register(person.email.toUpperCase())])
  expect(erased.status).toBe(204)
  await register(person.email)
  const again = new Client(backend)
  const { body } = await again.post('/auth/login', { email: person.email, password: PASSWORD })
  expect(body.id).not.toBe(person.userId)
  expect((await again.get('/me/tickets')).body.items).toEqual([])
})

test('the Google account of an erased person opens another account; at once, one of both comes first', async () => {
  for (let round = 0; round < 5; round++) {
    const person = await somebody()
    const arrival = {
      provider: 'google' as const,
      person: {
        subject: `again-${round}`,
        email: person.email,
        emailVerified: true,
        firstName: 'Lou',
        lastName: 'Demo',
      },
      language: 'fr' as const,
    }
    const erasing = erase(person)
    if (round < 2) await erasing
    const [erased, first] = await Promise.all([
      erasing,
      signInThroughProvider(tools, arrival).catch((error: Refusal) => error),
    ])
    if (first instanceof Refusal) expect(first.code).toBe('provider-email-unverified')
    const { userId } = await signInThroughProvider(tools, arrival)
    // If the owner of the address came first, the password that was to confirm the erasure is gone.
    if (erased.status !== 204) {
      expect([erased.body.code, userId]).toEqual(['invalid-credentials', person.userId])
      continue
    }
    expect(userId).not.toBe(person.userId)
    expect(await db.selectFrom('identities').selectAll().where('user_id', '=', person.userId).execute()).toEqual([])
  }
})

test('tickets, prizes and the audit trail stay; a prize that is still pending cannot be handed over [1.2/Q 1.2/O]', async () => {
  const [sacha, fetched, waiting] = [await employee(), await played(), await played({ email: 'w@example.test' })]
  await sacha.post(`${fetched.url}/claim`, DECLARED)
  const [ticket, events] = [await ticketOf(fetched.code), await eventsOf(fetched.code)]
  for (const { player } of [fetched, waiting])
    expect((await erase(player, (await player.get('/me')).body.email)).status).toBe(204)
  expect([await ticketOf(fetched.code), await eventsOf(fetched.code)]).toEqual([ticket, events])

  const { body } = await sacha.get(waiting.url)
  expect(body.player).toMatchObject({ firstName: 'Compte', lastName: 'effacé', birthDate: null })
  expect(said(await sacha.post(`${waiting.url}/claim`, DECLARED))).toEqual([409, 'user-erased'])
  reached('1.2/Q')
  expect((await ticketOf(waiting.code)).status).toBe('pending')
  expect((await sacha.post(`${waiting.url}/refuse`, { reason: 'Le compte a été effacé' })).status).toBe(200)
  reached('1.2/O')
})

test('an administrator sees that an account was erased, and changes nothing of it [1.3/N]', async () => {
  const person = await somebody()
  await erase(person)
  const admin = await signedInClient(backend, { role: 'admin' })
  const { body } = await admin.get(`/admin/users/${person.userId}`)
  expect(body).toMatchObject({ state: 'erased', mayChange: false, erasedAt: expect.any(String), birthDate: null })
  reached('1.3/N')
  const acts = [
    { path: 'role', change: { role: 'admin' } },
    { path: 'access', change: { disabled: true } },
  ]
  for (const { path, change } of acts)
    expect(said(await admin.patch(`/admin/users/${person.userId}/${path}`, change))).toEqual([409, 'user-erased'])
  expect((await admin.get('/admin/users?state=erased')).body.items).toContainEqual(
    expect.objectContaining({ id: person.userId }),
  )
  await db.updateTable('users').set({ role: 'player' }).where('id', '=', admin.userId).execute()
})

test('the database itself lets nothing of a person back into an erased account', async () => {
  const userId = await makeUser(tools)
  const person = db.updateTable('users').set({ erased_at: new Date() }).where('id', '=', userId)
  await expect(person.execute()).rejects.toThrow('users_erased_are_nobody')
})
