import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { Client } from '../../test/client.ts'
import { DECLARED, startCounter } from '../../test/counter.ts'
import { signedInClient } from '../../test/make.ts'
import { closeVerification } from './close-verification.ts'
import { type OpenedVerification, openVerification } from './open-verification.ts'

const counter = await startCounter()
const { backend } = counter
const { tools, clock, outbox } = backend
const { db, owner } = tools
const byOwner = { ...tools, db: owner }
const open = (minutes = 10) => openVerification(byOwner, { minutes })
const close = (player?: string) => closeVerification(byOwner, { player })

afterEach(async () => {
  await close()
  clock.at = null
})

async function signIn(login: { email: string; password: string }, address?: string) {
  const client = new Client(backend, address)
  return { client, answer: await client.post('/auth/login', login) }
}

/** What an operator's program does after a deployment. */
async function verify({ player, employee, ticket }: OpenedVerification) {
  const [playing, working] = [await signIn(player), await signIn(employee)]
  const play = await playing.client.post('/plays', { code: ticket })
  const found = await working.client.get(`/handover/tickets/${ticket}`)
  const claim = await working.client.post(`/handover/tickets/${ticket}/claim`, DECLARED)
  return { player: playing.client, employee: working.client, play, found, claim }
}

const reservedAccounts = () =>
  db
    .selectFrom('users')
    .select(['id', 'password_hash', 'access_until'])
    .where('id', '<', 0)
    .orderBy('id', 'desc')
    .execute()

test('a player signs in and plays the reserved ticket, and an employee hands it over [2.4/AO 4.3/AQ 4.3/AR 4.3/AS]', async () => {
  const opened = await open()
  const { player, employee, play, found, claim } = await verify(opened)
  expect([play.status, play.body.ticket, play.body.prize]).toEqual([
    201,
    expect.objectContaining({ code: opened.ticket, status: 'pending' }),
    expect.objectContaining({ slug: opened.prize, valueCents: null }),
  ])
  reached('4.3/AQ', '4.3/AR')
  expect([found.status, found.body.player]).toEqual([
    200,
    { firstName: 'Joueur', lastName: 'Contrôle', birthDate: '1990-01-01' },
  ])
  expect([claim.status, claim.body.ticket.status]).toEqual([200, 'claimed'])
  reached('4.3/AS', '2.4/AO')
  expect((await employee.get('/handover/tickets')).body.items.map(codeIn)).toEqual([opened.ticket])
  expect((await player.get('/me/tickets')).body.items.map(codeIn)).toEqual([opened.ticket])
})

const codeIn = ({ ticket }: { ticket: { code: string } }) => ticket.code

test('an ordinary player who types the reserved code learns that no ticket has it, and it counts as a guess', async () => {
  const { ticket } = await open()
  const player = await signedInClient(backend)
  const { status, body } = await player.post('/plays', { code: ticket })
  expect([status, body.code]).toEqual([404, 'ticket-unknown'])
  const counted = await db
    .selectFrom('attempt_limits')
    .select('failures')
    .where('key', '=', `code:player:${player.userId}`)
    .executeTakeFirst()
  expect(counted).toEqual({ failures: 1 })
})

test('the counter and its list know nothing of reserved tickets, and a reserved employee nothing of the others', async () => {
  const { code: ofPeople } = await counter.played()
  const opened = await open()
  const { employee: reserved } = await verify(opened)
  for (const person of [await counter.employee(), await counter.admin()]) {
    const { body } = await person.get('/handover/tickets?limit=100')
    expect(body.items.map(codeIn)).toContain(ofPeople)
    expect(body.items.map(codeIn)).not.toContain(opened.ticket)
    expect((await person.get(`/handover/tickets?search=${opened.ticket}`)).body.items).toEqual([])
    expect((await person.get('/handover/tickets?search=Contr%C3%B4le')).body.items).toEqual([])
    for (const [deed, body] of [
      ['claim', DECLARED],
      ['undo', { reason: 'Par erreur' }],
      ['refuse', { reason: 'Non' }],
    ] as const)
      expect((await person.post(`/handover/tickets/${opened.ticket}/${deed}`, body)).body.code).toBe('ticket-unknown')
  }
  expect((await reserved.get('/handover/tickets')).body.items.map(codeIn)).not.toContain(ofPeople)
  expect((await reserved.get(`/handover/tickets/${ofPeople}`)).body.code).toBe('ticket-unknown')
  expect((await reserved.post(`/handover/tickets/${ofPeople}/claim`, DECLARED)).body.code).toBe('ticket-unknown')
  expect(await counter.ticketOf(ofPeople)).toMatchObject({ status: 'pending' })
})

