import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { signedInClient } from '../../../test/make.ts'
import { insertToken } from '../mailed-links/queries.ts'
import { hashPassword } from '../password-hash.ts'

const backend = await startBackend()
const { db, now } = backend.tools
const OLD = 'un thé au bord du lac'
const NEW = 'une infusion de verveine'
const password_hash = await hashPassword(OLD)

let counter = 0
let email = ''
let client: Awaited<ReturnType<typeof signedInClient>>
beforeEach(async () => {
  email = `owner-${++counter}@example.test`
  client = await signedInClient(backend, { email })
  await db.updateTable('users').set({ password_hash }).where('id', '=', client.userId).execute()
})

const signIn = async (password: string) => {
  const browser = new Client(backend)
  return { browser, status: (await browser.post('/auth/login', { email, password })).status }
}
const change = (present: string, password: string) => client.post('/me/password', { present, password })

test('a password is changed while signed in, with the present one; it is in the audit trail', async () => {
  expect((await change(OLD, NEW)).status).toBe(204)
  expect([(await signIn(OLD)).status, (await signIn(NEW)).status]).toEqual([401, 200])
  const kinds = await db.selectFrom('audit_events').select('kind').where('actor_id', '=', client.userId).execute()
  expect(kinds.map(({ kind }) => kind)).toContain('password-changed')
})

test('the session that changes it goes on; the others, and links for a new password, end', async () => {
  const { browser } = await signIn(OLD)
  const token = await insertToken(db, 'reset-password', client.userId, now())
  await change(OLD, NEW)
  expect((await client.get('/me/tickets')).status).toBe(200)
  await expect.poll(async () => (await browser.get('/me/tickets')).status, { timeout: 1_000 }).toBe(401)
  const reset = await browser.post('/auth/password/reset', { token, password: OLD })
  expect(reset.body.code).toBe('link-expired')
})

test('a wrong present password changes nothing, and is counted as at the sign-in', async () => {
  for (let n = 0; n < 3; n++) expect((await change('faux', NEW)).body.code).toBe('invalid-credentials')
  expect((await signIn(NEW)).status).toBe(401)
  for (let n = 0; n < 3; n++) await change('faux', NEW)
  expect((await change(OLD, NEW)).status).toBe(429)
})

test('of two changes at once, one is made', async () => {
  const statuses = (await Promise.all([change(OLD, NEW), change(OLD, `${NEW} !`)])).map(({ status }) => status)
  expect(statuses.sort()).toEqual([204, 401])
})

test('a common password is refused at the registration, by a link and while signed in', async () => {
  const password = 'Motdepasse2026!'
  expect((await change(OLD, password)).body.code).toBe('password-too-common')
  const token = await insertToken(db, 'reset-password', client.userId, now())
  expect((await client.post('/auth/password/reset', { token, password })).body.code).toBe('password-too-common')
  expect((await client.post('/auth/password/reset', { token, password: NEW })).status).toBe(204)
  const names = { firstName: 'Alix', lastName: 'Martin', birthDate: '1990-05-17', acceptsRules: true }
  const registered = await new Client(backend).post('/auth/register', { email: 'new@example.test', password, ...names })
  expect([registered.status, registered.body.code]).toEqual([400, 'password-too-common'])
})
