import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { makeUser, signedInClient } from '../../../test/make.ts'

const backend = await startBackend()
const { db } = backend.tools
const HOUR = 3_600_000
const NEW_PASSWORD = 'une infusion de verveine'

let counter = 0
let email = ''
let address = ''
beforeEach(() => {
  counter++
  email = `person-${counter}@example.test`
  address = `198.51.100.${counter}`
  backend.clock.at = new Date('2026-11-23T10:00:00Z')
})
const later = (ms: number) => {
  backend.clock.at = new Date((backend.clock.at as Date).getTime() + ms)
}

/** The token in the newest mail to this address, once `count` have arrived. */
async function mailedToken(to: string, count = 1): Promise<string> {
  await expect.poll(() => backend.outbox.filter(mail => mail.to === to).length).toBe(count)
  const mail = backend.outbox.findLast(sent => sent.to === to)
  return /#jeton=([\w-]{43})$/m.exec(mail?.text ?? '')?.[1] ?? ''
}

async function forget(client: Client): Promise<string> {
  expect((await client.post('/auth/password/forgot', { email })).status).toBe(202)
  return mailedToken(email)
}

const unverified = (id: number) =>
  db.updateTable('users').set({ email_verified_at: null }).where('id', '=', id).execute()
const reset = (token: string, password = NEW_PASSWORD) =>
  new Client(backend, address).post('/auth/password/reset', { token, password })
const verify = (token: string) => new Client(backend, address).post('/auth/email/verify', { token })
const login = (password: string) => new Client(backend, address).post('/auth/login', { email, password })

/** What the audit trail says of the account, in order. */
async function kindsOf(id: number): Promise<string[]> {
  const events = await db.selectFrom('audit_events').select('kind').where('actor_id', '=', id).orderBy('id').execute()
  return events.map(({ kind }) => kind)
}

test('a new account gets a link that proves its address, and a second click does not frighten', async () => {
  const client = new Client(backend, address)
  const registration = { email, password: NEW_PASSWORD, firstName: 'Alix', lastName: 'Démo', birthDate: '1990-05-17' }
  await client.post('/auth/register', { ...registration, acceptsRules: true })
  const token = await mailedToken(email)
  expect(backend.outbox.at(-1)?.text).toContain('http://localhost:3000/verification#jeton=')
  expect((await client.get('/me')).body.emailVerified).toBe(false)

  expect([(await verify(token)).status, (await verify(token)).status]).toEqual([204, 204])
  const { emailVerified, id } = (await client.get('/me')).body
  expect(emailVerified).toBe(true)
  expect((await kindsOf(id)).filter(kind => kind === 'email-verified')).toHaveLength(1)
})

test('a verification link works for 48 hours, and no invented one does', async () => {
  const client = await signedInClient(backend, { email })
  await unverified(client.userId)
  await client.post('/auth/email/resend')
  const token = await mailedToken(email)
  later(48 * HOUR)
  expect((await verify(token)).body.code).toBe('link-expired')
  for (const invented of ['', 'nonsense', 'A'.repeat(43), '\u0000'])
    expect((await verify(invented)).body.code).toBe('link-expired')
  expect((await client.get('/me')).body.emailVerified).toBe(false)
})

test('a signed-in person can have the verification mail sent again three times an hour, unless they are verified', async () => {
  expect((await new Client(backend).post('/auth/email/resend')).body.code).toBe('session-needed')
  const client = await signedInClient(backend, { email })
  await unverified(client.userId)
  const statuses = []
  for (let n = 0; n < 4; n++) statuses.push((await client.post('/auth/email/resend')).status)
  expect(statuses).toEqual([202, 202, 202, 429])
  const token = await mailedToken(email, 3)
  await verify(token)
  later(HOUR)
  expect((await client.post('/auth/email/resend')).status).toBe(202)
  await client.post('/auth/logout')
  expect(backend.outbox.filter(({ to }) => to === email)).toHaveLength(3)
})

