import { randomInt } from 'node:crypto'
import type { Statistics } from '@tiptop/contract/statistics.ts'
import type { TicketStatus } from '@tiptop/contract/tickets.ts'
import { sql } from 'kysely'
import { expect, onTestFailed, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { DECLARED } from '../../test/counter.ts'
import { freshDatabase } from '../../test/database.ts'
import { keepSessionsOpen, makeContest, makeShop, makeTickets, signedInClient } from '../../test/make.ts'
import { inPlainWords, plainCount } from '../../test/plain-count.ts'
import { foldCounts } from './fold-counts.ts'

const ROUNDS = 7
const HANDS = 12
const DEEDS_OF_A_HAND = 7
const PERIODS: Record<string, string>[] = [
  {},
  { from: '2026-10-25', to: '2026-10-25' },
  { from: '2026-10-26' },
  { to: '2026-10-24' },
]

const seed = Number(process.env.STORM_SEED ?? randomInt(2 ** 31))
const random = generator(seed)
const below = (count: number) => Math.floor(random() * count)
const one = <Item>(items: Item[]) => items[below(items.length)] as Item

const databaseUrl = await freshDatabase()
const backends = [await startBackend({}, databaseUrl), await startBackend({}, databaseUrl)]
const { tools } = backends[0] as (typeof backends)[number]
const { prizeIds } = await makeContest(tools, { opensAt: new Date('2026-10-20'), playsUntil: new Date('2026-11-20') })
const codes = [...(await makeTickets(tools, prizeIds[0] as number, 300))]
codes.push(...(await makeTickets(tools, prizeIds[1] as number, 200)))
await sql`update contests set ticket_count = 500, generated_at = now(), allotment_digest = '\\x00'`.execute(tools.owner)
const shops = [await makeShop(tools, 'Nice'), await makeShop(tools, 'Lyon'), await makeShop(tools, 'Lille')]
setClocks(new Date('2026-10-24T10:00:00Z'))

const people = <Facts>(facts: Facts[]) =>
  Promise.all(facts.map((fact, n) => signedInClient(backends[n % 2] as (typeof backends)[number], fact as object)))
const players = await people(
  Array.from({ length: 24 }, (_, n) => ({ birthDate: `${1944 + n * 2}-10-2${n % 10}`, createdAt: someMoment() })),
)
const employees = await people(shops.flatMap(shopId => [shopId, shopId].map(id => ({ role: 'employee', shopId: id }))))
const admins = await people([{ role: 'admin' }, { role: 'admin' }])
await keepSessionsOpen(tools)
const played: string[] = []
const claimed: string[] = []
let lastPlayer = players[0] as (typeof players)[number]

/** Around midnight in France, and around the night in which the clocks went back. */
function someMoment(): Date {
  const day = Date.parse(one(['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-28', '2026-11-02']))
  return new Date(day + one([22, 23, 0, 1, 9]) * 3_600_000 + one([0, 1, 1_799_999, 3_599_999]))
}

function setClocks(at: Date): void {
  for (const backend of backends) backend.clock.at = at
}

const deeds: Record<string, () => Promise<unknown>> = {
  async play() {
    const code = codes.length && random() < 0.9 ? (codes.pop() as string) : (played.at(-1) ?? '')
    const player = one(players)
    const { status } = await player.post('/plays', { code })
    if (status !== 201) return
    played.push(code)
    lastPlayer = player
  },
  async claim() {
    const code = one(played)
    const answer = code && (await one(employees).post(`/handover/tickets/${code}/claim`, DECLARED))
    if (answer && answer.status === 200) claimed.push(code)
  },
  async undo() {
    const reason = { reason: 'Mauvais client' }
    if (claimed.length) await one([...employees, ...admins]).post(`/handover/tickets/${one(claimed)}/undo`, reason)
  },
  async register() {
    await signedInClient(one(backends), { createdAt: someMoment() })
  },
  /** What erasing an account does to the figures, here that of a player who has just played. */
  async forget() {
    const { userId } = lastPlayer
    await tools.db.transaction().execute(async db => {
      await sql`select keep_age_bands(${userId})`.execute(db)
      await db.updateTable('users').set({ birth_date: null }).where('id', '=', userId).execute()
    })
  },
  fold: () => foldCounts(one(backends).tools),
}
const LIKELY = ['play', 'play', 'play', 'play', 'play', 'claim', 'claim', 'claim', 'undo', 'undo', 'register', 'fold']

/** One deed after the other; the first hand also erases a player now and then. */
async function work(hand: number): Promise<void> {
  for (let n = 1; n <= DEEDS_OF_A_HAND; n++) await deeds[hand === 0 && n % 3 === 0 ? 'forget' : one(LIKELY)]?.()
}

async function statistics(query = ''): Promise<Statistics> {
  const { status, body } = await one(admins).get(`/admin/statistics?${query}`)
  expect(status).toBe(200)
  return body
}

/** The list of tickets, which the counts lead to where they are. */
async function listed(status: string): Promise<number[]> {
  const { body } = await one(admins).get(`/admin/tickets?limit=100&status=${status}`)
  return body.items.map(({ id }: { id: number }) => id)
}

async function newest(status: TicketStatus): Promise<number[]> {
  const query = tools.db.selectFrom('tickets').select('id').where('status', '=', status)
  const rows = await query
    .orderBy('played_at', 'desc')
    .orderBy(sql`case status when 'unclaimed' then id else -id end`)
    .limit(100)
    .execute()
  return rows.map(({ id }) => id)
}

const sum = <Item>(items: Item[], figure: (item: Item) => number) => items.reduce((all, item) => all + figure(item), 0)

/**
 * Whatever happens meanwhile, the parts of one answer are those of one moment, and what is never undone never shrinks.
 */
function expectOneMoment(now: Statistics, before: Statistics): void {
  const plays = [now.prizes, now.perDay, now.perHour, now.perAge].map(parts =>
    sum<{ plays: number } | { played: number }>(parts, part => ('plays' in part ? part.plays : part.played)),
  )
  expect(plays).toEqual(Array(4).fill(now.plays))
  const handovers = [now.prizes, now.perDay, now.perHour, now.perShop].map(parts =>
    sum<{ handovers: number } | { handedOver: number }>(parts, part =>
      'handovers' in part ? part.handovers : part.handedOver,
    ),
  )
  expect(handovers).toEqual(Array(4).fill(now.handovers))
  expect(now.conversion.handedOverOfPlayed).toBe(now.plays ? now.handovers / now.plays : null)
  for (const figure of ['plays', 'players', 'accounts'] as const)
    expect(now[figure]).toBeGreaterThanOrEqual(before[figure])
}

test('through a storm of plays, handovers, undos and folds over two backends the figures agree with a plain count', {
  timeout: 60_000,
}, async () => {
  onTestFailed(() => console.error(`The same storm again: STORM_SEED=${seed}`))
  let last = await statistics()
  for (let round = 0; round < ROUNDS; round++) {
    setClocks(someMoment())
    let over = false
    const storm = Promise.all(Array.from({ length: HANDS }, (_, hand) => work(hand))).finally(() => {
      over = true
    })
    while (!over) {
      const now = await statistics()
      expectOneMoment(now, last)
      last = now
    }
    await storm
    for (const days of PERIODS) {
      const answer = await statistics(new URLSearchParams(days).toString())
      expect(inPlainWords(answer)).toEqual(await plainCount(tools, days))
    }
    for (const status of ['pending', 'claimed', 'unclaimed'] as const)
      expect(await listed(status)).toEqual(await newest(status))
  }
  const { plays, handovers, players: who } = await statistics()
  expect(plays).toBeGreaterThan(100)
  expect(handovers).toBeGreaterThan(10)
  expect(who).toBeGreaterThan(15)
})

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
