import { expect, test } from 'vitest'
import { Client } from '../test/client.ts'
import { DECLARED, startCounter } from '../test/counter.ts'
import { signedInClient } from '../test/make.ts'
import { hashPassword } from './accounts/password-hash.ts'

const PLAYERS = 300
const counter = await startCounter({ tickets: 500 })
const { backend } = counter
const { db } = backend.tools
/** The Wi-Fi of the shop, which everyone there has as address. */
const SHOP = '203.0.113.80'
const OPENS = Date.now()
const HOURS = 10
const PASSWORD = 'un thé au bord du lac'

/** Sets the clock to the arrival of a player. */
const arrive = (place: number) => {
  backend.clock.at = new Date(OPENS + (place * HOURS * 3_600_000) / PLAYERS)
}

/** Two of a hundred things that people type are wrong, here every fiftieth. */
let typed = 0
const mistypes = () => ++typed % 50 === 0

/** Every answer of the day that is not what the person came for. */
const refusals: unknown[] = []
function expected<Got extends { status: number; body: unknown }>(answer: Got, ...statuses: number[]): Got {
  if (!statuses.includes(answer.status)) refusals.push(answer)
  return answer
}

async function signIn(client: Client, email: string): Promise<void> {
  while (mistypes()) expected(await client.post('/auth/login', { email, password: 'a slip of the finger' }), 401)
  expected(await client.post('/auth/login', { email, password: PASSWORD }), 200)
}

async function play(client: Client): Promise<string> {
  while (mistypes()) expected(await client.post('/plays', { code: 'ZZZZZZZZZZ' }), 404)
  const code = counter.unplayed()
  expected(await client.post('/plays', { code }), 201)
  return code
}

async function makeStaff(count: number): Promise<string[]> {
  const password_hash = await hashPassword(PASSWORD)
  const emails = Array.from({ length: count }, (_, n) => `staff-${n}@example.test`)
  for (const email of emails) {
    const { userId } = await counter.employee({ email })
    await db.updateTable('users').set({ password_hash }).where('id', '=', userId).execute()
  }
  return emails
}

test('a day of an honest shop: no one is refused for what others did', async () => {
  const staff = await makeStaff(4)
  const tablet = new Client(backend, SHOP)

  arrive(0)
  const newcomers = Array.from({ length: 30 }, (_, n) => {
    const names = { firstName: 'Alix', lastName: 'Démo', birthDate: '1990-05-17' }
    const account = {
      ...names,
      email: `new-${n}@example.test`,
      password: PASSWORD,
      acceptsRules: true,
      newsletter: false,
    }
    const client = new Client(backend, SHOP)
    return { client, email: account.email, answer: client.post('/auth/register', account) }
  })
  for (const { answer } of newcomers) expected(await answer, 201)
  await Promise.all(newcomers.map(async ({ client }) => play(client)))

  for (let place = newcomers.length; place < PLAYERS; place++) {
    arrive(place)
    // Some have an account of an earlier day and a new phone, most have only just made one.
    const returning = place % 5 === 0 ? newcomers[(place / 5) % 30] : undefined
    const phone = returning ? new Client(backend, SHOP) : await signedInClient(backend, {}, SHOP)
    if (returning) await signIn(phone, returning.email)
    const code = await play(phone)
    if (place % 75 === 30) {
      await tablet.post('/auth/logout')
      await signIn(tablet, staff[Math.floor(place / 75)] as string)
    }
    if (place % 3) continue
    while (mistypes()) expected(await tablet.get('/handover/tickets/ZZZZZZZZZZ'), 404)
    expected(await tablet.get(`/handover/tickets/${code}`), 200)
    expected(await tablet.post(`/handover/tickets/${code}/claim`, DECLARED), 200)
  }
  expect(refusals).toEqual([])
  expect(typed).toBeGreaterThan(450)
  const claimed = await db.selectFrom('tickets').select('id').where('status', '=', 'claimed').execute()
  expect(claimed).toHaveLength((PLAYERS - newcomers.length) / 3)
}, 120_000)
