import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { Client } from '../../test/client.ts'
import { makeUser } from '../../test/make.ts'
import { insertToken } from '../accounts/mailed-links/queries.ts'
import { hashPassword } from '../accounts/password-hash.ts'

const backend = await startBackend()
const { db, now, sessions } = backend.tools
const OLD = 'un thé au bord du lac'
const NEW = 'une infusion de verveine'
const password_hash = await hashPassword(OLD)

let counter = 0
let email = ''
let userId = 0
beforeEach(async () => {
  email = `person-${++counter}@example.test`
  userId = await makeUser(backend.tools, { email })
  await db.updateTable('users').set({ password_hash, email_verified_at: null }).where('id', '=', userId).execute()
})

type Answer = Promise<{ status: number }>
const login = () => new Client(backend).post('/auth/login', { email, password: OLD })
const reset = async () => {
  const token = await insertToken(db, 'reset-password', userId, now())
  return new Client(backend).post('/auth/password/reset', { token, password: NEW })
}
const facebook = async () => {
  const client = new Client(backend)
  const reply = {
    setCookie: (name: string, value: string) => client.cookies.set(name, value),
    clearCookie: (name: string) => client.cookies.delete(name),
  }
  await sessions.open(reply as never, userId, { door: 'facebook' })
  return { status: 200 }
}

async function waitingForLock(count: number): Promise<void> {
  const waiting = sql<{ n: number }>`
    select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  await expect.poll(async () => (await waiting.execute(db)).rows[0]?.n, { timeout: 5000 }).toBe(count)
}

/** Runs both at once, so that they meet at the account's row, the first before the second. */
async function meet(first: () => Answer, second: () => Answer) {
  return db.transaction().execute(async holder => {
    await holder.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
    const one = Promise.allSettled([first()])
    await waitingForLock(1)
    const other = Promise.allSettled([second()])
    await waitingForLock(2)
    return { settled: () => Promise.all([one, other]) }
  })
}

const liveSessions = () =>
  db.selectFrom('sessions').selectAll().where('user_id', '=', userId).where('revoked_at', 'is', null).execute()
const signIns = () =>
  db.selectFrom('audit_events').selectAll().where('actor_id', '=', userId).where('kind', '=', 'signed-in').execute()

test('a login with the old password that a reset overtakes is refused, and noted nowhere', async () => {
  const [, [answer]] = await (await meet(reset, login)).settled()
  expect(answer).toMatchObject({ value: { status: 401, body: { code: 'invalid-credentials' } } })
  expect(await liveSessions()).toEqual([])
  expect(await signIns()).toEqual([])
})

test('a login with the old password that comes just before a reset leaves no session behind', async () => {
  const [, [answer]] = await (await meet(login, reset)).settled()
  expect(answer).toMatchObject({ value: { status: 204 } })
  expect(await liveSessions()).toEqual([])
  expect(await signIns()).toHaveLength(1)
})

test.each(['after', 'before'])(
  'a stranger who comes %s the reset that unlinks their Facebook account is not signed in',
  async when => {
    await db.insertInto('identities').values({ provider: 'facebook', subject: email, user_id: userId }).execute()
    const both = when === 'after' ? await meet(reset, facebook) : await meet(facebook, reset)
    const settled = (await both.settled()).flat()
    if (when === 'after') expect(settled[1]).toMatchObject({ reason: { code: 'provider-refused' } })
    expect(await liveSessions()).toEqual([])
    expect(await db.selectFrom('identities').selectAll().where('user_id', '=', userId).execute()).toEqual([])
  },
)

test('ten logins and a reset at one instant: the old password holds no session', async () => {
  await Promise.allSettled([...Array.from({ length: 5 }, login), reset(), ...Array.from({ length: 5 }, login)])
  expect(await liveSessions()).toEqual([])
  expect((await new Client(backend).post('/auth/login', { email, password: NEW })).status).toBe(200)
  expect(await liveSessions()).toHaveLength(1)
})