test('a reserved player cannot touch a ticket of the contest in any way', async () => {
  const { client } = await signIn((await open()).player)
  const code = counter.unplayed()
  expect((await client.post('/plays', { code })).body.code).toBe('ticket-unknown')
  expect((await (await signedInClient(backend)).post('/plays', { code })).status).toBe(201)
  const write = sql`
    update tickets set status = 'pending', code = 'X', player_id = -1, played_at = now(), prize_id = 1
    where id = (select min(id) from tickets where id > 0 and status = 'unclaimed')`
  await expect(write.execute(db)).rejects.toThrow('tickets_of_verifications')
})

test('no mail is sent to reserved accounts, whatever the request', async () => {
  const opened = await open()
  outbox.length = 0
  const { player } = await verify(opened)
  await player.post('/auth/password/forgot', { email: opened.player.email })
  await player.post('/auth/email/resend')
  const { player: person, url } = await counter.played()
  await (await counter.employee()).post(`${url}/claim`, DECLARED)
  await backend.app.background.settled()
  expect(outbox).toHaveLength(1)
  expect(outbox[0]?.to).toBe((await person.get('/me')).body.email)
})

test('no one signs in to a closed verification, and its sessions end within a minute', async () => {
  const opened = await open()
  const { player, employee } = await verify(opened)
  expect(await close()).toBe(2)
  for (const login of [opened.player, opened.employee])
    expect((await signIn(login)).answer.body.code).toBe('invalid-credentials')
  clock.at = new Date(Date.now() + 61_000)
  for (const client of [player, employee]) expect((await client.get('/me')).body.code).toBe('session-needed')
})

test('closing again, or before any opening, closes nothing and records nothing', async () => {
  await open()
  await close()
  const events = () => db.selectFrom('audit_events').select('id').where('kind', '=', 'verification-closed').execute()
  const before = await events()
  expect(await close()).toBe(0)
  expect(await events()).toEqual(before)
})

test('a verification that is never closed ends by itself, with its sessions', async () => {
  const opened = await open(10)
  const { player } = await verify(opened)
  clock.at = new Date(Date.parse(opened.until) - 1_000)
  expect((await signIn(opened.employee)).answer.status).toBe(200)
  clock.at = new Date(Date.parse(opened.until))
  for (const login of [opened.player, opened.employee])
    expect((await signIn(login)).answer.body.code).toBe('invalid-credentials')
  expect((await player.get('/me')).body.code).toBe('session-needed')
})

test('accounts whose time is over serve again under other addresses and passwords; those at work are left alone', async () => {
  const first = await open()
  const second = await open()
  const ids = (await reservedAccounts()).map(({ id }) => id)
  expect(ids.slice(0, 4)).toEqual([-1, -2, -3, -4])
  expect((await signIn(first.player)).answer.status).toBe(200)
  expect(await close(second.player.email)).toBe(2)
  expect((await signIn(first.employee)).answer.status).toBe(200)
  expect((await signIn(second.employee)).answer.status).toBe(401)
  const third = await open()
  expect((await reservedAccounts()).map(({ id }) => id)).toEqual(ids)
  expect((await verify(third)).claim.status).toBe(200)
  expect((await verify(first)).claim.status).toBe(200)
})

test('five verifications opened at once each have accounts and a ticket of their own', async () => {
  const opened = await Promise.all(Array.from({ length: 5 }, () => open()))
  const made = await Promise.all(opened.map(verify))
  expect(made.map(({ claim }) => claim.status)).toEqual([200, 200, 200, 200, 200])
  const played = await db
    .selectFrom('tickets')
    .select(['player_id', 'claimed_by'])
    .where(
      'code',
      'in',
      opened.map(({ ticket }) => ticket),
    )
    .execute()
  expect(new Set(played.flatMap(row => [row.player_id, row.claimed_by])).size).toBe(10)
})

test('the next verification resets an account, whatever happened to it', async () => {
  const opened = await open()
  const { client } = await signIn(opened.player)
  await client.patch('/me', { firstName: 'Autre', newsletter: true, language: 'en' })
  expect((await client.delete('/me', { confirmation: opened.player.password })).status).toBe(204)
  await close()
  const { claim, found } = await verify(await open())
  expect([claim.status, found.body.player.firstName]).toEqual([200, 'Joueur'])
})

test('guessing passwords and codes from the same address does not block a verification', async () => {
  const address = '198.51.100.7'
  const block = (key: string) => ({
    key,
    failures: 999,
    window_ends_at: new Date(Date.now() + 9e5),
    blocked_until: new Date(Date.now() + 9e5),
  })
  await db
    .insertInto('attempt_limits')
    .values([block(`password:address:${address}`), block(`code:address:${address}`)])
    .execute()
  const opened = await open()
  expect((await signIn({ email: 'qui@example.test', password: 'x' }, address)).answer.status).toBe(429)
  const { client, answer } = await signIn(opened.player, address)
  expect([answer.status, (await client.post('/plays', { code: opened.ticket })).status]).toEqual([200, 201])
})

test('the backend itself can open none: it may write neither contests nor tickets', async () => {
  await expect(openVerification(tools, { minutes: 10 })).rejects.toMatchObject({ code: '42501' })
})
