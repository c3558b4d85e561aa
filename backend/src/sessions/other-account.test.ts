import { ACCOUNT_HEADER } from '@tiptop/contract/account-header.ts'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { factorChanges } from '../../test/factor-changes.ts'
import { makeUser, signedInClient } from '../../test/make.ts'
import { makeMember, setUpPasskey } from '../../test/second-factor.ts'
import { hashPassword } from '../accounts/password-hash.ts'

const { backend, employee, admin, played, unplayed } = await startCounter()
const { owner } = backend.tools
const PASSWORD = 'un thé au bord du lac'
const password_hash = await hashPassword(PASSWORD)
const ariane = await makeUser(backend.tools, { firstName: 'Ariane' })
const bruno = () => signedInClient(backend, { firstName: 'Bruno', email: `bruno-${crypto.randomUUID()}@example.test` })

type Who = Awaited<ReturnType<typeof signedInClient>>
/** A change, sent by the one whose session it is. */
type Change = { who: Who; url: string; body?: object }

/** Each change that the API makes for the account of the session, in a form that succeeds. */
const changes: Record<string, () => Promise<Change>> = {
  'POST /plays': async () => ({ who: await bruno(), url: '/plays', body: { code: unplayed() } }),
  'PATCH /me': async () => ({ who: await bruno(), url: '/me', body: { firstName: 'Basile', newsletter: true } }),
  'DELETE /me': async () => {
    const who = await bruno()
    const { email } = (await who.get('/me')).body
    return { who, url: '/me', body: { confirmation: email } }
  },
  'DELETE /me/sessions': async () => ({ who: await bruno(), url: '/me/sessions' }),
  'DELETE /me/sessions/{id}': async () => {
    const who = await bruno()
    return { who, url: `/me/sessions/${(await who.get('/me/sessions')).body.items[0].id}` }
  },
  'POST /auth/logout': async () => ({ who: await bruno(), url: '/auth/logout' }),
  'POST /auth/confirm': async () => {
    const who = await bruno()
    await owner.updateTable('users').set({ password_hash }).where('id', '=', who.userId).execute()
    return { who, url: '/auth/confirm', body: { password: PASSWORD } }
  },
  'POST /me/password': async () => {
    const who = await bruno()
    await owner.updateTable('users').set({ password_hash }).where('id', '=', who.userId).execute()
    return { who, url: '/me/password', body: { present: PASSWORD, password: 'une infusion de verveine' } }
  },
  'POST /auth/email/resend': async () => ({ who: await bruno(), url: '/auth/email/resend' }),
  'POST /handover/tickets/{code}/claim': async () => ({
    who: await employee(),
    url: `${(await played()).url}/claim`,
    body: DECLARED,
  }),
  'POST /handover/tickets/{code}/refuse': async () => ({
    who: await employee(),
    url: `${(await played()).url}/refuse`,
    body: { reason: 'The card is not theirs' },
  }),
  'POST /handover/tickets/{code}/undo': async () => {
    const [who, { url }] = [await employee(), await played()]
    await who.post(`${url}/claim`, DECLARED)
    return { who, url: `${url}/undo`, body: { reason: 'The wrong person' } }
  },
  'PATCH /admin/users/{id}/role': async () => ({
    who: await admin(),
    url: `/admin/users/${await makeUser(backend.tools)}/role`,
    body: { role: 'admin' },
  }),
  'PATCH /admin/users/{id}/access': async () => ({
    who: await admin(),
    url: `/admin/users/${await makeUser(backend.tools)}/access`,
    body: { disabled: true },
  }),
  'DELETE /admin/users/{id}/second-factor': async () => {
    const member = await makeMember(backend, 'employee')
    await setUpPasskey((await member.signIn()).client)
    return { who: await admin(), url: `/admin/users/${member.userId}/second-factor` }
  },
  ...factorChanges(backend),
  'POST /draw/freeze': async () => {
    for (const firstName of ['Noé', 'Zoé']) await played({ firstName })
    return { who: (await atTheDraw()).bailiff, url: '/draw/freeze', body: {} }
  },
  'POST /draw/draw': async () => {
    const people = await atTheDraw()
    for (const who of Object.values(people)) await who.post('/draw/freeze', {})
    return { who: people.bailiff, url: '/draw/draw', body: NUMBER }
  },
  'POST /draw/next': async () => {
    for (const who of Object.values(await atTheDraw())) await who.post('/draw/draw', NUMBER)
    const { bailiff } = await atTheDraw(140)
    return { who: bailiff, url: '/draw/next', body: { rank: 1, reason: 'No answer within the time given' } }
  },
  'POST /draw/claim': async () => ({
    who: (await atTheDraw()).bailiff,
    url: '/draw/claim',
    body: { rank: 2, identityChecked: true },
  }),
}

