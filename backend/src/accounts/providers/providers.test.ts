import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { makeUser, signedInClient } from '../../../test/make.ts'
import { startFacebook, startGoogle } from '../../../test/providers.ts'
import { consent, refused, SITE, signIn } from '../../../test/through-provider.ts'
import { signInThroughProvider } from './sign-in-through-provider.ts'

const google = await startGoogle()
const facebook = await startFacebook()
afterAll(() => Promise.all([google.stop(), facebook.stop()]))
const backend = await startBackend({ ...google.env, ...facebook.env })
const { db } = backend.tools

let counter = 0
let email = ''
beforeEach(() => {
  counter++
  email = `person-${counter}@example.test`
  google.failure = null
  facebook.failure = null
  google.person = { subject: `g-${counter}`, email, emailVerified: true, firstName: 'Alix', lastName: 'Démo' }
  facebook.person = { subject: `f-${counter}`, email, firstName: 'Sacha', lastName: 'Démo' }
})

const accounts = () => db.selectFrom('users').selectAll().where('email', '=', email).execute()
const eventsOf = (id: number) =>
  db.selectFrom('audit_events').select(['kind', 'details']).where('actor_id', '=', id).orderBy('id').execute()

test('the doors beside the form are those that have credentials [1.1/D]', async () => {
  expect((await new Client(backend).get('/auth/options')).body).toEqual({ providers: ['google', 'facebook'] })
  reached('1.1/D')
})

test('Google is asked with PKCE and a state that only this browser knows [1.1/F]', async () => {
  const { headers } = await new Client(backend).get('/auth/google')
  const url = new URL(String(headers.location))
  expect(url.href.startsWith(`${google.url}/authorize?`)).toBe(true)
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    redirect_uri: `${SITE}/api/auth/google/callback`,
    scope: 'openid email profile',
    state: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  })
  const cookie = String(headers['set-cookie'])
  expect(cookie).toMatch(/^tiptop_flow_[123]=google\..*; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/)
  expect(cookie).toContain(`.${url.searchParams.get('state')}.`)
  reached('1.1/F')
})

