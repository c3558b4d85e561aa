import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { freshDatabase } from '../../../test/database.ts'
import { signedInClient } from '../../../test/make.ts'
import { unreliable } from '../../../test/unreliable-database.ts'
import { insertToken } from '../../accounts/mailed-links/queries.ts'
import { hashPassword } from '../../accounts/password-hash.ts'
import { revokeAllSessions } from '../queries.ts'
import { SESSION_COOKIE } from '../session-cookie.ts'

const url = await freshDatabase()
const database = await unreliable(url)
/** Two processes of one platform: what happens at the one must count at the other. */
const [here, there] = [await startBackend({}, url), await startBackend({}, database.url)]
const { db, owner, now } = here.tools
const PASSWORD = 'un thé au bord du lac'
const password_hash = await hashPassword(PASSWORD)
const admin = await signedInClient(here, { role: 'admin' })

afterEach(() => database.mend())

type Person = Awaited<ReturnType<typeof signedInClient>>

/** A person signed in here, whose browser reaches the other process as well. */
async function person(role: 'player' | 'admin' = 'player') {
  const atHere = await signedInClient(here, { role })
  await db.updateTable('users').set({ password_hash }).where('id', '=', atHere.userId).execute()
  const atThere = Object.assign(new Client(there), { userId: atHere.userId })
  for (const cookie of atHere.cookies) atThere.cookies.set(...cookie)
  return { atHere, atThere }
}

const sessionOf = ({ cookies, userId }: Person) => {
  const claims = Buffer.from(cookies.get(SESSION_COOKIE)?.split('.')[1] ?? '', 'base64url').toString()
  return { id: String(JSON.parse(claims).sid), userId }
}
/** Whether the other process answers this person without a look at the database. */
const isTrusted = (who: Person) => there.tools.revocations.mayTrust(sessionOf(who))

/** Waits until the other process hears, and has seen this session. */
async function known(who: Person): Promise<void> {
  await expect
    .poll(
      async () => {
        await who.get('/me')
        return isTrusted(who)
      },
      { timeout: 8_000 },
    )
    .toBe(true)
}

const endings: [name: string, end: (who: Person) => Promise<unknown>][] = [
  ['signing out', who => who.post('/auth/logout')],
  ['disabling', who => admin.patch(`/admin/users/${who.userId}/access`, { disabled: true })],
  ['erasing', who => who.delete('/me', { confirmation: PASSWORD })],
  [
    'a reset of the password',
    async who => {
      const token = await insertToken(db, 'reset-password', who.userId, now())
      return new Client(here).post('/auth/password/reset', { token, password: 'une infusion de verveine' })
    },
  ],
]

test.each(endings)('%s in one process ends the session in the other within a second', async (_name, end) => {
  const { atHere, atThere } = await person()
  await known(atThere)
  await end(atHere)
  await expect.poll(async () => (await atThere.get('/me/tickets')).status, { timeout: 1_000 }).toBe(401)
})

test('a role that is taken away in one process opens nothing in the other within a second', async () => {
  const { atThere } = await person('admin')
  await known(atThere)
  expect((await atThere.get('/admin/shops')).status).toBe(200)
  await admin.patch(`/admin/users/${atThere.userId}/role`, { role: 'player' })
  await expect.poll(async () => (await atThere.get('/admin/shops')).status, { timeout: 1_000 }).toBe(403)
})

test('a session that nothing ended speaks without the database', async () => {
  const { atThere } = await person()
  await known(atThere)
  database.hang()
  expect((await atThere.get('/auth/options')).status).toBe(200)
})

test('while the notifications are cut off, each session is looked up; what ended meanwhile stays ended', async () => {
  const [one, other] = [await person(), await person()]
  for (const { atThere } of [one, other]) await known(atThere)
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'tiptop-listener' and datname = current_database()`.execute(owner)
  await expect.poll(() => isTrusted(one.atThere), { interval: 1 }).toBe(false)
  await revokeAllSessions(owner, one.atThere.userId, now())
  expect((await one.atThere.get('/me/tickets')).status).toBe(401)
  expect((await other.atThere.get('/me/tickets')).status).toBe(200)
  await known(other.atThere)
})

test('a connection that falls silent is noticed within seconds, and no token is trusted from then on', async () => {
  const { atThere } = await person()
  await known(atThere)
  database.silence()
  await expect.poll(() => isTrusted(atThere), { timeout: 6_000 }).toBe(false)
  await revokeAllSessions(owner, atThere.userId, now())
  await database.mend()
  await expect.poll(async () => (await atThere.get('/me/tickets')).status, { timeout: 8_000 }).toBe(401)
})
