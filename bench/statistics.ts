import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { buildApp } from '../backend/src/app.ts'
import { readConfig } from '../backend/src/config.ts'
import { openDatabase } from '../backend/src/database/database.ts'
import { migrate } from '../backend/src/database/migrations.ts'
import { openPool } from '../backend/src/database/pool.ts'
import type { App } from '../backend/src/http/http-app.ts'
import { type Cursor, encodeCursor } from '../backend/src/lists/cursor.ts'
import { openTools, type Tools } from '../backend/src/tools.ts'
import { startPostgres } from '../scripts/embedded-postgres.ts'
import { median, report } from './report.ts'
import { EXHAUSTED, fillDatabase } from './statistics-database.ts'

/**
 * Measures what an administrator waits for, through the whole backend: the figures, compared with a plain count of the
 * rows, and pages of the list of tickets, at their best and worst. `-- --tickets 500000` measures one size only.
 */
const SIZES = [500_000, 10_000_000]
const REQUESTS = 50
const PAGES = 15

const { values } = parseArgs({ options: { tickets: { type: 'string' } } })
for (const tickets of values.tickets ? [Number(values.tickets)] : SIZES) await measure(tickets)

async function measure(tickets: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-bench-statistics-'))
  const settings = { fsync: 'off', shared_buffers: '512MB', max_wal_size: '8GB', work_mem: '16MB' }
  const postgres = await startPostgres(join(folder, 'postgres'), settings)
  try {
    const database = { url: postgres.url, connections: 3 }
    const owner = openDatabase(openPool(database, 1, 3_600_000))
    await migrate(owner)
    const begin = performance.now()
    await fillDatabase(owner, tickets)
    console.log(`${tickets} tickets filled in ${Math.round((performance.now() - begin) / 1000)} s`)
    const counting = await timePlainCount(owner)
    await owner.destroy()
    await measureBackend(postgres.url, tickets, counting)
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureBackend(url: string, tickets: number, counting: Counted): Promise<void> {
  const secrets = { SESSION_KEY: randomBytes(32).toString('base64'), TICKET_PEPPER: randomBytes(32).toString('base64') }
  const tools = openTools(readConfig({ DATABASE_URL: url, ...secrets }))
  const app = await buildApp(tools)
  try {
    const get = await administrator(app, tools)
    const { plays } = await get('/admin/statistics')
    if (plays !== counting.plays) throw new Error(`the figures say ${plays} plays, counting says ${counting.plays}`)
    const all = await time(REQUESTS, () => get('/admin/statistics'))
    const days = new Date(Date.now() - 20 * 86_400_000).toISOString().slice(0, 10)
    const period = await time(REQUESTS, () => get(`/admin/statistics?from=${days}`))
    await timePages(get, await deepCursors(tools, tickets))
    const limit = tickets > 1_000_000 ? 100 : 50
    await report({
      name: `statistics-${tickets}`,
      figures: {
        'statistics p50 ms': all.p50,
        'statistics p99 ms': all.p99,
        'statistics of a period p50 ms': period.p50,
        'counting rows ms': counting.ms,
      },
      ratio: all.p50 / limit,
      target: `≤ 1 × ${limit} ms at ${tickets} tickets`,
      holds: all.p50 <= limit && period.p50 <= limit,
    })
  } finally {
    await app.close()
  }
}

type Get = Awaited<ReturnType<typeof administrator>>

/** Sends requests as a signed-in administrator. */
async function administrator(app: App, { db, sessions }: Tools) {
  const { id } = await db
    .insertInto('users')
    .values({ email: 'admin@example.test', first_name: 'Admin', last_name: 'Bench', role: 'admin' })
    .returning('id')
    .executeTakeFirstOrThrow()
  let cookie = ''
  const reply = { setCookie: (name: string, value: string) => (cookie = `${name}=${value}`) }
  await sessions.open(reply as never, id)
  return async (path: string) => {
    const response = await app.inject({ url: path, headers: { cookie } })
    if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode} ${response.body}`)
    for (const given of response.cookies) cookie = `${given.name}=${given.value}`
    return response.json()
  }
}

/** The first page and one from the middle, for several filters: common ones, and those that find least. */
async function timePages(get: Get, { played, unplayed }: { played: string; unplayed: string }): Promise<void> {
  const pages: Record<string, { filter: string; deep: string }> = {
    everything: { filter: '', deep: played },
    pending: { filter: 'status=pending', deep: played },
    claimed: { filter: 'status=claimed', deep: played },
    unclaimed: { filter: 'status=unclaimed', deep: unplayed },
    'one prize of twenty': { filter: 'prize=box-69', deep: played },
    'one prize of twenty, pending': { filter: 'prize=box-69&status=pending', deep: played },
    'one player': { filter: 'player=7', deep: played },
    'pending, nearly all is handed over': { filter: `prize=${EXHAUSTED}&status=pending`, deep: played },
    'unclaimed, nearly all is played': { filter: `prize=${EXHAUSTED}&status=unclaimed`, deep: unplayed },
  }
  const rows: Record<string, object> = {}
  for (const [name, { filter, deep }] of Object.entries(pages)) {
    const first = await time(PAGES, () => get(`/admin/tickets?${filter}`))
    const later = await time(PAGES, () => get(`/admin/tickets?${filter}&cursor=${deep}`))
    rows[name] = { 'first p50 ms': first.p50, 'first max': first.max, 'deep p50 ms': later.p50, 'deep max': later.max }
  }
  console.table(rows)
}

/** Returns cursors into the middle of the played and of the unplayed tickets. */
async function deepCursors({ db }: Tools, tickets: number) {
  const { rows } = await sql<Cursor>`
    select played_at as at, ticket_id as id from participations
    where played_at < now() - interval '30 days' order by played_at desc, ticket_id desc limit 1`.execute(db)
  const [row] = rows
  if (!row) throw new Error('nothing was played a month ago')
  return { played: encodeCursor(row), unplayed: encodeCursor({ at: new Date(0), id: tickets / 2 }) }
}

type Counted = { plays: number; ms: number }

/** Measures the same by counting rows, once they have been read from the disk. Also returns the number of plays. */
async function timePlainCount(db: Tools['db']): Promise<Counted> {
  let plays = 0
  const { p50 } = await time(1, async () => {
    const { rows } = await sql<{ plays: number }>`
      select prize_id, date_trunc('hour', played_at) as hour, count(*) as plays, count(claimed_at) as handovers
      from tickets where played_at is not null group by prize_id, hour`.execute(db)
    plays = rows.reduce((sum, row) => sum + row.plays, 0)
  })
  return { plays, ms: p50 }
}

/** Returns the times of so many runs, in milliseconds, after one uncounted run that reads pages from the disk. */
async function time(times: number, act: () => Promise<unknown>) {
  await act()
  const taken: number[] = []
  for (let n = 0; n < times; n++) {
    const begin = performance.now()
    await act()
    taken.push(performance.now() - begin)
  }
  const sorted = taken.toSorted((a, b) => a - b)
  const rounded = (ms: number | undefined) => Number((ms ?? Number.NaN).toFixed(1))
  return { p50: rounded(median(taken)), p99: rounded(sorted[Math.ceil(times * 0.99) - 1]), max: rounded(sorted.at(-1)) }
}
