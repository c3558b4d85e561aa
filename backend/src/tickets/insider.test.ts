import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { openDownloads } from '../../test/downloads.ts'
import { generationTools, scratchFolder, theTipTop } from '../../test/generation.ts'
import { makeShop, signedInClient } from '../../test/make.ts'
import { openTickets } from '../../test/open-tickets.ts'
import { entryOf } from './commitment/entry.ts'
import { leafHash } from './commitment/merkle-tree.ts'
import { generateTickets } from './generation/generate-tickets.ts'
import { hashCode } from './ticket/code-hash.ts'
import { maskPrize, openingOf } from './ticket/opening.ts'

const backend = await startBackend()
const { tools, databaseUrl } = backend
const printFile = `${await scratchFolder()}/codes.csv`
await generateTickets(await generationTools(databaseUrl), { contest: await theTipTop(), count: 5_000, printFile })
const { pepper } = tools.config.tickets
const truth = await openTickets(tools.owner, { pepper, printFile })
const SLUGS = ['infuseur', 'the-detox', 'the-signature', 'coffret-39', 'coffret-69']

test('an administrator finds the prize of no unplayed ticket: not by list, filter, export or figures', async () => {
  const admin = await signedInClient(backend, { role: 'admin' })
  const { body } = await admin.get('/admin/tickets?status=unclaimed&limit=100')
  expect(body.items).toHaveLength(100)
  expect(JSON.stringify(body.items)).not.toMatch(new RegExp(SLUGS.join('|')))
  for (const slug of SLUGS)
    expect((await admin.get(`/admin/tickets?prize=${slug}&status=unclaimed`)).body.items).toEqual([])
  const { url, cookie } = await openDownloads(backend)
  for (const filter of ['', '?prize=coffret-69', '?status=unclaimed']) {
    const answer = await fetch(`${url}/admin/exports/tickets.csv${filter}`, { headers: { cookie: cookie(admin) } })
    expect(await answer.text()).not.toMatch(/Coffret|Infuseur|Boîte/)
  }
  const { prizes } = (await admin.get('/admin/statistics')).body
  expect(prizes.map(({ allotted, played }: { allotted: number; played: number }) => [allotted, played])).toEqual(
    [3_000, 1_000, 500, 300, 200].map(quota => [quota, 0]),
  )
})

test('an employee who types an unplayed code learns no more than that it is unplayed', async () => {
  const shopId = await makeShop(tools, 'Nice')
  const employee = await signedInClient(backend, { role: 'employee', shopId })
  const code = truth.find(({ slug }) => slug === 'coffret-69')?.code
  const { status, body } = await employee.get(`/handover/tickets/${code}`)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(JSON.stringify(body)).not.toMatch(new RegExp(SLUGS.join('|')))
})

test('the printer has codes alone, in an order that says nothing: prizes and numbers are spread evenly over it', async () => {
  expect((await readFile(printFile, 'utf8')).split('\n', 2)).toEqual([
    'serial;code',
    expect.stringMatching(/^1;.{11}$/),
  ])
  const first = truth.slice(0, 2_500)
  // 100 of 200 are expected in a half, with a standard deviation of 7.
  expect(Math.abs(first.filter(({ slug }) => slug === 'coffret-69').length - 100)).toBeLessThan(50)
  expect(Math.abs(first.filter(({ id }) => id <= 2_500).length - 1_250)).toBeLessThan(130)
})

test('a person with a dump finds every stored prize masked, each value about as often whatever the ticket wins', async () => {
  const { rows } = await sql<{ id: number; prize_id: null; masked_prize: number }>`
    select id, prize_id, masked_prize from tickets order by id`.execute(tools.owner)
  expect(rows.every(({ prize_id }) => prize_id === null)).toBe(true)
  const slugOf = new Map(truth.map(({ id, slug }) => [id, slug]))
  for (const slug of SLUGS) {
    const masked = rows.filter(({ id }) => slugOf.get(id) === slug).map(({ masked_prize }) => masked_prize)
    const low = masked.filter(value => value < 128).length
    // Half of them, give or take seven standard deviations.
    expect(Math.abs(low - masked.length / 2)).toBeLessThan(3.5 * Math.sqrt(masked.length))
    expect(new Set(masked).size).toBeGreaterThan(Math.min(80, masked.length / 3))
  }
})

test('a person with dump and print file links no code to a row, and opens no leaf, without the pepper', async () => {
  const { rows } = await sql<{ hash: string }>`select encode(code_hash, 'hex') as hash from tickets`.execute(
    tools.owner,
  )
  const hashes = new Set(rows.map(({ hash }) => hash))
  const { rows: slices } = await sql<{ hashes: string }>`
    select encode(hashes, 'hex') as hashes from commitment_leaves`.execute(tools.owner)
  const leaves = slices.map(({ hashes }) => hashes).join()
  for (const { code, slug } of truth.slice(0, 200)) {
    const guess = 'a pepper that the insider has guessed, wrongly'
    expect(hashes.has(hashCode(guess, code as never).toString('hex'))).toBe(false)
    const entry = entryOf(code as never, 1 + SLUGS.indexOf(slug), openingOf(guess, code as never))
    expect(leaves).not.toContain(leafHash(entry).toString('hex'))
    // With the pepper both are there: the guesses fail for no other reason.
    expect(hashes.has(hashCode(pepper, code as never).toString('hex'))).toBe(true)
  }
})

test('the backend’s role cannot move a prize: a mask never changes, and a prize is written once, by the play', async () => {
  const [ticket] = truth
  const mask = maskPrize(5, openingOf(pepper, ticket?.code as never))
  await expect(
    sql`update tickets set masked_prize = ${mask} where id = ${ticket?.id}`.execute(tools.db),
  ).rejects.toThrow('permission denied')
  await expect(sql`update tickets set prize_id = 5 where id = ${ticket?.id}`.execute(tools.db)).rejects.toThrow(
    'tickets_are_masked_until_played',
  )
  const player = await signedInClient(backend)
  const { status, body } = await player.post('/plays', { code: ticket?.code })
  expect([status, body.prize.slug]).toEqual([201, ticket?.slug])
  await expect(sql`update tickets set prize_id = 5 where id = ${ticket?.id}`.execute(tools.db)).rejects.toThrow(
    'in a way that no ticket does',
  )
})
