import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { makeUser } from '../../../test/make.ts'
import { hashPassword } from '../password-hash.ts'

const backend = await startBackend()
const { db } = backend.tools
const PASSWORD = 'un thé au bord du lac'
const passwordHash = await hashPassword(PASSWORD)

let counter = 0
let email = ''
let address = ''
beforeEach(() => {
  counter++
  email = `crowd-${counter}@example.test`
  address = `198.51.100.${counter}`
  backend.clock.at = null
})

const registration = (facts: object = {}) => ({
  email,
  password: PASSWORD,
  firstName: 'Alix',
  lastName: 'Démo',
  birthDate: '1990-05-17',
  acceptsRules: true,
  newsletter: true,
  ...facts,
})

async function makeAccount(): Promise<number> {
  const id = await makeUser(backend.tools, { email })
  await db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', id).execute()
  return id
}

test('a client that tries many taken addresses gets no more answers, and closes registration for no one', async () => {
  await makeAccount()
  const client = new Client(backend, address)
  for (let n = 0; n < 12; n++)
    expect((await client.post('/auth/register', registration({ email: `free-${n}-${email}` }))).status).toBe(201)
  const answers = []
  for (let n = 0; n < 12; n++) answers.push(await client.post('/auth/register', registration()))
  expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(409), 202, 202])

  const guest = new Client(backend, address)
  const free = await guest.post('/auth/register', registration({ email: `guest-${email}` }))
  // Neither the answer nor a session tells a free address from a taken one.
  expect({ status: free.status, text: free.text }).toEqual({ status: 202, text: answers[10]?.text })
  expect([...guest.cookies.keys()]).toEqual([])
  const subjects = (to: string) => backend.outbox.filter(mail => mail.to === to).map(({ subject }) => subject)
  await expect.poll(() => subjects(`guest-${email}`)).toEqual([expect.stringContaining('Confirmez')])
  await expect.poll(() => subjects(email)).toEqual(Array(2).fill(expect.stringContaining('déjà un compte')))
  const login = { email: `guest-${email}`, password: PASSWORD }
  expect((await guest.post('/auth/login', login)).status).toBe(200)

  expect((await new Client(backend, '192.0.2.1').post('/auth/register', registration())).status).toBe(409)
})

test('an address has a hundred mails sent to new accounts an hour, and makes accounts beyond', async () => {
  await db
    .insertInto('attempt_limits')
    .values({
      key: `register:mails:${address}`,
      failures: 99,
      window_ends_at: new Date(Date.now() + 3_600_000),
    })
    .execute()
  const statuses = []
  for (let n = 0; n < 3; n++)
    statuses.push(
      (await new Client(backend, address).post('/auth/register', registration({ email: `${n}-${email}` }))).status,
    )
  expect(statuses).toEqual([201, 201, 201])
  await backend.app.background.settled()
  expect(backend.outbox.filter(({ to }) => to.endsWith(`-${email}`))).toHaveLength(1)
})

test('forty honest sign-ins at once leave no failure behind', async () => {
  const emails = Array.from({ length: 40 }, (_, n) => `honest-${n}-${email}`)
  for (const each of emails) {
    const id = await makeUser(backend.tools, { email: each })
    await db.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', id).execute()
  }
  const answers = await Promise.all(
    emails.map(each => new Client(backend, address).post('/auth/login', { email: each, password: PASSWORD })),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200))
  const left = await db
    .selectFrom('attempt_limits')
    .select('key')
    .where('key', '=', `password:address:${address}`)
    .execute()
  expect(left).toEqual([])
})
