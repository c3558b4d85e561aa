import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { makeUser } from '../../../test/make.ts'
import { hashPassword } from '../password-hash.ts'

const backend = await startBackend()
const { db } = backend.tools
const PASSWORD = 'un thé au bord du lac'
const passwordHash = await hashPassword(PASSWORD)
const DEVICE = 'tiptop_device'
const MAILED = 'une infusion de verveine'

let counter = 0
let email = ''
let address = ''
beforeEach(() => {
  counter++
  email = `spared-${counter}@example.test`
  address = `198.51.100.${counter}`
  backend.clock.at = new Date('2026-11-23T10:00:00Z')
})

async function makeAccount(facts: Parameters<typeof makeUser>[1] = {}): Promise<number> {
  const id = await makeUser(backend.tools, { email, ...facts })
  await db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', id).execute()
  return id
}

const signIn = (client: Client, password = PASSWORD, as = email) => client.post('/auth/login', { email: as, password })

/** Someone elsewhere, at another address each time, tries passwords for the account until it must wait. */
async function guessElsewhere(right = PASSWORD): Promise<void> {
  for (let n = 0; n < 5; n++) await signIn(new Client(backend, `203.0.113.${n}`), `guess ${n}`)
  expect((await signIn(new Client(backend, '203.0.113.99'), right)).status).toBe(429)
}

/** Someone at this address has tried one password for many accounts. */
async function blockSpray(kind: string): Promise<void> {
  const until = new Date((backend.clock.at as Date).getTime() + 300_000)
  const row = { key: `${kind}:${address}`, failures: 50, window_ends_at: until, blocked_until: until }
  await db.insertInto('attempt_limits').values(row).execute()
}

const hasPlayed = (playerId: number) =>
  backend.tools.owner
    .insertInto('participations')
    .values({ player_id: playerId, ticket_id: 1_000_000 + playerId, prize_id: 1, played_at: new Date() })
    .execute()

test('a browser that opened the account before is not stopped by what others try at it', async () => {
  await makeAccount()
  const client = new Client(backend, address)
  expect((await signIn(client)).status).toBe(200)
  await client.post('/auth/logout')
  await guessElsewhere()
  expect((await signIn(client)).status).toBe(200)
})

test('a browser that opened the account before may fail as often as any, and stops no other by it', async () => {
  await makeAccount()
  const client = new Client(backend, address)
  await signIn(client)
  for (let n = 0; n < 5; n++) expect((await signIn(client, `wrong ${n}`)).status).toBe(401)
  expect((await signIn(client)).status).toBe(429)
  expect((await signIn(new Client(backend, address))).status).toBe(200)
})

test('the mark of a browser helps at no other account, and none can be made up', async () => {
  await makeAccount()
  const own = new Client(backend, address)
  await signIn(own)
  const victim = `victim-${email}`
  await makeAccount({ email: victim })
  const id = (await db.selectFrom('users').select('id').where('email', '=', victim).executeTakeFirstOrThrow()).id
  for (let n = 0; n < 5; n++) await signIn(new Client(backend, `203.0.113.${n}`), `guess ${n}`, victim)
  expect((await signIn(own, PASSWORD, victim)).status).toBe(429)
  const [, nonce, mac] = (own.cookies.get(DEVICE) ?? '').split('.')
  for (const forged of [`${id}.${nonce}.${mac}`, `${id}.${nonce}.${'A'.repeat(22)}`, `${id}`, '~', '%']) {
    const client = new Client(backend, address)
    client.cookies.set(DEVICE, forged)
    expect((await signIn(client, PASSWORD, victim)).status).toBe(429)
  }
})

test('a tablet is known to its last eight accounts, whose cookie no script reads', async () => {
  const tablet = new Client(backend, address)
  for (let n = 0; n < 9; n++) {
    await makeAccount({ email: `${n}-${email}` })
    const { headers } = await signIn(tablet, PASSWORD, `${n}-${email}`)
    expect(String(headers['set-cookie'])).toMatch(
      /tiptop_device=[^;]+; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax/,
    )
  }
  const marks = (tablet.cookies.get(DEVICE) ?? '').split('~')
  expect(marks).toHaveLength(8)
  expect((tablet.cookies.get(DEVICE) ?? '').length).toBeLessThan(400)
  // Erasing the account that is signed in takes back its mark alone.
  expect((await tablet.delete('/me', { confirmation: PASSWORD })).status).toBe(204)
  expect((tablet.cookies.get(DEVICE) ?? '').split('~')).toEqual(marks.slice(1))
})

test('a mailed link lifts every wait for the browser that follows it, while others go on guessing', async () => {
  await makeAccount()
  await guessElsewhere()
  const client = new Client(backend, address)
  for (let n = 0; n < 60; n++) await new Client(backend, `203.0.113.${n}`).post('/auth/password/forgot', { email })
  await backend.app.background.settled()
  const token = /#jeton=([\w-]{43})$/m.exec(backend.outbox.findLast(({ to }) => to === email)?.text ?? '')?.[1] ?? ''
  expect((await client.post('/auth/password/reset', { token, password: MAILED })).status).toBe(204)
  await guessElsewhere(MAILED)
  expect((await signIn(client, MAILED)).status).toBe(200)
})

test('the employee with the right password signs in where fifty wrong ones were tried from the same address', async () => {
  await makeAccount({ role: 'employee' })
  await makeAccount({ email: `new-${email}` })
  await blockSpray('password:address')
  expect((await signIn(new Client(backend, address), PASSWORD, `new-${email}`)).status).toBe(429)
  expect((await signIn(new Client(backend, address))).status).toBe(200)
})

test('a player who has played signs in where an address must wait, until those who played are guessed at, too', async () => {
  await hasPlayed(await makeAccount())
  await blockSpray('password:address')
  expect((await signIn(new Client(backend, address))).status).toBe(200)
  await blockSpray('password:record')
  expect((await signIn(new Client(backend, address))).status).toBe(429)
})

test('where an address must wait, a wrong password gets one answer: no account is shown to be spared', async () => {
  await makeAccount({ email: `staff-${email}`, role: 'employee' })
  await hasPlayed(await makeAccount())
  await makeAccount({ email: `new-${email}` })
  await blockSpray('password:address')
  const answers = []
  for (const as of [email, `staff-${email}`, `new-${email}`, `nobody-${email}`]) {
    const { status, body } = await signIn(new Client(backend, address), 'not that one', as)
    const { instance, ...problem } = body
    answers.push({ status, problem })
  }
  expect(answers[0]).toMatchObject({ status: 429, problem: { code: 'too-many-attempts', retryAfterSeconds: 300 } })
  for (const answer of answers) expect(answer).toEqual(answers[0])
})
