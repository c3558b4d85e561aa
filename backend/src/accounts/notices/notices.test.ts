import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { makeUser, signedInClient } from '../../../test/make.ts'
import { hashPassword } from '../password-hash.ts'
import { sendNotice } from './send-notice.ts'

const backend = await startBackend()
const { db } = backend.tools
const PASSWORD = 'un thé au bord du lac'
const password_hash = await hashPassword(PASSWORD)
const FIREFOX = 'Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0'
const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Version/18.1 Safari/604.1'

let counter = 0
let email = ''
let id = 0
beforeEach(async () => {
  email = `owner-${++counter}@example.test`
  id = await makeUser(backend.tools, { email })
  await db.updateTable('users').set({ password_hash }).where('id', '=', id).execute()
})

/** Signs in with a browser that has these cookies. @returns the cookies that it has then */
async function signIn(userAgent: string, cookies: Record<string, string> = {}) {
  const answer = await backend.app.inject({
    method: 'POST',
    url: '/auth/login',
    headers: { origin: 'http://localhost:3000', 'user-agent': userAgent },
    cookies,
    payload: { email, password: PASSWORD },
  })
  return Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))
}
async function subjects(): Promise<string[]> {
  await backend.app.background.settled()
  return backend.outbox.filter(({ to }) => to === email).map(({ subject }) => subject)
}

test('a mail reports a sign-in with a new device, neither the first of all nor one with a known device', async () => {
  const known = await signIn(FIREFOX)
  await signIn(FIREFOX, known)
  expect(await subjects()).toEqual([])
  const phone = await signIn(SAFARI)
  expect(await subjects()).toEqual([expect.stringContaining('Nouvelle connexion à votre compte')])
  expect(backend.outbox.at(-1)?.text).toContain('Safari, iPhone / iPad')
  await signIn(SAFARI, phone)
  expect(await subjects()).toHaveLength(1)
})

test('a mail reports a stranger’s browser of the same make all the same', async () => {
  await signIn(FIREFOX)
  await signIn(FIREFOX)
  expect(await subjects()).toHaveLength(1)
})

test('a mail reports a changed password', async () => {
  const client = new Client(backend)
  await client.post('/auth/login', { email, password: PASSWORD })
  await client.post('/me/password', { present: PASSWORD, password: 'une infusion de verveine' })
  expect(await subjects()).toEqual([expect.stringContaining('Votre mot de passe a changé')])
})

test('a mail reports a new role, once', async () => {
  const admin = await signedInClient(backend, { role: 'admin' })
  for (let n = 0; n < 2; n++) await admin.patch(`/admin/users/${id}/role`, { role: 'bailiff' })
  expect(await subjects()).toEqual([expect.stringContaining('Votre rôle a changé')])
  expect(backend.outbox.at(-1)?.text).toContain('commissaire de justice')
})

test('an address that no one has proven gets no such mail', async () => {
  await db.updateTable('users').set({ email_verified_at: null }).where('id', '=', id).execute()
  await sendNotice(backend.tools, id, { kind: 'password-changed' })
  expect(await subjects()).toEqual([])
})

test('a person who reads English gets the mail in English', async () => {
  await db.updateTable('users').set({ language: 'en' }).where('id', '=', id).execute()
  await sendNotice(backend.tools, id, { kind: 'provider-linked', provider: 'google' })
  expect(await subjects()).toEqual([expect.stringContaining('Your account opens with Google')])
  expect(backend.outbox.at(-1)?.text).toContain('http://localhost:3000/en/compte')
})