test('a forgotten password is replaced through the mail, and every session before it ends', async () => {
  const elsewhere = await signedInClient(backend, { email })
  const token = await forget(new Client(backend, address))
  expect(backend.outbox.at(-1)?.text).toContain('http://localhost:3000/mot-de-passe#jeton=')
  expect((await reset(token)).status).toBe(204)
  expect((await login(NEW_PASSWORD)).status).toBe(200)
  later(61_000)
  expect((await elsewhere.get('/me')).status).toBe(401)
  expect(await kindsOf(elsewhere.userId)).toEqual(['password-reset', 'signed-in'])
})

test('a forgotten password is answered alike for an unknown address and a disabled account, which get no mail', async () => {
  const known = `known-${email}`
  const disabled = `disabled-${email}`
  await makeUser(backend.tools, { email: known })
  const id = await makeUser(backend.tools, { email: disabled })
  await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', id).execute()
  const answers = []
  for (const asked of [email, disabled, known]) {
    const { status, text } = await new Client(backend, address).post('/auth/password/forgot', { email: asked })
    answers.push({ status, text })
  }
  expect(answers).toEqual(Array(3).fill({ status: 202, text: '' }))
  await mailedToken(known)
  expect(backend.outbox.filter(({ to }) => to === email || to === disabled)).toEqual([])
})

test('an address gets at most three mails an hour, wherever the requests come from and however it is spelt', async () => {
  await makeUser(backend.tools, { email })
  const statuses = []
  for (const [n, spelling] of [email, email.toUpperCase(), ` ${email} `, email].entries()) {
    const client = new Client(backend, `203.0.113.${n}`)
    statuses.push((await client.post('/auth/password/forgot', { email: spelling })).status)
  }
  expect(statuses).toEqual([202, 202, 202, 202])
  await backend.app.background.settled()
  // The owner is not kept out: the link of any of the three still works.
  expect((await reset(await mailedToken(email, 3))).status).toBe(204)
})

test('one client address cannot have mails sent to any number of accounts', async () => {
  const asked = Array.from({ length: 31 }, (_, n) =>
    new Client(backend, address).post('/auth/password/forgot', { email: `target-${n}-${email}` }),
  )
  const statuses = (await Promise.all(asked)).map(({ status }) => status)
  expect(Object.groupBy(statuses, String)).toMatchObject({ 202: { length: 30 }, 429: { length: 1 } })
})

test('past the limit of an address, the staff and those who have played still get their mail, and no answer says so', async () => {
  const until = new Date((backend.clock.at as Date).getTime() + HOUR)
  const limited = { key: `forgot:address:${address}`, failures: 30, window_ends_at: until, blocked_until: until }
  await db.insertInto('attempt_limits').values(limited).execute()
  await makeUser(backend.tools, { email })
  await makeUser(backend.tools, { email: `staff-${email}`, role: 'employee' })
  const answers = []
  for (const asked of [email, `staff-${email}`, `nobody-${email}`]) {
    const { status, body } = await new Client(backend, address).post('/auth/password/forgot', { email: asked })
    const { instance, ...problem } = body
    answers.push({ status, problem })
  }
  expect(answers[0]).toMatchObject({ status: 429, problem: { code: 'too-many-attempts' } })
  for (const answer of answers) expect(answer).toEqual(answers[0])
  await mailedToken(`staff-${email}`)
  await backend.app.background.settled()
  expect(backend.outbox.filter(({ to }) => to === email)).toEqual([])
})

test('a reset link works once under ten hands at once, and only one password counts', async () => {
  await makeUser(backend.tools, { email })
  const token = await forget(new Client(backend, address))
  const passwords = Array.from({ length: 10 }, (_, n) => `${NEW_PASSWORD} ${n}`)
  const answers = await Promise.all(passwords.map(password => reset(token, password)))
  const statuses = answers.map(({ status }) => status)
  expect([...statuses].sort()).toEqual([204, ...Array(9).fill(400)])
  expect((await login(passwords[statuses.indexOf(204)] as string)).status).toBe(200)
})

