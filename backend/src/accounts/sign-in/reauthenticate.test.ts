import { expect, test } from 'vitest'
import { startCounter } from '../../../test/counter.ts'
import { makeUser, signedInClient } from '../../../test/make.ts'
import { hashPassword } from '../password-hash.ts'

const { backend, played } = await startCounter()
const { db, now } = backend.tools
const PASSWORD = 'un thé au bord du lac'
const password_hash = await hashPassword(PASSWORD)
const MINUTE = 60_000

const later = (ms: number) => {
  backend.clock.at = new Date(Number(now()) + ms)
}

async function member(role: 'admin' | 'bailiff') {
  const client = await signedInClient(backend, { role })
  await db.updateTable('users').set({ password_hash }).where('id', '=', client.userId).execute()
  return client
}
type Member = Awaited<ReturnType<typeof member>>

const player = await makeUser(backend.tools)
const protectedRequests: [name: string, role: 'admin' | 'bailiff', ask: (who: Member) => ReturnType<Member['get']>][] =
  [
    ['a change of role', 'admin', who => who.patch(`/admin/users/${player}/role`, { role: 'player' })],
    ['a change of access', 'admin', who => who.patch(`/admin/users/${player}/access`, { disabled: true })],
    ['an export', 'admin', who => who.get('/admin/exports/users.csv')],
    ['a step of the draw', 'bailiff', who => who.post('/draw/freeze', {})],
  ]

test.each(protectedRequests)('%s asks for the password ten minutes after the sign-in', async (_name, role, ask) => {
  await played()
  const who = await member(role)
  later(9 * MINUTE)
  expect((await ask(who)).body?.code).not.toBe('confirm-password')
  later(2 * MINUTE)
  expect(await ask(who)).toMatchObject({ status: 403, body: { code: 'confirm-password' } })

  expect((await who.post('/auth/confirm', { password: 'un café au bord du lac' })).body.code).toBe(
    'invalid-credentials',
  )
  expect((await ask(who)).body.code).toBe('confirm-password')
  expect((await who.post('/auth/confirm', { password: PASSWORD })).status).toBe(204)
  expect((await ask(who)).body?.code).not.toBe('confirm-password')
  later(11 * MINUTE)
  expect((await ask(who)).body.code).toBe('confirm-password')
})

test('the password confirms one session, not the others of the account', async () => {
  const who = await member('admin')
  const email = (await who.get('/me')).body.email
  const other = await signedInClient(backend)
  await other.post('/auth/login', { email, password: PASSWORD })
  later(11 * MINUTE)
  await who.post('/auth/confirm', { password: PASSWORD })
  expect((await who.get('/admin/exports/users.csv')).status).toBe(200)
  expect((await other.get('/admin/exports/users.csv')).body.code).toBe('confirm-password')
})

test('reading asks for no password', async () => {
  const who = await member('admin')
  later(11 * MINUTE)
  for (const url of [`/admin/users/${player}`, '/admin/statistics', '/draw'])
    expect((await who.get(url)).status).toBe(200)
})

test('an account without a password signs in again instead, and wrong passwords are counted as at the sign-in', async () => {
  const [without, who] = [await signedInClient(backend), await member('admin')]
  expect((await without.post('/auth/confirm', { password: PASSWORD })).body.code).toBe('invalid-credentials')
  const answers = []
  for (let n = 0; n < 7; n++) answers.push((await who.post('/auth/confirm', { password: 'faux' })).status)
  expect(answers.at(-1)).toBe(429)
})