test('on a site with TLS the cookie of a flow is bound to the very host', async () => {
  const secure = await startBackend({ ...google.env, WEB_URL: 'https://jeu.example.test' })
  const { headers } = await new Client(secure).get('/auth/google')
  expect(String(headers['set-cookie'])).toMatch(/^__Host-tiptop_flow_.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
})

describe.each([
  ['google', '1.1/F', true],
  ['facebook', '1.1/G', false],
] as const)('%s', (name, node, verified) => {
  const provider = name === 'google' ? google : facebook

  test(`a newcomer signs in through ${name}, gets an account and lands where they were going [${node} 1.1/H 1.1/J]`, async () => {
    const client = new Client(backend)
    expect(await signIn(client, name, '/jeu?code=ABCDE-FGHJK')).toBe(`${SITE}/jeu?code=ABCDE-FGHJK`)
    reached(node)
    const { body } = await client.get('/me')
    expect(body).toMatchObject({
      email,
      emailVerified: verified,
      firstName: provider.person.firstName,
      lastName: 'Démo',
      birthDate: null,
      acceptedRules: false,
      complete: false,
      hasPassword: false,
      providers: [name],
    })
    reached('1.1/H')
    expect(await eventsOf(body.id)).toEqual([
      { kind: 'account-registered', details: { door: name } },
      { kind: 'signed-in', details: { door: name } },
    ])
    expect([...client.cookies.keys()]).toEqual(['tiptop_session', 'tiptop_device'])
    reached('1.1/J')
  })

  test(`a person known by ${name} returns to their account, also with another address [${node} 1.1/J]`, async () => {
    const first = new Client(backend)
    await signIn(first, name)
    const { id } = (await first.get('/me')).body
    provider.person = { ...provider.person, email: `new-${email}` }
    const second = new Client(backend)
    expect(await signIn(second, name)).toBe(`${SITE}/jeu`)
    reached(node)
    expect((await second.get('/me')).body).toMatchObject({ id, email })
    reached('1.1/J')
  })

  test(`eight callbacks of one newcomer from ${name} race: one account, eight sessions`, async () => {
    const clients = Array.from({ length: 8 }, () => new Client(backend))
    const callbacks = await Promise.all(clients.map(client => consent(client, name)))
    const answers = await Promise.all(clients.map((client, place) => client.get(callbacks[place] as string)))
    expect(answers.map(({ headers }) => headers.location)).toEqual(Array(8).fill(`${SITE}/jeu`))
    const [account, ...others] = await accounts()
    expect(others).toEqual([])
    const events = await eventsOf(Number(account?.id))
    expect(events.filter(({ kind }) => kind === 'account-registered')).toHaveLength(1)
    expect(events.filter(({ kind }) => kind === 'signed-in')).toHaveLength(8)
  })

  test.each([
    ['who declines', 'denied'],
    ['whose state is not ours', 'wrong-state'],
    ['whose token cannot be had', 'token-500'],
    ['whose profile cannot be had', 'profile-500'],
  ] as const)(
    `${name}: a person %s returns to the sign-in page, without an account [${node} 1.1/H 1.1/I]`,
    async (_who, failure) => {
      provider.failure = failure
      const client = new Client(backend)
      const landing = await signIn(client, name, '/mes-gains')
      expect(landing).toBe(refused('provider-refused', failure === 'wrong-state' ? '/jeu' : '/mes-gains'))
      reached(node, '1.1/H', '1.1/I')
      expect(client.signedIn).toBe(false)
      expect(await accounts()).toEqual([])
    },
  )

  test(`${name}: a callback serves the browser that began, once, and no other`, async () => {
    const client = new Client(backend)
    const callback = await consent(client, name)
    const other = new Client(backend)
    expect((await other.get(callback)).headers.location).toBe(refused('provider-refused'))
    expect((await client.get(callback)).headers.location).toBe(`${SITE}/jeu`)
    expect((await client.get(callback)).headers.location).toBe(refused('provider-refused'))
    expect(other.signedIn).toBe(false)
  })

  test(`${name}: a code without the verifier of this browser is worth nothing`, async () => {
    const victim = new Client(backend)
    const stolen = new URL(await consent(victim, name), SITE).searchParams.get('code')
    const thief = new Client(backend)
    const own = new URL(await consent(thief, name), SITE)
    own.searchParams.set('code', stolen ?? '')
    expect((await thief.get(own.pathname + own.search)).headers.location).toBe(refused('provider-refused'))
    expect(thief.signedIn).toBe(false)
  })

  test(`${name}: a person without a usable address learns so`, async () => {
    for (const given of [undefined, 'not an address', '']) {
      provider.person = {
        subject: `none-${counter}`,
        ...(given !== undefined && { email: given, emailVerified: true }),
      }
      expect(await signIn(new Client(backend), name)).toBe(refused('provider-email-missing'))
    }
  })

  test(`${name}: a disabled account stays shut`, async () => {
    await signIn(new Client(backend), name)
    await db.updateTable('users').set({ disabled_at: new Date() }).where('email', '=', email).execute()
    const client = new Client(backend)
    expect(await signIn(client, name)).toBe(refused('account-disabled'))
    expect(client.signedIn).toBe(false)
  })

  test(`${name}: no one is led away from the site`, async () => {
    for (const suite of ['//evil.example', '/\\evil.example', 'https://evil.example/jeu'])
      expect(await signIn(new Client(backend), name, suite)).toBe(`${SITE}/jeu`)
  })

  test(`${name}: names that a provider gives are made fit, and none is no obstacle`, async () => {
    provider.person = { subject: `long-${counter}`, email, firstName: ` A\u0000${'b'.repeat(200)}` }
    await signIn(new Client(backend), name)
    expect(await accounts()).toMatchObject([{ first_name: `A${'b'.repeat(99)}`, last_name: '' }])
  })
})

test('a flow that began at one provider does not end at the other, even with a code that is good there', async () => {
  const client = new Client(backend)
  const start = new URL(String((await client.get('/auth/google')).headers.location))
  start.searchParams.set('redirect_uri', `${SITE}/api/auth/facebook/callback`)
  const page = await fetch(`${facebook.url}/dialog/oauth${start.search}`, { redirect: 'manual' })
  const { search, searchParams } = new URL(page.headers.get('location') ?? '')
  expect(searchParams.has('code')).toBe(true)
  expect((await client.get(`/auth/facebook/callback${search}`)).headers.location).toBe(refused('provider-refused'))
})

test('two tabs that begin at once both arrive', async () => {
  const client = new Client(backend)
  const [first, second] = [await consent(client, 'google', '/jeu'), await consent(client, 'google', '/mes-gains')]
  expect((await client.get(first)).headers.location).toBe(`${SITE}/jeu`)
  expect((await client.get(second)).headers.location).toBe(`${SITE}/mes-gains`)
})

test('Google opens a password account when both have proof of the address, and what the other proof chose goes', async () => {
  const other = await signedInClient(backend, { email: email.toUpperCase(), firstName: 'Autre' })
  const id = other.userId
  await db
    .updateTable('users')
    .set({ password_hash: 'theirs', newsletter_consent_at: new Date() })
    .where('id', '=', id)
    .execute()
  await db
    .insertInto('identities')
    .values({ provider: 'facebook', subject: `theirs-${id}`, user_id: id })
    .execute()
  const client = new Client(backend)
  expect(await signIn(client, 'google')).toBe(`${SITE}/jeu`)
  const { body } = await client.get('/me')
  expect(body).toMatchObject({ id, providers: ['google'], hasPassword: false, firstName: 'Alix', lastName: 'Démo' })
  expect(body).toMatchObject({ birthDate: null, acceptedRules: false, newsletter: false, complete: false })
  const sessions = await db
    .selectFrom('sessions')
    .select('revoked_at')
    .where('user_id', '=', id)
    .orderBy('created_at')
    .execute()
  expect(sessions.map(({ revoked_at }) => revoked_at !== null)).toEqual([true, false])
  expect(await eventsOf(id)).toContainEqual({ kind: 'account-linked', details: { provider: 'google' } })
})

test('eight clicks on Google that join one password account at once all arrive, and one of them links', async () => {
  const id = await makeUser(backend.tools, { email })
  const person = { subject: `g-${counter}`, email, emailVerified: true, firstName: 'Alix', lastName: 'Démo' }
  const arrival = { provider: 'google', person, language: 'fr' } as const
  const clicks = Array.from({ length: 8 }, () => signInThroughProvider(backend.tools, arrival))
  expect((await Promise.all(clicks)).map(({ userId }) => userId)).toEqual(Array(8).fill(id))
  expect((await eventsOf(id)).filter(({ kind }) => kind === 'account-linked')).toHaveLength(1)
})

test('Google does not open an account that is disabled, even with proof of its address', async () => {
  const id = await makeUser(backend.tools, { email })
  await db.updateTable('users').set({ disabled_at: new Date() }).where('id', '=', id).execute()
  expect(await signIn(new Client(backend), 'google')).toBe(refused('account-disabled'))
  expect(await db.selectFrom('identities').selectAll().where('user_id', '=', id).execute()).toEqual([])
})

test('a person who comes from an English page gets an English account, English mail and English reasons', async () => {
  const client = new Client(backend)
  await signIn(client, 'facebook', '/en/jeu')
  expect((await client.get('/me')).body.language).toBe('en')
  await expect
    .poll(() => backend.outbox.find(({ to }) => to === email)?.text)
    .toContain(`${SITE}/en/verification#jeton=`)
  facebook.failure = 'denied'
  const landing = await signIn(new Client(backend), 'facebook', '/en/jeu')
  expect(landing).toBe(`${SITE}/en/connexion?erreur=provider-refused&suite=%2Fen%2Fjeu`)
})

test.each([
  ['Google has no proof of the address', 'google', { emailVerified: false }, true],
  ['the account has no proof of its address, because a stranger may have registered it', 'google', {}, false],
  ['it is Facebook, which never has proof', 'facebook', {}, true],
] as const)('a password account stays shut when %s [1.1/H 1.1/I]', async (_why, name, facts, accountVerified) => {
  const id = await makeUser(backend.tools, { email })
  if (!accountVerified) await db.updateTable('users').set({ email_verified_at: null }).where('id', '=', id).execute()
  if (name === 'google') google.person = { ...google.person, ...facts }
  const client = new Client(backend)
  expect(await signIn(client, name)).toBe(refused('provider-email-unverified'))
  reached('1.1/I')
  expect(client.signedIn).toBe(false)
  expect(await db.selectFrom('identities').selectAll().where('user_id', '=', id).execute()).toEqual([])
  reached('1.1/H')
})

test('an address that changed hands at Google does not hand the account over', async () => {
  await signIn(new Client(backend), 'google')
  google.person = { ...google.person, subject: `heir-${counter}` }
  const heir = new Client(backend)
  expect(await signIn(heir, 'google')).toBe(refused('provider-email-unverified'))
  expect(heir.signedIn).toBe(false)
})

test('a person who comes through Facebook must confirm their address by mail, one who comes through Google need not', async () => {
  const site = await startBackend({ ...google.env, ...facebook.env })
  google.person = { ...google.person, email: `sure-${email}` }
  await signIn(new Client(site), 'google')
  await signIn(new Client(site), 'facebook')
  await site.app.close()
  expect(site.outbox.map(({ to }) => to)).toEqual([email])
})

test('a provider that cannot be reached is a refusal, not a crash', async () => {
  const lonely = await startBackend({ ...google.env, GOOGLE_TOKEN_URL: 'http://127.0.0.1:1/token' })
  const client = new Client(lonely)
  expect(await signIn(client, 'google')).toBe(refused('provider-refused'))
})

test.each([
  ['is missing', 'no-identity'],
  ['comes from another issuer', 'other-issuer'],
  ['was made for another application', 'other-audience'],
  ['is over', 'stale-identity'],
  ['names another person than the profile', 'other-person'],
] as const)('no one signs in with an identity token of Google that %s [1.1/H 1.1/I]', async (_fault, failure) => {
  google.failure = failure
  const client = new Client(backend)
  expect(await signIn(client, 'google', '/mes-gains')).toBe(refused('provider-refused', '/mes-gains'))
  reached('1.1/I')
  expect(client.signedIn).toBe(false)
  expect(await accounts()).toEqual([])
  reached('1.1/H')
})

test.each([
  ['names another issuer', '&iss=https://evil.example'],
  ['has two codes', '&code=another'],
  ['has two states', '&state=another'],
])('a callback that %s leads back to the sign-in page', async (_fault, more) => {
  const client = new Client(backend)
  const { status, headers } = await client.get((await consent(client, 'google')) + more)
  expect({ status, location: headers.location }).toEqual({ status: 302, location: refused('provider-refused') })
  expect(client.signedIn).toBe(false)
})

test('the secret of our application does not travel where a provider would redirect it', async () => {
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    bodies.push(`${request.url} ${new URLSearchParams(await text(request)).get('client_secret')}`)
    response.writeHead(307, { location: '/elsewhere' }).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const site = await startBackend({ ...google.env, GOOGLE_TOKEN_URL: `http://127.0.0.1:${port}/token` })
  expect(await signIn(new Client(site), 'google')).toBe(refused('provider-refused'))
  await new Promise(resolve => server.close(resolve))
  expect(bodies).toEqual(['/token a secret of the test server'])
})

test('a provider that would be spoken to without TLS, and is not on this machine, is not spoken to', async () => {
  const site = await startBackend({ ...google.env, GOOGLE_TOKEN_URL: 'http://token.example.test/token' })
  expect((await new Client(site).get('/auth/google')).headers.location).toBe(refused('provider-refused'))
})