test('a reset whose answer was lost may be sent again with the same password, for ten minutes', async () => {
  await makeUser(backend.tools, { email })
  const token = await forget(new Client(backend, address))
  expect((await reset(token)).status).toBe(204)
  expect((await reset(token)).status).toBe(204)
  expect((await reset(token, 'une tout autre phrase')).body.code).toBe('link-expired')
  later(10 * 60_000)
  expect((await reset(token)).body.code).toBe('link-expired')
})

test('a reset link dies after an hour, with its sister that served, and is not taken for a verification', async () => {
  const id = await makeUser(backend.tools, { email })
  await unverified(id)
  const first = await forget(new Client(backend, address))
  expect((await verify(first)).body.code).toBe('link-expired')
  await new Client(backend, address).post('/auth/password/forgot', { email })
  const second = await mailedToken(email, 2)
  expect((await reset(second)).status).toBe(204)
  expect((await reset(first, 'une tout autre phrase')).body.code).toBe('link-expired')

  await new Client(backend, address).post('/auth/password/forgot', { email })
  const third = await mailedToken(email, 3)
  later(HOUR)
  expect((await reset(third)).body.code).toBe('link-expired')
})

test('a link that was mailed before the account was disabled gives it no password', async () => {
  const id = await makeUser(backend.tools, { email })
  const token = await forget(new Client(backend, address))
  const disabled = (disabled_at: Date | null) =>
    db.updateTable('users').set({ disabled_at }).where('id', '=', id).execute()
  await disabled(new Date())
  expect((await reset(token)).body.code).toBe('link-expired')
  await disabled(null)
  expect((await login(NEW_PASSWORD)).body.code).toBe('invalid-credentials')
})

test('proving an address by a reset removes what a stranger who had registered it chose', async () => {
  const stranger = await signedInClient(backend, { email })
  await stranger.patch('/me', { newsletter: true })
  await unverified(stranger.userId)
  await db
    .insertInto('identities')
    .values({ provider: 'facebook', subject: `stranger-${counter}`, user_id: stranger.userId })
    .execute()
  expect((await reset(await forget(new Client(backend, address)))).status).toBe(204)
  const { body } = await login(NEW_PASSWORD)
  expect(body).toMatchObject({ id: stranger.userId, emailVerified: true, providers: [], hasPassword: true })
  expect(body).toMatchObject({ firstName: '', lastName: '', birthDate: null, acceptedRules: false, newsletter: false })
  later(61_000)
  expect((await stranger.get('/me')).status).toBe(401)
  expect(await kindsOf(stranger.userId)).toEqual(['profile-changed', 'email-verified', 'password-reset', 'signed-in'])
})

test('a verified account keeps its providers and its profile through a reset', async () => {
  const id = await makeUser(backend.tools, { email })
  await db
    .insertInto('identities')
    .values({ provider: 'google', subject: `own-${counter}`, user_id: id })
    .execute()
  await reset(await forget(new Client(backend, address)))
  expect((await login(NEW_PASSWORD)).body).toMatchObject({
    providers: ['google'],
    firstName: 'Camille',
    complete: true,
  })
})

test('a reset lets in a person who had locked themselves out by guessing', async () => {
  await makeUser(backend.tools, { email })
  for (let n = 0; n < 5; n++) await login(`guess ${n}`)
  expect((await login('guess 6')).status).toBe(429)
  await reset(await forget(new Client(backend, address)))
  expect((await login(NEW_PASSWORD)).status).toBe(200)
})

test('the database holds no link: only the hash of its token', async () => {
  await makeUser(backend.tools, { email })
  const token = await forget(new Client(backend, address))
  const rows = await db.selectFrom('one_time_tokens').selectAll().execute()
  expect(rows.every(row => row.token_hash.length === 32)).toBe(true)
  expect(JSON.stringify(rows)).not.toContain(token)
  expect(rows.some(row => row.token_hash.toString('latin1').includes(token.slice(0, 8)))).toBe(false)
})
