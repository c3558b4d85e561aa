import { expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { makeUser, signedInClient } from '../../../test/make.ts'
import { hashPassword } from '../password-hash.ts'

const backend = await startBackend()
const { db } = backend.tools
const PASSWORD = 'un thé au bord du lac'
const password_hash = await hashPassword(PASSWORD)

let counter = 0
/** A person with as many browsers as are asked for, each signed in. */
async function person(browsers: number) {
  const email = `owner-${++counter}@example.test`
  const id = await makeUser(backend.tools, { email })
  await db.updateTable('users').set({ password_hash }).where('id', '=', id).execute()
  const clients = Array.from({ length: browsers }, () => new Client(backend))
  for (const client of clients) await client.post('/auth/login', { email, password: PASSWORD })
  return { id, email, clients: clients as [Client, ...Client[]] }
}
const listed = async (client: Client) => (await client.get('/me/sessions')).body.items

test('people see their open sessions, which one is this, and no one else’s', async () => {
  const [{ clients }] = [await person(3), await person(1)]
  const items = await listed(clients[0])
  expect(items).toHaveLength(3)
  expect(items.filter((one: { isThisOne: boolean }) => one.isThisOne)).toHaveLength(1)
  expect(items[0]).toMatchObject({ signedInAt: expect.any(String), lastSeenAt: expect.any(String) })
})

test('a session says in our words with what it was opened', async () => {
  const { email } = await person(0)
  const answer = await backend.app.inject({
    method: 'POST',
    url: '/auth/login',
    headers: { origin: 'http://localhost:3000', 'user-agent': 'Mozilla/5.0 (Android 14) Gecko/133.0 Firefox/133.0' },
    payload: { email, password: PASSWORD },
  })
  const cookies = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))
  const { items } = (await backend.app.inject({ url: '/me/sessions', cookies })).json()
  expect(items).toMatchObject([{ browser: 'firefox', system: 'android', isThisOne: true }])
})

test('one session is ended from another, and is listed no more', async () => {
  const { clients } = await person(2)
  const [here, there] = clients as [Client, Client]
  const other = (await listed(here)).find((one: { isThisOne: boolean }) => !one.isThisOne)
  expect((await here.delete(`/me/sessions/${other.id}`)).status).toBe(204)
  expect((await there.get('/me/tickets')).status).toBe(401)
  expect(await listed(here)).toHaveLength(1)
  expect((await here.delete(`/me/sessions/${other.id}`)).body.code).toBe('not-found')
})

test('a session of someone else is not found, and goes on', async () => {
  const [mine, theirs] = [await person(1), await person(1)]
  const [{ id }] = await listed(theirs.clients[0])
  expect((await mine.clients[0].delete(`/me/sessions/${id}`)).body.code).toBe('not-found')
  expect((await theirs.clients[0].get('/me/tickets')).status).toBe(200)
})

test('signing out everywhere ends all sessions, also this one', async () => {
  const { clients } = await person(3)
  expect((await clients[0].delete('/me/sessions')).status).toBe(204)
  expect(clients[0].signedIn).toBe(false)
  for (const client of clients)
    await expect.poll(async () => (await client.get('/me/tickets')).status, { timeout: 1_000 }).toBe(401)
})

test('signing in again with the same browser leaves one session, not two', async () => {
  const { email, clients } = await person(1)
  await clients[0].post('/auth/login', { email, password: PASSWORD })
  expect(await listed(clients[0])).toHaveLength(1)
})

test('a session of the staff that is over is not listed', async () => {
  const who = await signedInClient(backend, { role: 'employee' })
  const old = new Date(Date.now() - 3_600_000)
  await db
    .insertInto('sessions')
    .values({ user_id: who.userId, created_at: old, last_seen_at: old, expires_at: new Date(Date.now() + 3_600_000) })
    .execute()
  expect(await listed(who)).toHaveLength(1)
})
