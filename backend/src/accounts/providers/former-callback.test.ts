import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { startFacebook, startGoogle } from '../../../test/providers.ts'

const google = await startGoogle()
const facebook = await startFacebook()
afterAll(() => Promise.all([google.stop(), facebook.stop()]))

const SITE = 'jeu.example.test'
const API = `api.${SITE}`
const addresses = { WEB_URL: `https://${SITE}`, API_URL: `https://${API}` }
const backend = await startBackend({ ...google.env, ...facebook.env, ...addresses })

let counter = 0
beforeEach(() => {
  const email = `person-${++counter}@example.test`
  google.person = { subject: `g-${counter}`, email, emailVerified: true }
  facebook.person = { subject: `f-${counter}`, email }
})

describe.each(['google', 'facebook'] as const)('%s', name => {
  const [atSite, atApi] = [`https://${SITE}/api/auth/${name}/callback`, `https://${API}/auth/${name}/callback`]

  /** Begins at this host and consents. @returns where the provider sends the browser, and with which query */
  async function consent(client: Client): Promise<[address: string, query: string]> {
    const { headers } = await client.get(`/auth/${name}`)
    const page = await fetch(String(headers.location), { redirect: 'manual' })
    const { origin, pathname, search } = new URL(page.headers.get('location') ?? '')
    return [origin + pathname, search]
  }

  test(`${name}: a flow that began at the API’s own host ends there, in a cookie that no other host receives`, async () => {
    const browser = new Client(backend, undefined, API)
    const [address, query] = await consent(browser)
    expect(address).toBe(atApi)
    const { headers } = await browser.get(`/auth/${name}/callback${query}`)
    expect(headers.location).toBe(`https://${SITE}/jeu`)
    expect(String(headers['set-cookie'])).not.toMatch(/domain=/i)
    expect([...browser.cookies.keys()]).toEqual(['__Host-tiptop_session', '__Host-tiptop_device'])
    expect((await browser.get('/me')).body.providers).toEqual([name])
  })

  test(`${name}: a flow that began under the site ends there, with the cookie of its host`, async () => {
    const browser = new Client(backend, undefined, SITE)
    const [address, query] = await consent(browser)
    expect(address).toBe(atSite)
    expect((await browser.get(`/auth/${name}/callback${query}`)).headers.location).toBe(`https://${SITE}/jeu`)
    expect([...browser.cookies.keys()]).toEqual(['__Host-tiptop_session', '__Host-tiptop_device'])
    expect((await browser.get('/me')).body.providers).toEqual([name])
  })
})

test('a trusted server in front that names the site’s host is believed', async () => {
  const behind = await startBackend({ ...google.env, ...addresses, TRUST_PROXY: 'true' }, backend.databaseUrl)
  const redirectUri = async (headers: Record<string, string>) => {
    const { headers: answer } = await behind.app.inject({ url: '/auth/google', headers })
    return new URL(String(answer.location)).searchParams.get('redirect_uri')
  }
  const forwarded = { host: API, 'x-forwarded-host': SITE }
  expect(await redirectUri(forwarded)).toBe(`https://${SITE}/api/auth/google/callback`)
  expect(await redirectUri({ host: API })).toBe(`https://${API}/auth/google/callback`)
})
