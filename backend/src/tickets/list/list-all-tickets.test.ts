import type { TicketItem, TicketList } from '@tiptop/contract/tickets.ts'
import { expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { startBackend } from '../../../test/backend.ts'
import { Client } from '../../../test/client.ts'
import { DECLARED } from '../../../test/counter.ts'
import { keepSessionsOpen, makeContest, makeShop, makeTickets, signedInClient } from '../../../test/make.ts'

const backend = await startBackend()
const { tools, clock } = backend
at('2026-10-24T10:00:00Z')
const dates = { opensAt: new Date('2026-10-20T08:00:00Z'), playsUntil: new Date('2026-11-20T08:00:00Z') }
const { id: contestId, prizeIds } = await makeContest(tools, {
  ...dates,
  claimsUntil: new Date('2026-11-22T08:00:00Z'),
})
const infusers = await makeTickets(tools, prizeIds[0] as number, 30)
const boxes = await makeTickets(tools, prizeIds[1] as number, 30)
await makeForeignTicket()

const admin = await signedInClient(backend, { role: 'admin' })
const shopId = await makeShop(tools, 'Nice')
const sacha = await signedInClient(backend, { role: 'employee', firstName: 'Sacha', lastName: 'Nice', shopId })
const camille = await signedInClient(backend, { firstName: 'Camille', lastName: 'Martin' })
const dany = await signedInClient(backend, { firstName: 'Dany', lastName: 'Petit' })
await keepSessionsOpen(tools)

function at(moment: string): void {
  clock.at = new Date(moment)
}

async function play(who: Client, codes: string[], moment: string): Promise<string> {
  at(moment)
  const code = codes.pop() as string
  expect((await who.post('/plays', { code })).status).toBe(201)
  return code
}

const saturday = await play(camille, boxes, '2026-10-24T21:59:59Z')
const sunday = await play(camille, infusers, '2026-10-24T22:00:00Z')
const lateSunday = await play(dany, boxes, '2026-10-25T22:59:59Z')
const monday = await play(dany, infusers, '2026-10-25T23:00:00Z')
for (const code of [saturday, monday]) await sacha.post(`/handover/tickets/${code}/claim`, DECLARED)

const read = async (query: string): Promise<TicketList> => (await admin.get(`/admin/tickets?limit=100&${query}`)).body
const codesOf = async (query: string) => (await read(query)).items.map(({ code }) => code)
const numbersOf = (items: TicketItem[]) => items.map(({ id }) => id)
const PLAYED = [monday, lateSunday, sunday, saturday]

/** A ticket of another contest, which no list shows. */
async function makeForeignTicket(): Promise<void> {
  const row = await tools.owner.selectFrom('contests').selectAll().where('id', '=', contestId).executeTakeFirstOrThrow()
  const { id: _, ...facts } = row
  const other = await tools.owner
    .insertInto('contests')
    .values({ ...facts, slug: 'other' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id } = await tools.owner
    .insertInto('prizes')
    .columns(['contest_id', 'position', 'slug', 'name_fr', 'name_en', 'description_fr', 'description_en', 'quota'])
    .values({
      contest_id: other.id,
      position: 1,
      slug: 'foreign',
      quota: 1,
      name_fr: 'Autre',
      name_en: 'Other',
      description_fr: 'Autre',
      description_en: 'Other',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const [code] = await makeTickets(tools, id, 2)
  const someone = await signedInClient(backend)
  expect((await someone.post('/plays', { code })).status).toBe(201)
}

test('an administrator sees every ticket of the contest: the newest play first, then unplayed tickets by number [1.3/P 1.3/Q]', async () => {
  const { items, nextCursor } = await read('')
  expect(nextCursor).toBeNull()
  expect(items.slice(0, 4).map(({ code }) => code)).toEqual(PLAYED)
  reached('1.3/P')
  const unplayed = items.slice(4)
  expect(unplayed).toHaveLength(56)
  expect(numbersOf(unplayed)).toEqual(numbersOf(unplayed).toSorted((a, b) => a - b))
  expect(unplayed[0]).toEqual({
    id: 1,
    status: 'unclaimed',
    expired: false,
    code: null,
    playedAt: null,
    player: null,
    handedOver: null,
    prize: null,
  })
  expect(items[0]).toEqual({
    id: expect.any(Number),
    status: 'claimed',
    expired: false,
    code: monday,
    playedAt: '2026-10-25T23:00:00.000Z',
    prize: expect.objectContaining({ slug: 'infuseur', name: { fr: 'Infuseur', en: 'Infuseur' } }),
    player: { id: dany.userId, name: 'Dany Petit' },
    handedOver: {
      by: 'Sacha Nice',
      at: '2026-10-25T23:00:00.000Z',
      shop: { slug: 'nice', name: 'Thé Tip Top Nice', city: 'Nice', postalCode: '00000' },
    },
  })
  reached('1.3/Q')
})

test('tickets are filtered by their state: pending, claimed, unclaimed [1.3/R 1.3/S]', async () => {
  expect(await codesOf('status=pending')).toEqual([lateSunday, sunday])
  expect(await codesOf('status=claimed')).toEqual([monday, saturday])
  const { items } = await read('status=unclaimed')
  expect(items.map(({ status }) => status)).toEqual(Array(56).fill('unclaimed'))
  reached('1.3/R', '1.3/S')
})

test('tickets are filtered by the days of their plays in France, both included [1.3/R 1.3/T]', async () => {
  expect(await codesOf('from=2026-10-25&to=2026-10-25')).toEqual([lateSunday, sunday])
  reached('1.3/R', '1.3/T')
  expect(await codesOf('from=2026-10-25')).toEqual([monday, lateSunday, sunday])
  expect(await codesOf('to=2026-10-24')).toEqual([saturday])
  expect(await codesOf('from=2026-10-27')).toEqual([])
})

test('played tickets are filtered by their prize, unplayed ones show none, and all filters can be combined [1.3/R 1.3/U]', async () => {
  expect((await codesOf('prize=coffret-69')).filter(Boolean)).toEqual([lateSunday, saturday])
  reached('1.3/R', '1.3/U')
  expect(await codesOf('prize=infuseur&status=unclaimed')).toEqual([])
  expect(await codesOf('prize=infuseur&status=pending')).toEqual([sunday])
  expect(await codesOf('prize=coffret-69&status=claimed&from=2026-10-24&to=2026-10-25')).toEqual([saturday])
  expect(await codesOf('prize=infuseur&status=claimed&to=2026-10-25')).toEqual([])
})

test('filtered by player, the list has the tickets that they played, in any state, and no unplayed ones', async () => {
  expect(await codesOf(`player=${dany.userId}`)).toEqual([monday, lateSunday])
  expect(await codesOf(`player=${dany.userId}&status=pending`)).toEqual([lateSunday])
  expect(await codesOf(`player=${dany.userId}&status=unclaimed`)).toEqual([])
  expect(await codesOf(`player=${dany.userId}&prize=infuseur&from=2026-10-26`)).toEqual([monday])
  expect(await codesOf('player=999999')).toEqual([])
})

test('unplayed tickets are in no period', async () => {
  for (const days of ['from=2026-10-01', 'to=2026-12-31', 'from=1900-01-01&to=9999-12-31'])
    expect(await codesOf(`status=unclaimed&${days}`)).toEqual([])
})

test('a cursor beyond every ticket leads to the end', async () => {
  for (const [at, items] of [
    [0, 0],
    [Date.parse('2026-10-25T22:00:00Z'), 2 + 56],
  ])
    for (const status of ['', '&status=pending']) {
      const cursor = Buffer.from(`${at}.999999999999999`).toString('base64url')
      const { status: code, body } = await admin.get(`/admin/tickets?limit=100&cursor=${cursor}${status}`)
      expect([code, body.items.length]).toEqual([200, status ? Math.min(items ?? 0, 1) : items])
    }
})

test('a prize that waits past the claim deadline is pending and expired', async () => {
  at('2026-11-22T08:00:00Z')
  const late = await read('status=pending')
  expect(late.items.map(({ status, expired }) => [status, expired])).toEqual(Array(2).fill(['pending', true]))
  expect((await read('status=claimed')).items.map(({ expired }) => expired)).toEqual([false, false])
  at('2026-10-26T10:00:00Z')
  expect((await read('status=pending')).items.map(({ expired }) => expired)).toEqual([false, false])
})

test.each([
  ['prize=nothing', 'prize: the contest has none called nothing'],
  ['prize=foreign', 'prize: the contest has none called foreign'],
  ['prize=%00', expect.any(String)],
  ['from=2026-10-26&to=2026-10-25', 'from: 2026-10-26 is after 2026-10-25'],
  ['cursor=nonsense', 'cursor: use the nextCursor of the previous answer'],
  ['status=lost', undefined],
  ['player=99999999999', undefined],
  ['from=yesterday', undefined],
  ['limit=101', undefined],
])('a faulty request for the list is refused, with the reason: %s', async (query, detail) => {
  const { status, body } = await admin.get(`/admin/tickets?${query}`)
  expect([status, body.code, body.detail]).toEqual([400, 'invalid-request', detail])
})

test('tickets are for administrators alone [1.3/C]', async () => {
  expect((await new Client(backend).get('/admin/tickets')).status).toBe(401)
  for (const who of [camille, sacha]) {
    const { status, body } = await who.get('/admin/tickets?status=lost')
    expect([status, body.code]).toEqual([403, 'role-needed'])
  }
  reached('1.3/C')
})

async function everyPage(query: string, limit: number, between = async () => {}): Promise<TicketItem[]> {
  const items: TicketItem[] = []
  let cursor = ''
  do {
    const { body } = await admin.get(`/admin/tickets?${query}&limit=${limit}${cursor && `&cursor=${cursor}`}`)
    items.push(...body.items)
    cursor = body.nextCursor
    await between()
  } while (cursor)
  return items
}

test.each(['', 'status=pending', 'status=claimed', 'status=unclaimed', 'prize=coffret-69', 'from=2026-10-25'])(
  'page by page a list is the same as at once: %j',
  async query => {
    const whole = (await read(query)).items
    for (const limit of [1, 2, 3, whole.length]) expect(await everyPage(query, limit)).toEqual(whole)
  },
)

test('while plays go on, paging shows no ticket twice and leaves out none that stays as it is', async () => {
  const before = (await read('')).items
  const [early, late] = [infusers.shift(), boxes.at(-1)]
  const codes = [early, late, infusers.pop(), boxes.shift()]
  at('2026-10-28T10:00:00Z')
  const shown = await everyPage('', 7, async () => {
    const code = codes.pop()
    if (code) expect((await camille.post('/plays', { code })).status).toBe(201)
  })
  expect(codes).toEqual([])
  expect(new Set(numbersOf(shown)).size).toBe(shown.length)
  const played = new Set(numbersOf((await read('from=2026-10-28')).items))
  expect(played.size).toBe(4)
  const unchanged = before.filter(({ id }) => !played.has(id))
  expect(shown.filter(({ id }) => !played.has(id))).toEqual(unchanged)
})

test('tickets whose numbers are far apart are paged without a gap, also where all between them are played', async () => {
  const ids = [4_095, 4_096, 8_191, 8_192, 900_000, 900_001, 2_147_483_647]
  const rows = ids.map(id => ({ id, contest_id: contestId, masked_prize: 3, code_hash: Buffer.alloc(16, `far ${id}`) }))
  await tools.owner.insertInto('tickets').values(rows).execute()
  const whole = (await read('status=unclaimed')).items
  expect(numbersOf(whole).slice(-ids.length)).toEqual(ids)
  for (const limit of [1, 2, 5]) expect(numbersOf(await everyPage('status=unclaimed', limit))).toEqual(numbersOf(whole))
})
