import { beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { makeUser } from '../../../test/make.ts'
import { hashPassword } from '../password-hash.ts'

const backend = await startBackend()
const { db } = backend.tools
const PASSWORD = 'un thé au bord du lac'
const passwordHash = await hashPassword(PASSWORD)

let counter = 0
let email = ''
let address = ''
beforeEach(() => {
  counter++
  email = `person-${counter}@example.test`
  address = `198.51.100.${counter}`
  backend.clock.at = null
})

const registration = (facts: object = {}) => ({
  email,
  password: PASSWORD,
  firstName: 'Alix',
  lastName: 'Démo',
  birthDate: '1990-05-17',
  acceptsRules: true,
  newsletter: true,
  ...facts,
})

async function makeAccount(facts: object = {}): Promise<number> {
  const id = await makeUser(backend.tools, { email })
  await db
    .updateTable('users')
    .set({ password_hash: passwordHash, ...facts })
    .where('id', '=', id)
    .execute()
  return id
}

const userRow = () => db.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst()

test('without a session a person is not signed in, and no profile is shown [1.1/B]', async () => {
  const { status, body } = await new Client(backend).get('/me')
  expect({ status, code: body.code }).toEqual({ status: 401, code: 'session-needed' })
  reached('1.1/B')
})

test('without credentials of a provider, the form is the only choice [1.1/D]', async () => {
  const client = new Client(backend)
  expect((await client.get('/auth/options')).body).toEqual({ providers: [] })
  const { headers } = await client.get('/auth/google?suite=/mes-gains')
  expect(headers.location).toBe('http://localhost:3000/connexion?erreur=provider-refused&suite=%2Fmes-gains')
  reached('1.1/D')
})

test('a registration makes an account and signs in at once [1.1/B 1.1/E 1.1/J]', async () => {
  const client = new Client(backend, address)
  const { status, body, headers } = await client.post('/auth/register', registration())
  expect(status).toBe(201)
  expect(headers['cache-control']).toBe('no-store')
  expect(body).toMatchObject({
    email,
    emailVerified: false,
    firstName: 'Alix',
    birthDate: '1990-05-17',
    acceptedRules: true,
    newsletter: true,
    language: 'fr',
    role: 'player',
    providers: [],
    hasPassword: true,
    complete: true,
  })
  reached('1.1/E')
  expect((await client.get('/me')).body).toEqual(body)
  reached('1.1/B', '1.1/J')
  const events = await db.selectFrom('audit_events').selectAll().where('actor_id', '=', body.id).orderBy('id').execute()
  expect(events.map(({ kind, details }) => ({ kind, details }))).toEqual([
    { kind: 'account-registered', details: { door: 'password' } },
    { kind: 'signed-in', details: { door: 'password' } },
  ])
})

test('a person who does not ask for the newsletter gets none, and mail in the language they chose', async () => {
  const client = new Client(backend, address)
  const { body } = await client.post('/auth/register', registration({ newsletter: false, language: 'en' }))
  expect(body).toMatchObject({ newsletter: false, language: 'en', lastName: 'Démo' })
  await expect.poll(() => backend.outbox.find(({ to }) => to === email)?.text).toContain('/en/verification#jeton=')
})

test('a password is kept as argon2id and in no other form', async () => {
  await new Client(backend, address).post('/auth/register', registration())
  const row = await userRow()
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(JSON.stringify(row)).not.toContain(PASSWORD)
})

test('a minor gets no account before the day of their eighteenth birthday in France', async () => {
  const client = new Client(backend, address)
  backend.clock.at = new Date('2026-06-14T21:59:00Z')
  const minor = await client.post('/auth/register', registration({ birthDate: '2008-06-15' }))
  expect({ status: minor.status, code: minor.body.code }).toEqual({ status: 403, code: 'adults-only' })
  expect(await userRow()).toBeUndefined()
  backend.clock.at = new Date('2026-06-14T22:00:00Z')
  expect((await client.post('/auth/register', registration({ birthDate: '2008-06-15' }))).status).toBe(201)
})

test.each([
  ['an address without a domain', { email: 'alix' }, 'email'],
  ['a password of eleven characters', { password: 'onze lettre' }, 'password'],
  ['rules that were not accepted', { acceptsRules: false }, 'acceptsRules'],
  ['a birth date that no calendar has', { birthDate: '1990-02-30' }, 'birthDate'],
  ['a name with a control character', { firstName: 'A\u0000b' }, 'firstName'],
])('a registration with %s is refused, and the field is named', async (_what, fault, field) => {
  const { status, body } = await new Client(backend, address).post('/auth/register', registration(fault))
  expect({ status, code: body.code, fields: body.errors.map((error: { path: string }) => error.path) }).toEqual({
    status: 400,
    code: 'invalid-request',
    fields: [field],
  })
})

test('an address has one account, in whichever spelling it is typed', async () => {
  await new Client(backend, address).post('/auth/register', registration())
  const other = registration({ email: email.toUpperCase(), password: 'un autre thé au bord' })
  const again = await new Client(backend, address).post('/auth/register', other)
  expect({ status: again.status, code: again.body.code }).toEqual({ status: 409, code: 'email-taken' })
})

test('ten registrations of one address race: one makes the account, nine are refused because it is taken', async () => {
  const racers = Array.from({ length: 10 }, (_, place) => new Client(backend, `203.0.113.${counter * 10 + place}`))
  const people = racers.map((_, place) => registration({ firstName: `Alix ${'i'.repeat(place + 1)}` }))
  const answers = await Promise.all(racers.map((client, place) => client.post('/auth/register', people[place])))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
  const winner = await userRow()
  const events = await db.selectFrom('audit_events').select('kind').where('actor_id', '=', Number(winner?.id)).execute()
  expect(events.filter(({ kind }) => kind === 'account-registered')).toHaveLength(1)
})

test('a registration whose answer was lost may be sent again for ten minutes: one account, one mail', async () => {
  backend.clock.at = new Date()
  const first = await new Client(backend, address).post('/auth/register', registration())
  backend.clock.at = new Date(backend.clock.at.getTime() + 599_000)
  const client = new Client(backend, address)
  const again = await client.post('/auth/register', registration({ email: email.toUpperCase() }))
  expect(again).toMatchObject({ status: 201, body: first.body })
  expect((await client.get('/me')).body.id).toBe(first.body.id)
  await expect.poll(() => backend.outbox.filter(({ to }) => to === email).length).toBe(1)
  const events = await db.selectFrom('audit_events').select('kind').where('actor_id', '=', first.body.id).execute()
  expect(events.filter(({ kind }) => kind === 'account-registered')).toHaveLength(1)
  backend.clock.at = new Date(backend.clock.at.getTime() + 1_000)
  expect((await client.post('/auth/register', registration())).body.code).toBe('email-taken')
})

test('the same registration sent five times at once makes one account, and each answer is that account', async () => {
  const clients = Array.from({ length: 5 }, () => new Client(backend, address))
  const answers = await Promise.all(clients.map(client => client.post('/auth/register', registration())))
  const id = (await userRow())?.id
  expect(answers.map(({ status, body }) => [status, body.id])).toEqual(Array(5).fill([201, id]))
})

test.each([
  ['password', { password: 'un autre thé au bord' }],
  ['first name', { firstName: 'Aliz' }],
  ['birth date', { birthDate: '1990-05-18' }],
  ['choice of the newsletter', { newsletter: false }],
])('a registration with another %s is not the same: its address is taken', async (_what, change) => {
  await new Client(backend, address).post('/auth/register', registration())
  const { status, body } = await new Client(backend, address).post('/auth/register', registration(change))
  expect({ status, code: body.code }).toEqual({ status: 409, code: 'email-taken' })
})

test('passwords tried by registering again are counted as at the sign-in', async () => {
  await new Client(backend, address).post('/auth/register', registration())
  const codes = []
  for (let n = 0; n < 6; n++) {
    const wrong = registration({ password: `un autre thé ${n}` })
    codes.push((await new Client(backend, `203.0.113.${n}`).post('/auth/register', wrong)).body.code)
  }
  expect(codes).toEqual([...Array(5).fill('email-taken'), 'too-many-attempts'])
  expect((await new Client(backend, address).post('/auth/login', { email, password: PASSWORD })).status).toBe(429)
})

test('an account is kept when the mail server fails, and its mail can be asked for again', async () => {
  const { mailer } = backend.tools
  const { send } = mailer
  let tries = 0
  mailer.send = async () => {
    tries++
    throw new Error('the mail server is away')
  }
  const client = new Client(backend, address)
  try {
    expect((await client.post('/auth/register', registration())).status).toBe(201)
    await expect.poll(() => tries).toBe(1)
  } finally {
    mailer.send = send
  }
  expect(backend.outbox.find(({ to }) => to === email)).toBeUndefined()
  expect((await client.post('/auth/email/resend')).status).toBe(202)
  await expect.poll(() => backend.outbox.find(({ to }) => to === email)?.subject).toContain('Confirmez')
})

test('the right password opens a session [1.1/E 1.1/H 1.1/J]', async () => {
  const id = await makeAccount()
  const client = new Client(backend, address)
  const { status, body } = await client.post('/auth/login', { email: `  ${email.toUpperCase()} `, password: PASSWORD })
  expect({ status, id: body.id }).toEqual({ status: 200, id })
  reached('1.1/E', '1.1/H')
  expect((await client.get('/me')).body).toEqual(body)
  reached('1.1/J')
})

test('a wrong password, an unknown address and an account without password get the same answer [1.1/H 1.1/I]', async () => {
  await makeAccount()
  await makeUser(backend.tools, { email: `google-${email}` })
  const answers = []
  for (const tried of [email, `nobody-${email}`, `google-${email}`, 'not an address', "a'; drop table users; --"]) {
    const client = new Client(backend, address)
    const { status, body, headers } = await client.post('/auth/login', { email: tried, password: 'not that one, no' })
    expect(client.signedIn).toBe(false)
    const { instance, ...answer } = body
    answers.push({ status, answer, headers: Object.keys(headers) })
  }
  expect(answers[0]).toMatchObject({ status: 401, answer: { code: 'invalid-credentials' } })
  reached('1.1/H', '1.1/I')
  for (const answer of answers) expect(answer).toEqual(answers[0])
})

test('a login does as much work for an unknown address as for a known one, so its duration gives none away', async () => {
  await makeAccount()
  const work = { known: [] as number[], unknown: [] as number[] }
  for (let n = 0; n < 8; n++) {
    for (const [kind, tried] of Object.entries({ known: email, unknown: `nobody-${n}-${email}` })) {
      const before = process.cpuUsage()
      await new Client(backend, `${address}${n}`).post('/auth/login', { email: tried, password: `wrong ${n}` })
      // The time of the processor, also of the thread that hashes: what else runs on this machine does not count.
      const { user, system } = process.cpuUsage(before)
      work[kind as keyof typeof work].push(user + system)
      await db.deleteFrom('attempt_limits').execute()
    }
  }
  // Without its decoy an unknown address would cost a sixth.
  expect(Math.min(...work.unknown)).toBeGreaterThan(Math.min(...work.known) / 2)
})

test('only a person who knows the password learns that an account is disabled', async () => {
  await makeAccount({ disabled_at: new Date() })
  const client = new Client(backend, address)
  expect((await client.post('/auth/login', { email, password: 'not that one' })).body.code).toBe('invalid-credentials')
  expect((await client.post('/auth/login', { email, password: PASSWORD })).body.code).toBe('account-disabled')
  expect(client.signedIn).toBe(false)
})

test('after five wrong passwords even the right one must wait, whether or not the account exists [1.1/I]', async () => {
  await makeAccount()
  backend.clock.at = new Date()
  for (const tried of [email, `nobody-${email}`]) {
    const client = new Client(backend, address)
    for (let n = 0; n < 5; n++)
      expect((await client.post('/auth/login', { email: tried, password: `wrong ${n}` })).status).toBe(401)
    const blocked = await client.post('/auth/login', { email: tried, password: PASSWORD })
    expect({ status: blocked.status, code: blocked.body.code }).toEqual({ status: 429, code: 'too-many-attempts' })
    reached('1.1/I')
    expect(blocked.headers['retry-after']).toBe('30')
  }
  backend.clock.at = new Date(backend.clock.at.getTime() + 30_001)
  expect((await new Client(backend, address).post('/auth/login', { email, password: PASSWORD })).status).toBe(200)
})

test('a success forgets the failures before it', async () => {
  await makeAccount()
  const client = new Client(backend, address)
  const statuses = []
  for (const password of ['a', 'b', 'c', 'd', PASSWORD, 'e', 'f', 'g', 'h', PASSWORD])
    statuses.push((await client.post('/auth/login', { email, password })).status)
  expect(statuses).toEqual([401, 401, 401, 401, 200, 401, 401, 401, 401, 200])
})

test('forty guesses sent at once are no better than five', async () => {
  await makeAccount()
  const guesses = Array.from({ length: 40 }, (_, n) =>
    new Client(backend, `203.0.113.${n}`).post('/auth/login', { email, password: `guess ${n}` }),
  )
  const statuses = (await Promise.all(guesses)).map(({ status }) => status)
  expect(Object.groupBy(statuses, String)).toMatchObject({ 401: { length: 5 }, 429: { length: 35 } })
})

test('an address that tries one password at many accounts must wait, and others need not', async () => {
  await makeAccount()
  await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      new Client(backend, address).post('/auth/login', { email: `target-${n}-${email}`, password: 'Printemps2026' }),
    ),
  )
  expect((await new Client(backend, address).post('/auth/login', { email, password: PASSWORD })).status).toBe(429)
  expect((await new Client(backend, '192.0.2.7').post('/auth/login', { email, password: PASSWORD })).status).toBe(200)
})

test('logging out ends the session, and logging out again has no effect', async () => {
  await makeAccount()
  const client = new Client(backend, address)
  await client.post('/auth/login', { email, password: PASSWORD })
  const copy = new Map(client.cookies)
  expect((await client.post('/auth/logout')).status).toBe(204)
  expect(client.signedIn).toBe(false)
  expect((await client.post('/auth/logout')).status).toBe(204)

  backend.clock.at = new Date(Date.now() + 61_000)
  for (const [name, value] of copy) client.cookies.set(name, value)
  expect((await client.get('/me')).status).toBe(401)
})
