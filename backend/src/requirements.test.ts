import { expect, test } from 'vitest'
import { ORIGIN, startBackend } from '../test/backend.ts'
import { Client } from '../test/client.ts'
import { signedInClient } from '../test/make.ts'

/* Requirements of OWASP's ASVS 4.0.3, each by its number: docs/security.md says where the others are proven. */

const backend = await startBackend()
const PASSWORD = 'thé vert au bord de l’eau'
let people = 0
const person = (more: object = {}) => ({
  email: `personne-${++people}@example.test`,
  password: PASSWORD,
  firstName: 'Camille',
  lastName: 'Martin',
  birthDate: '1990-05-17',
  acceptsRules: true,
  newsletter: false,
  language: 'fr',
  ...more,
})
const register = async (more: object) => (await new Client(backend).post('/auth/register', person(more))).status

test('V2.1.1 V2.1.2 a password has 12 to 128 characters', async () => {
  expect(await register({ password: 'bergamote-1' })).toBe(400)
  expect(await register({ password: 'bergamote et citron '.repeat(4).slice(0, 64) })).toBe(201)
  expect(await register({ password: 'bergamote et citron '.repeat(7).slice(0, 128) })).toBe(201)
  expect(await register({ password: 'bergamote et citron '.repeat(7).slice(0, 129) })).toBe(400)
})

test('V2.1.3 V2.1.4 V2.1.9 a password is taken whole, with any characters and no kinds of them', async () => {
  const long = `${'🍵 à la menthe '.repeat(8)}fin`
  const { email } = person()
  await new Client(backend).post('/auth/register', person({ email, password: long }))
  const signIn = async (password: string) => (await new Client(backend).post('/auth/login', { email, password })).status
  expect([await signIn(long), await signIn(long.slice(0, -1))]).toEqual([200, 401])
})

test('V3.1.1 V13.1.3 a session in the address is no session', async () => {
  const player = await signedInClient(backend)
  const [[name, token] = []] = [...player.cookies]
  expect((await player.get('/me')).status).toBe(200)
  for (const query of [`${name}=${token}`, `token=${token}`, `access_token=${token}`])
    expect((await new Client(backend).get(`/me?${query}`)).status).toBe(401)
})

test('V3.2.1 each sign-in opens another session than the one before', async () => {
  const { email } = person()
  const client = new Client(backend)
  await client.post('/auth/register', person({ email }))
  const first = [...client.cookies.values()]
  await client.post('/auth/login', { email, password: PASSWORD })
  expect([...client.cookies.values()]).not.toEqual(first)
  const rows = await backend.tools.db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'user_id')
    .select('sessions.id')
    .where('email', '=', email)
    .execute()
  expect(rows).toHaveLength(2)
})

test('V4.2.1 a player reads no prize of another, whatever number they ask for', async () => {
  const [one, other] = [await signedInClient(backend), await signedInClient(backend)]
  const own = (await one.get('/me')).body
  for (const path of [`/admin/users/${own.id}`, `/admin/users/${own.id}/tickets`, `/me/tickets?userId=${own.id}`]) {
    const { status, text } = await other.get(path)
    expect([path, status === 200 && text.includes(own.email)]).toEqual([path, false])
  }
})

test('V5.1.1 a parameter that is given twice is refused, not chosen from', async () => {
  const admin = await signedInClient(backend, { role: 'admin' })
  expect((await admin.get('/admin/tickets?status=pending')).status).toBe(200)
  expect((await admin.get('/admin/tickets?status=pending&status=claimed')).status).toBe(400)
})

test('V5.1.2 a registration gives itself neither a role, nor a proven address, nor another number', async () => {
  const client = new Client(backend)
  const wish = { role: 'admin', emailVerified: true, email_verified_at: '2026-01-01', id: 1, complete: true }
  const { status } = await client.post('/auth/register', person(wish))
  expect([201, 400]).toContain(status)
  if (status === 201) expect((await client.get('/me')).body).toMatchObject({ role: 'player', emailVerified: false })
})

test('V13.2.5 a body of another type than JSON is refused', async () => {
  const player = await signedInClient(backend)
  const send = async (type: string) => {
    const headers = { host: new URL(ORIGIN).host, origin: ORIGIN, 'content-type': type }
    const cookies = Object.fromEntries(player.cookies)
    const payload = '{"code":"AAAAACCCCC"}'
    return (await backend.app.inject({ method: 'POST', url: '/plays', headers, cookies, payload })).statusCode
  }
  for (const type of ['application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
    expect([type, await send(type)]).toEqual([type, 400])
})

test('V13.2.1 V14.5.1 a method that a route does not have is refused, to administrators as well', async () => {
  const admin = await signedInClient(backend, { role: 'admin' })
  const cookies = Object.fromEntries(admin.cookies)
  const headers = { host: new URL(ORIGIN).host, origin: ORIGIN }
  for (const [method, url] of [
    ['PUT', '/me'],
    ['DELETE', '/admin/users/1'],
    ['PATCH', '/contest'],
    ['OPTIONS', '/plays'],
  ] as const)
    expect([url, (await backend.app.inject({ method, url, headers, cookies })).statusCode]).toEqual([url, 404])
})

test.each(['/contest', '/me', '/nowhere', '/auth/options'])(
  'V8.2.1 V14.4.1 V14.4.3 V14.4.4 V14.4.6 V14.4.7 %s is typed, cached nowhere, framed nowhere and says no version',
  async path => {
    const { headers } = await new Client(backend).get(path)
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/(problem\+)?json/),
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    expect(Object.keys(headers)).not.toContain('server')
    expect(Object.keys(headers)).not.toContain('x-powered-by')
  },
)
