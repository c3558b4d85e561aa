import { beforeEach, expect, test } from 'vitest'
import { startBackend, type TestBackend } from '../../test/backend.ts'
import { makeUser } from '../../test/make.ts'
import { hashPassword } from '../accounts/password-hash.ts'

const SITE = 'jeu.example.test'
const API = `api.${SITE}`
const OWN = '__Host-tiptop_session'
const FORMER = 'tiptop_session'
const MINUTE = 61_000
const addresses = { WEB_URL: `https://${SITE}`, API_URL: `https://${API}` }

const backend = await startBackend({ ...addresses, COOKIE_DOMAIN: SITE })
const { db } = backend.tools
const password = 'un thé au bord du lac'
const password_hash = await hashPassword(password)

let counter = 0
beforeEach(() => {
  backend.clock.at = new Date('2026-11-30T10:00:00Z')
})
const later = (ms: number) => {
  backend.clock.at = new Date((backend.clock.at as Date).getTime() + ms)
}

type Asked = {
  host?: string
  cookies?: Record<string, string>
  method?: 'GET' | 'POST'
  payload?: object
  at?: TestBackend
}

async function ask(url: string, { host = SITE, cookies = {}, method = 'GET', payload, at = backend }: Asked = {}) {
  const cookie = Object.entries(cookies).map(pair => pair.join('='))
  const response = await at.app.inject({
    method,
    url,
    ...(payload && { payload }),
    headers: { host, origin: addresses.WEB_URL, ...(cookie.length && { cookie: cookie.join('; ') }) },
  })
  const given = response.cookies
    .map(({ name, value, domain }) => ({ name, value, domain }))
    .filter(({ name }) => !name.endsWith('tiptop_device'))
  return { status: response.statusCode, body: response.body && response.json(), given }
}

/** Signs a new account in at this host. @returns its id and the token that the answer gives */
async function signIn(host = SITE) {
  const email = `person-${++counter}@example.test`
  const id = await makeUser(backend.tools, { email })
  await db.updateTable('users').set({ password_hash }).where('id', '=', id).execute()
  const { given } = await ask('/auth/login', { host, method: 'POST', payload: { email, password } })
  return { id, given, token: given[0]?.value ?? '' }
}

const sessionOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid
const revoke = (token: string) =>
  db.updateTable('sessions').set({ revoked_at: new Date() }).where('id', '=', sessionOf(token)).execute()
const liveSessions = async (id: number) =>
  (await db.selectFrom('sessions').select('id').where('user_id', '=', id).where('revoked_at', 'is', null).execute())
    .length
const ofHost = (value: unknown) => ({ name: OWN, value, domain: undefined })
const takenFormer = { name: FORMER, value: '', domain: SITE }

test('a session that has only the former cookie goes on, and its answer gives the cookie of the host', async () => {
  const { id, token } = await signIn()
  const { status, body, given } = await ask('/me', { cookies: { [FORMER]: token } })
  expect([status, body.id]).toEqual([200, id])
  expect(given).toEqual([ofHost(expect.any(String))])
  expect(sessionOf(given[0]?.value ?? '')).toBe(sessionOf(token))
  expect((await ask('/me', { cookies: { [OWN]: given[0]?.value ?? '' } })).body.id).toBe(id)
})

test('every host gives its own cookie alone, which no other host receives', async () => {
  for (const host of [SITE, API, `${API}:443`, `${API}:8443`])
    expect((await signIn(host)).given).toEqual([ofHost(expect.stringMatching(/./))])
})

test('the API’s own host neither reads the former cookie nor takes it from the site', async () => {
  const { token } = await signIn()
  const { status, given } = await ask('/me', { host: API, cookies: { [FORMER]: token } })
  expect({ status, given }).toEqual({ status: 401, given: [] })
})

test('the former cookie is taken back once the browser shows the one that replaces it', async () => {
  const { token } = await signIn()
  const cookies = { [FORMER]: token, [OWN]: (await ask('/me', { cookies: { [FORMER]: token } })).given[0]?.value ?? '' }
  expect((await ask('/me', { cookies })).given).toEqual([takenFormer])
  later(MINUTE)
  expect((await ask('/me', { cookies })).given).toEqual([ofHost(expect.stringMatching(/./))])
})

test('of two cookies the one of the host speaks, whichever the browser sends first', async () => {
  const [own, former] = [await signIn(), await signIn()]
  const orders = [
    { [OWN]: own.token, [FORMER]: former.token },
    { [FORMER]: former.token, [OWN]: own.token },
  ]
  for (const cookies of orders) expect((await ask('/me', { cookies })).body.id).toBe(own.id)
  const forged = `${own.token.slice(0, -4)}AAAA`
  expect((await ask('/me', { cookies: { [OWN]: forged, [FORMER]: former.token } })).body.id).toBe(former.id)
})

test('of two former cookies, as of two environments under one domain, neither speaks and nothing is refused', async () => {
  const { token } = await signIn()
  const headers = { host: SITE, cookie: `${FORMER}=${token}; ${FORMER}=of-another-environment` }
  const { statusCode } = await backend.app.inject({ url: '/me', headers })
  expect(statusCode).toBe(401)
})

test('a former cookie whose session was ended opens nothing, and is taken back', async () => {
  const { token } = await signIn()
  await revoke(token)
  const { status, given } = await ask('/me', { cookies: { [FORMER]: token } })
  expect({ status, given }).toEqual({ status: 401, given: [takenFormer] })
})

test('signing out ends the sessions of both cookies and takes both back', async () => {
  const [own, former] = [await signIn(), await signIn()]
  const cookies = { [OWN]: own.token, [FORMER]: former.token }
  const { status, given } = await ask('/auth/logout', { method: 'POST', cookies })
  expect(status).toBe(204)
  expect(given).toHaveLength(2)
  expect(given).toEqual(expect.arrayContaining([ofHost(''), takenFormer]))
  expect([await liveSessions(own.id), await liveSessions(former.id)]).toEqual([0, 0])
})

test('signing out with the former cookie alone leaves the browser none', async () => {
  const { id, token } = await signIn()
  const { given } = await ask('/auth/logout', { method: 'POST', cookies: { [FORMER]: token } })
  const left = new Map(given.map(({ name, value }) => [name, value]))
  expect([...left]).toEqual(
    expect.arrayContaining([
      [OWN, ''],
      [FORMER, ''],
    ]),
  )
  expect(await liveSessions(id)).toBe(0)
})

test('without COOKIE_DOMAIN there is no former cookie', async () => {
  const at = await startBackend(addresses, backend.databaseUrl)
  at.clock.at = backend.clock.at
  const [own, former] = [await signIn(), await signIn()]
  expect((await ask('/me', { at, cookies: { [FORMER]: former.token } })).status).toBe(401)
  const cookies = { [OWN]: own.token, [FORMER]: former.token }
  await ask('/me', { at, cookies })
  expect(await ask('/me', { at, cookies })).toMatchObject({ status: 200, given: [] })
})