const NUMBER = { after: 0, number: '271828182845' }

/** The people of the grand draw, so many days from now, when no prize can be claimed any more. */
async function atTheDraw(days = 100) {
  backend.clock.at = new Date(Date.now() + days * 86_400_000)
  return { bailiff: await signedInClient(backend, { role: 'bailiff', firstName: 'Claude' }), admin: await admin() }
}

/** Changes whose request says by itself whose account it is about. */
const ANYONES = [
  'POST /auth/login',
  'POST /auth/register',
  'POST /auth/password/forgot',
  'POST /auth/password/reset',
  'POST /auth/email/verify',
  'POST /newsletter/unsubscribe',
]

type Described = Record<string, { parameters?: { in: string; name: string }[] }>
const { paths } = (await (await admin()).get('/docs/json')).body as { paths: Record<string, Described> }
const routes = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { parameters = [] }]) => ({
    route: `${method.toUpperCase()} ${path}`,
    namesAccount: parameters.some(parameter => parameter.in === 'header' && parameter.name === ACCOUNT_HEADER),
  })),
)
const isChange = ({ route }: { route: string }) => !route.startsWith('GET ')

beforeEach(async () => {
  await backend.tools.db.deleteFrom('attempt_limits').execute()
})

function send({ who, url, body }: Change, route: string) {
  const method = route.split(' ')[0] as 'POST' | 'PATCH' | 'DELETE'
  return who[method.toLowerCase() as 'post' | 'patch' | 'delete'](url, body)
}

/** A sum of all rows of all tables. */
async function everythingWritten(): Promise<string[]> {
  await backend.app.background.settled()
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(owner)
  const sums = tables.rows.map(async ({ name }) => {
    const { rows } = await sql<{ sum: string }>`
      select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from ${sql.table(name)} t`.execute(
      owner,
    )
    return `${name} ${rows[0]?.sum}`
  })
  return Promise.all(sums)
}

test('every change of the API is either made for the account of a session, or says whose account it is about', () => {
  const known = [...Object.keys(changes), ...ANYONES]
  expect(new Set(routes.filter(isChange).map(({ route }) => route))).toEqual(new Set(known))
})

test.each(Object.keys(changes))('%s, sent by a page that shows another account, changes nothing', async route => {
  const change = await (changes[route] as () => Promise<Change>)()
  const before = await everythingWritten()
  const mails = backend.outbox.length
  change.who.shows = ariane
  const refused = await send(change, route)
  expect([refused.status, refused.body?.code]).toEqual([409, 'account-mismatch'])
  expect(await everythingWritten()).toEqual(before)
  expect(backend.outbox).toHaveLength(mails)

  change.who.shows = change.who.userId
  const done = await send(change, route)
  expect(done.status, done.body?.code).toBeLessThan(300)
  expect(await everythingWritten()).not.toEqual(before)
})

test('nothing personal is read for a page that shows another account, and no file is made', async () => {
  const who = await admin()
  who.shows = ariane
  const before = await everythingWritten()
  const readings = routes.filter(route => !isChange(route) && route.namesAccount).map(({ route }) => route.slice(4))
  expect(readings).toEqual(
    expect.arrayContaining(['/me/tickets', '/me/data', '/admin/users', '/handover/count', '/admin/exports/users.csv']),
  )
  for (const path of readings) {
    const { status, body } = await who.get(path.replace(/\{\w+\}/g, '1'))
    expect([path, status, body?.code]).toEqual([path, 409, 'account-mismatch'])
  }
  expect(await everythingWritten()).toEqual(before)
})

test('who is signed in is answered to a page that shows another account', async () => {
  const who = await bruno()
  who.shows = ariane
  expect((await who.get('/me')).body).toMatchObject({ id: who.userId, firstName: 'Bruno' })
})

test('a request that says by itself whose account it is about is not refused for the account that it names', async () => {
  const who = await bruno()
  who.shows = ariane
  for (const route of ANYONES) {
    const { body } = await send({ who, url: route.replace(/^\S+ /, ''), body: {} }, route)
    expect([route, body?.code]).toEqual([route, 'invalid-request'])
  }
})

test('without a session the page is asked to sign in, and tools that name no account work as before', async () => {
  const who = await bruno()
  expect((await who.get('/me/tickets')).status).toBe(200)
  who.cookies.clear()
  who.shows = ariane
  expect((await who.post('/plays', { code: unplayed() })).body.code).toBe('session-needed')
})

test('the description of the API has the header wherever it counts', () => {
  const without = routes.filter(({ namesAccount }) => !namesAccount).map(({ route }) => route)
  expect(new Set(without)).toEqual(new Set([...ANYONES, 'GET /me', 'GET /health']))
})
