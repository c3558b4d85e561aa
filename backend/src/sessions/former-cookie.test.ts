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
async function signIn(host: string) {
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
const ofSite = (value: unknown) => ({ name: OWN, value, domain: undefined })
const ofDomain = (value: unknown) => ({ name: FORMER, value, domain: SITE })

test('a session that has only the former cookie goes on, and its answer gives the cookie of the host', async () => {
  const { id, token } = await signIn(API)
  const { status, body, given } = await ask('/me', { cookies: { [FORMER]: token } })
  expect([status, body.id]).toEqual([200, id])
  expect(given).toEqual([ofSite(expect.any(String))])
  expect(sessionOf(given[0]?.value ?? '')).toBe(sessionOf(token))
  expect((await ask('/me', { cookies: { [OWN]: given[0]?.value ?? '' } })).body.id).toBe(id)
})

test('the API’s own host gives the former cookie, and is the same host when a client names its port', async () => {
  for (const host of [API, `${API}:443`]) {
    const { id, given, token } = await signIn(host)
    expect(given).toEqual([ofDomain(token)])
    expect((await ask('/me', { host, cookies: { [FORMER]: token } })).body.id).toBe(id)
  }
  expect((await signIn(`${API}:8443`)).given).toEqual([ofSite(expect.any(String))])
})

test('the former cookie is taken back once the browser shows the one that replaces it', async () => {
  const { token } = await signIn(API)
  const cookies = { [FORMER]: token, [OWN]: (await ask('/me', { cookies: { [FORMER]: token } })).given[0]?.value ?? '' }
  expect((await ask('/me', { cookies })).given).toEqual([ofDomain('')])
  later(MINUTE)
  expect((await ask('/me', { cookies })).given).toEqual([ofSite(expect.stringMatching(/./))])
})

test('of two cookies the one of the host speaks, whichever the browser sends first', async () => {
  const [own, former] = [await signIn(SITE), await signIn(API)]
  const orders = [
    { [OWN]: own.token, [FORMER]: former.token },
    { [FORMER]: former.token, [OWN]: own.token },
  ]
  for (const cookies of orders) expect((await ask('/me', { cookies })).body.id).toBe(own.id)
  const forged = `${own.token.slice(0, -4)}AAAA`
  expect((await ask('/me', { cookies: { [OWN]: forged, [FORMER]: former.token } })).body.id).toBe(former.id)
})

test('a former cookie whose session was ended opens nothing, even within its minute, and is taken back', async () => {
  const { token } = await signIn(API)
  await revoke(token)
  const { status, given } = await ask('/me', { cookies: { [FORMER]: token } })
  expect({ status, given }).toEqual({ status: 401, given: [ofDomain('')] })
})

test('signing out ends the sessions of both cookies and takes both back', async () => {
  const [own, former] = [await signIn(SITE), await signIn(API)]
  const cookies = { [OWN]: own.token, [FORMER]: former.token }
  const { status, given } = await ask('/auth/logout', { method: 'POST', cookies })
  expect(status).toBe(204)
  expect(given).toHaveLength(2)
  expect(given).toEqual(expect.arrayContaining([ofSite(''), ofDomain('')]))
  expect([await liveSessions(own.id), await liveSessions(former.id)]).toEqual([0, 0])
})

test('signing out with the former cookie alone leaves the browser none', async () => {
  const { id, token } = await signIn(API)
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

test('the API’s own host gives, renews and takes the former cookie alone, so that the site keeps the session', async () => {
  const { given, token } = await signIn(API)
  expect(given).toEqual([ofDomain(expect.any(String))])
  later(MINUTE)
  const renewed = await ask('/me', { host: API, cookies: { [FORMER]: token } })
  expect(renewed).toMatchObject({ status: 200, given: [ofDomain(expect.stringMatching(/./))] })
  const out = await ask('/auth/logout', { host: API, method: 'POST', cookies: { [FORMER]: token } })
  expect(out.given.at(-1)).toEqual(ofDomain(''))
})

test('without COOKIE_DOMAIN there is no former cookie', async () => {
  const at = await startBackend(addresses, backend.databaseUrl)
  at.clock.at = backend.clock.at
  const [own, former] = [await signIn(SITE), await signIn(API)]
  expect((await ask('/me', { at, cookies: { [FORMER]: former.token } })).status).toBe(401)
  const cookies = { [OWN]: own.token, [FORMER]: former.token }
  await ask('/me', { at, cookies })
  expect(await ask('/me', { at, cookies })).toMatchObject({ status: 200, given: [] })
})
