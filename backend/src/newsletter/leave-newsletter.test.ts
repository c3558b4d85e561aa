import { expect, test } from 'vitest'
import { startBackend, testConfig } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { makeUser, signedInClient } from '../../test/make.ts'
import { oneClickUrl, unsubscribeUrl } from './unsubscribe-link.ts'

const backend = await startBackend()
const { tools } = backend
const { db, config } = tools
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

async function reader(): Promise<number> {
  const userId = await makeUser(tools)
  await db.updateTable('users').set({ newsletter_consent_at: new Date() }).where('id', '=', userId).execute()
  return userId
}
const consentOf = async (id: number) =>
  (await db.selectFrom('users').select('newsletter_consent_at').where('id', '=', id).executeTakeFirstOrThrow())
    .newsletter_consent_at
const leavings = (id: number) => db.selectFrom('audit_events').select('kind').where('actor_id', '=', id).execute()
const tokenFor = (id: number) => new URL(unsubscribeUrl(config, id)).searchParams.get('jeton') ?? ''
const leave = (token: string) => new Client(backend).post('/newsletter/unsubscribe', { token })

/** What a mail program sends: no origin, no cookie, a form. */
async function oneClick(url: string, payload = 'List-Unsubscribe=One-Click', headers: Record<string, string> = FORM) {
  const { pathname, search } = new URL(url)
  const response = await backend.app.inject({ method: 'POST', url: pathname + search, headers, payload })
  return [response.statusCode, response.body && response.json().code]
}

test('the link of a newsletter leads to a page of the site, in the language of its reader', () => {
  expect(unsubscribeUrl(config, 7)).toMatch(/^http:\/\/localhost:3000\/newsletter\/desinscription\?jeton=7\.[\w-]{22}$/)
  expect(unsubscribeUrl(config, 7, 'en')).toMatch('http://localhost:3000/en/newsletter/desinscription?jeton=7.')
  expect(oneClickUrl(config, 7)).toMatch('http://localhost:4000/newsletter/unsubscribe?token=7.')
})

test('following the link unsubscribes the user without signing in, and the audit trail records it', async () => {
  const userId = await reader()
  expect((await leave(tokenFor(userId))).status).toBe(204)
  expect(await consentOf(userId)).toBeNull()
  expect(await leavings(userId)).toEqual([{ kind: 'newsletter-left' }])
})

test('unsubscribing twice, or ten times at once, succeeds and is recorded once', async () => {
  const userId = await reader()
  const answers = await Promise.all(Array.from({ length: 10 }, () => leave(tokenFor(userId))))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(204))
  expect((await leave(tokenFor(userId))).status).toBe(204)
  expect(await leavings(userId)).toHaveLength(1)
})

test('a mail program leaves in one click, with a form in either encoding and no origin (RFC 8058)', async () => {
  const [first, second] = [await reader(), await reader()]
  expect(await oneClick(oneClickUrl(config, first))).toEqual([204, ''])
  const multipart = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  expect(await oneClick(oneClickUrl(config, second), multipart, headers)).toEqual([204, ''])
  expect([await consentOf(first), await consentOf(second)]).toEqual([null, null])
})

test('a form that says something else, or an address without a token, unsubscribes no one', async () => {
  const userId = await reader()
  expect(await oneClick(oneClickUrl(config, userId), 'List-Unsubscribe=No')).toEqual([400, 'invalid-request'])
  expect(await oneClick(oneClickUrl(config, userId), '')).toEqual([400, 'invalid-request'])
  expect(await oneClick('http://localhost:4000/newsletter/unsubscribe')).toEqual([400, 'invalid-request'])
  expect((await new Client(backend).get(`/newsletter/unsubscribe?token=${tokenFor(userId)}`)).status).toBe(404)
  expect(await consentOf(userId)).not.toBeNull()
})

test('only this one change is taken from anywhere: another still names the site as its origin', async () => {
  const player = await signedInClient(backend)
  const request = { method: 'PATCH', url: '/me', headers: {}, cookies: Object.fromEntries(player.cookies) } as const
  expect((await backend.app.inject({ ...request, payload: { newsletter: true } })).json().code).toBe('origin-refused')
  const form = await backend.app.inject({ method: 'POST', url: '/auth/logout', headers: FORM, payload: 'a=b' })
  expect(form.json().code).toBe('origin-refused')
})

test('a token is valid for one account, and no one makes one without the secret', async () => {
  const [userId, other] = [await reader(), await reader()]
  const token = tokenFor(userId)
  const [, proof] = token.split('.')
  const foreign = testConfig(backend.databaseUrl, { TICKET_PEPPER: 'another pepper, as long as the first one is' })
  const forged = [
    `${other}.${proof}`,
    `0${token}`,
    `${token}A`,
    token.slice(0, -2),
    `${userId}.`,
    `${userId}`,
    '',
    'é'.repeat(20),
    new URL(unsubscribeUrl(foreign, userId)).searchParams.get('jeton') ?? '',
  ]
  for (const one of forged) {
    const { status, body } = await leave(one)
    expect([one, status, body.code]).toEqual([one, 400, 'link-expired'])
  }
  expect([await consentOf(userId), await consentOf(other)]).not.toContain(null)
})

test('the link still works when the key of the sessions has been changed', () => {
  const rotated = testConfig(backend.databaseUrl, { SESSION_KEY: 'a new key, years after the newsletter was sent' })
  expect(unsubscribeUrl(rotated, 7)).toBe(unsubscribeUrl(config, 7))
})

test('the link of an erased or disabled account succeeds', async () => {
  const userId = await reader()
  const token = tokenFor(userId)
  await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', userId).execute()
  expect((await leave(token)).status).toBe(204)
  expect(await consentOf(userId)).toBeNull()
  expect((await leave(tokenFor(2_000_000_000))).status).toBe(204)
})
