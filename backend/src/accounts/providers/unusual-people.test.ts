import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { makeContest, makeTickets } from '../../../test/make.ts'
import { startFacebook, startGoogle } from '../../../test/providers.ts'

const google = await startGoogle()
const facebook = await startFacebook()
afterAll(() => Promise.all([google.stop(), facebook.stop()]))
const backend = await startBackend({ ...google.env, ...facebook.env })
const { prizeIds } = await makeContest(backend.tools)
const codes = await makeTickets(backend.tools, prizeIds[0] as number, 2)

const SITE = 'http://localhost:3000'
const HALF_AN_EMOJI = '\ud83c'
let counter = 0
beforeEach(() => counter++)

const names = { google: ['given_name', 'family_name'], facebook: ['first_name', 'last_name'] } as const

describe.each(['google', 'facebook'] as const)('%s', name => {
  const provider = name === 'google' ? google : facebook
  const [first, last] = names[name]

  /** Signs a person in of whom the provider says this. @returns where they land, and their browser */
  async function signIn(raw: Record<string, unknown>) {
    provider.person = { subject: `${name}-${counter}`, email: `unusual-${name}-${counter}@example.test`, raw }
    const client = new Client(backend)
    const start = await client.get(`/auth/${name}`)
    const page = await fetch(String(start.headers.location), { redirect: 'manual' })
    const back = page.headers.get('location') ?? ''
    const { status, headers } = await client.get(back.slice(`${SITE}/api`.length))
    return { status, landing: String(headers.location), client }
  }

  test.each([
    ['no last name', { [first]: 'Björk' }, 'Björk', ''],
    ['no name at all', {}, '', ''],
    ['null for names', { [first]: null, [last]: null }, '', ''],
    ['a number and a list for names', { [first]: 7, [last]: ['Martin'] }, '', ''],
    ['spaces for names', { [first]: ' ', [last]: '\u00a0\u2003' }, '', ''],
    ['no letter in a name', { [first]: '\u200b\u2060', [last]: '🌿' }, '', ''],
    [
      'an emoji cut in two',
      { [first]: `Zoé ${HALF_AN_EMOJI}`, [last]: `${HALF_AN_EMOJI}Petit${HALF_AN_EMOJI}` },
      'Zoé',
      'Petit',
    ],
    ['half an emoji for a name', { [first]: HALF_AN_EMOJI, [last]: 'Petit' }, '', 'Petit'],
    ['control characters in names', { [first]: 'A\u0000na\u001b', [last]: 'Pe\ttit\n' }, 'Ana', 'Petit'],
    ['a name of two lines', { [first]: 'Ana\u2028Bea', [last]: 'Petit' }, '', 'Petit'],
    [
      'names that are too long',
      { [first]: 'é'.repeat(500), [last]: `${'é'.repeat(99)}🌿` },
      'é'.repeat(100),
      'é'.repeat(99),
    ],
    ['a name in another script', { [first]: '美咲', [last]: 'Ngũgĩ wa Thiong’o' }, '美咲', 'Ngũgĩ wa Thiong’o'],
  ])(
    `${name}: a person of whom it says %s has an account, with what is usable`,
    async (_what, raw, firstName, lastName) => {
      const { landing, client } = await signIn(raw)
      expect(landing).toBe(`${SITE}/jeu`)
      expect((await client.get('/me')).body).toMatchObject({ firstName, lastName, complete: false })
    },
  )

  test(`${name}: no one plays nameless, and the names can be given once the rest is known`, async () => {
    const { client } = await signIn({ [first]: 'Björk' })
    const code = codes.pop()
    await client.patch('/me', { birthDate: '1965-11-21', acceptsRules: true })
    expect((await client.get('/me')).body.complete).toBe(false)
    expect((await client.post('/plays', { code })).body.code).toBe('profile-incomplete')
    for (const lastName of ['', ' ', '\u200b', HALF_AN_EMOJI, '-'])
      expect((await client.patch('/me', { lastName })).body).toMatchObject({ code: 'invalid-request' })
    expect((await client.patch('/me', { lastName: 'Guðmundsdóttir' })).body.complete).toBe(true)
    expect((await client.post('/plays', { code })).status).toBe(201)
  })

  test.each([null, 7, 'a&b', 'a@b', '\u0000@example.test', `${HALF_AN_EMOJI}@example.test`])(
    `${name}: %j instead of an address counts as none`,
    async email => {
      expect((await signIn({ email })).landing).toContain('erreur=provider-email-missing')
    },
  )

  test.each(['a&b', 'a/b', 'a=b', "o'malley+tea"])(`${name}: %s@… is an address, also under пример.рф`, async local => {
    const email = `${local}-${name}@xn--e1afmkfd.xn--p1ai`
    const { landing, client } = await signIn({ email })
    expect(landing).toBe(`${SITE}/jeu`)
    expect((await client.get('/me')).body.email).toBe(email)
  })

  test(`${name}: an identifier that no database could hold opens nothing`, async () => {
    for (const id of ['\u0000', '', 'é', null, 'x'.repeat(256)]) {
      const { status, landing } = await signIn({ id, sub: id })
      expect([status, landing]).toEqual([302, expect.stringContaining('erreur=provider-refused')])
    }
  })
})

test.each([
  [true, true],
  ['true', true],
  ['false', false],
  [false, false],
  [null, false],
  [undefined, false],
  [1, false],
  ['yes', false],
])('an address that Google calls verified with %j is %s', async (email_verified, verified) => {
  const email = `proof-${counter}@example.test`
  google.person = { subject: `proof-${counter}`, email, raw: { email_verified } }
  const client = new Client(backend)
  const start = await client.get('/auth/google')
  const page = await fetch(String(start.headers.location), { redirect: 'manual' })
  await client.get((page.headers.get('location') ?? '').slice(`${SITE}/api`.length))
  expect((await client.get('/me')).body.emailVerified).toBe(verified)
})
