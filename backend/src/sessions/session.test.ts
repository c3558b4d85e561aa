import { createSigner } from 'fast-jwt'
import { beforeEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { ORIGIN, startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { signedInClient } from '../../test/make.ts'
import { hashPassword } from '../accounts/password-hash.ts'
import { revokeAllSessions } from './queries.ts'
import { SESSION_COOKIE } from './session-cookie.ts'

const backend = await startBackend()
const { db, config } = backend.tools
const PASSWORD = 'un thé au bord du lac'
const MINUTE = 61_000

beforeEach(() => {
  backend.clock.at = new Date('2026-11-23T10:00:00Z')
})
const later = (ms: number) => {
  backend.clock.at = new Date((backend.clock.at as Date).getTime() + ms)
}

const tokenOf = (client: Client) => client.cookies.get(SESSION_COOKIE) ?? ''
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

async function loginCookie(env: Record<string, string>, email: string): Promise<string> {
  const site = await startBackend(env)
  const values = { email, first_name: 'Alix', last_name: 'Démo', password_hash: await hashPassword(PASSWORD) }
  await site.tools.db.insertInto('users').values(values).execute()
  const response = await site.app.inject({
    method: 'POST',
    url: '/auth/login',
    headers: { origin: site.tools.config.web.origin },
    payload: { email, password: PASSWORD },
  })
  const [cookie] = [response.headers['set-cookie']].flat()
  return String(cookie)
}

test('the session is a signed JWT in a cookie that no script reads and no other site sends [1.1/J]', async () => {
  const cookie = await loginCookie({}, 'plain@example.test')
  expect(cookie).toMatch(/^tiptop_session=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)
  const [header = ''] = cookie.slice('tiptop_session='.length).split('.')
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'HS256', typ: 'JWT' })
  reached('1.1/J')
})

test('on a site with TLS the cookie never travels without it, and belongs to the very host', async () => {
  const cookie = await loginCookie({ WEB_URL: 'https://jeu.example.test' }, 'secure@example.test')
  expect(cookie).toMatch(/^__Host-tiptop_session=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
})

test('the token speaks for one minute, then the session behind it is asked and a new token given [1.1/B]', async () => {
  const client = await signedInClient(backend)
  const first = tokenOf(client)
  expect(claimsOf(first).exp - claimsOf(first).iat).toBe(60)
  later(59_000)
  expect((await client.get('/me')).headers['set-cookie']).toBeUndefined()
  later(2_000)
  expect((await client.get('/me')).status).toBe(200)
  expect(claimsOf(tokenOf(client))).toMatchObject({ sid: claimsOf(first).sid, iat: claimsOf(first).iat + 61 })
  reached('1.1/B')
})

test('a revoked session is dead, and its cookie is taken back', async () => {
  const client = await signedInClient(backend)
  await revokeAllSessions(db, client.userId, backend.tools.now())
  await expect.poll(async () => (await client.get('/me/tickets')).status).toBe(401)
  expect(client.signedIn).toBe(false)
})

test('a disabled account is shut out', async () => {
  const client = await signedInClient(backend)
  await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', client.userId).execute()
  expect((await client.get('/me')).body.code).toBe('session-needed')
  expect((await client.patch('/me', { firstName: 'Alix' })).body.code).toBe('session-needed')
  const isOut = async () => (await client.get('/auth/options')).status === 200 && !client.signedIn
  await expect.poll(isOut).toBe(true)
})

test('a changed role is in the token at once', async () => {
  const client = await signedInClient(backend)
  await db.updateTable('users').set({ role: 'employee' }).where('id', '=', client.userId).execute()
  const role = async () => {
    await client.get('/auth/options')
    return claimsOf(tokenOf(client)).role
  }
  await expect.poll(role).toBe('employee')
})

test('a player’s session ends after thirty days, however often it was renewed', async () => {
  const client = await signedInClient(backend)
  later(29 * 86_400_000)
  expect((await client.get('/me')).status).toBe(200)
  later(86_400_000)
  expect((await client.get('/me')).status).toBe(401)
})

test('no one makes a token without the key', async () => {
  const client = await signedInClient(backend)
  const [header = '', payload = '', signature = ''] = tokenOf(client).split('.')
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const admin = encode({ ...claimsOf(tokenOf(client)), role: 'admin' })
  const foreign = createSigner({ key: 'another key, as long as the first one', algorithm: 'HS256' })
  const otherAlgorithm = createSigner({ key: config.session.key, algorithm: 'HS512' })
  const forged = [
    `${header}.${admin}.${signature}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${encode({ alg: 'none', typ: 'JWT' })}.${admin}.`,
    `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.${signature}`,
    foreign(claimsOf(tokenOf(client))),
    otherAlgorithm(claimsOf(tokenOf(client))),
    'nonsense',
  ]
  for (const token of forged) {
    const thief = new Client(backend)
    thief.cookies.set(SESSION_COOKIE, token)
    expect((await thief.get('/me')).body.code).toBe('session-needed')
  }
  expect((await client.get('/me')).status).toBe(200)
})

test('a signed token whose session does not exist opens nothing once it must be renewed', async () => {
  const sign = createSigner({ key: config.session.key, algorithm: 'HS256' })
  const iat = Math.floor(Number(backend.clock.at) / 1000) - 120
  const client = new Client(backend)
  const sid = '00000000-0000-4000-8000-000000000000'
  client.cookies.set(SESSION_COOKIE, sign({ sid, sub: '1', role: 'admin', play: true, iat, exp: iat + 60 }))
  expect((await client.get('/me')).status).toBe(401)
})

test('a person with a dead cookie in their browser can sign in', async () => {
  const client = await signedInClient(backend, { email: 'again@example.test' })
  const hash = await hashPassword(PASSWORD)
  await db.updateTable('users').set({ password_hash: hash }).where('id', '=', client.userId).execute()
  await revokeAllSessions(db, client.userId, backend.tools.now())
  later(MINUTE)
  const { status } = await client.post('/auth/login', { email: 'again@example.test', password: PASSWORD })
  expect(status).toBe(200)
  expect((await client.get('/me')).status).toBe(200)
})

test.each([
  ['without an origin', {}],
  ['from another site', { origin: 'https://evil.example' }],
  ['from a site whose name begins like ours', { origin: `${ORIGIN}.evil.example` }],
  ['from a sandboxed page', { origin: 'null' }],
])('a change %s is refused, even with a good cookie', async (_where, headers) => {
  const client = await signedInClient(backend)
  const response = await backend.app.inject({
    method: 'PATCH',
    url: '/me',
    headers,
    cookies: { [SESSION_COOKIE]: tokenOf(client) },
    payload: { firstName: 'Mallory' },
  })
  expect({ status: response.statusCode, code: response.json().code }).toEqual({ status: 403, code: 'origin-refused' })
  expect((await client.get('/me')).body.firstName).toBe('Camille')
})
