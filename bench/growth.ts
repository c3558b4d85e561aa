import type { ChildProcess } from 'node:child_process'
import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs, promisify } from 'node:util'
import { sql } from 'kysely'
import { migrate } from '../backend/src/database/migrations.ts'
import { readStatistics } from '../backend/src/statistics/read-statistics.ts'
import { listAllTickets } from '../backend/src/tickets/list/list-all-tickets.ts'
import { startPostgres } from '../scripts/embedded-postgres.ts'
import { ticketBytes, walPosition } from './growth/database-size.ts'
import { processorSeconds } from './growth/processor-seconds.ts'
import {
  codeOf,
  generate,
  insertPlayers,
  load,
  openPlayBench,
  type PlayBench,
  perSecond,
  startBackend,
} from './play-load.ts'
import { report } from './report.ts'

/**
 * What a contest costs as it grows: npm run bench:growth -- 500000 5000000 20000000 [--set wal_compression=lz4]. Codes are
 * played all over the tickets, after a checkpoint, so that each play touches a page that the log has to keep whole.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { set: { type: 'string', multiple: true, default: [] }, seconds: { type: 'string', default: '10' } },
})
const SIZES = positionals.length ? positionals.map(Number) : [50_000, 500_000]
const SECONDS = Number(values.seconds)
/** More than one machine plays in that time. */
const MOST_PLAYS = 12_000 * SECONDS
const MOST_TIMES = 1.25

const exec = promisify(execFile)
/** As the servers have them, see environments/server/postgresql.conf. */
const settings = { shared_buffers: '512MB', max_wal_size: '4GB', random_page_cost: '1.1', ...asSettings(values.set) }

const costs: number[] = []
for (const tickets of SIZES) costs.push(await measure(tickets))
const [smallest = Number.NaN] = costs
const ratio = (costs.at(-1) ?? Number.NaN) / smallest
await report({
  name: 'growth',
  figures: Object.fromEntries(
    SIZES.map((tickets, n) => [`CPU s per 10 000 plays, ${tickets} tickets`, costs[n] ?? Number.NaN]),
  ),
  ratio,
  target: `≤ ${MOST_TIMES} × the cost of a play at ${SIZES[0]} tickets`,
  holds: ratio <= MOST_TIMES,
})

/** @returns the processor seconds of 10 000 plays, of Node and PostgreSQL together */
async function measure(tickets: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-bench-'))
  const postgres = await startPostgres(join(folder, 'postgres'), settings)
  const bench = await openPlayBench(postgres.url, folder)
  let backend: ChildProcess | undefined
  try {
    await migrate(bench.db)
    const codes = await codesAllOver(await generate(bench, tickets), tickets)
    const bytes = await ticketBytes(bench.db)
    const playerIds = await insertPlayers(bench)
    await sql`vacuum analyze`.execute(bench.db)
    await sql`checkpoint`.execute(bench.db)
    backend = await startBackend(bench)
    const pids = { node: Number(backend.pid), postgres: await serverPid(folder) }
    const { node, server, ...figures } = await playAll(bench, { codes, playerIds, pids })
    console.table({
      tickets,
      'bytes per ticket': Math.round(bytes / tickets),
      'CPU s per 10 000 plays, Node': node,
      'CPU s per 10 000 plays, PostgreSQL': server,
      ...figures,
      ...(await timesOfReads(bench)),
    })
    return node + server
  } finally {
    backend?.kill()
    await bench.close()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type Playing = { codes: string[]; playerIds: number[]; pids: Parameters<typeof processorSeconds>[0] }

async function playAll(bench: PlayBench, { codes, playerIds, pids }: Playing) {
  const before = { wal: await walPosition(bench.db), cpu: await processorSeconds(pids) }
  const plays = await load(bench, { path: '/plays', codes, playerIds, seconds: SECONDS })
  const cpu = await processorSeconds(pids)
  const wal = (await walPosition(bench.db)) - before.wal
  if (!plays.requests || plays.refused) throw new Error(`${plays.refused} of ${plays.requests} plays were refused`)
  const per10000 = (seconds: number) => Number(((seconds * 10_000) / plays.requests).toFixed(2))
  return {
    node: per10000(cpu.node - before.cpu.node),
    server: per10000(cpu.postgres - before.cpu.postgres),
    'plays/s': perSecond(plays),
    'p99 ms': Math.round(plays.p99),
    'WAL bytes per play': Math.round(wal / plays.requests),
  }
}

async function timesOfReads({ db, config, env }: PlayBench): Promise<Record<string, number>> {
  const tools = { db, config, now: () => new Date() }
  const audit = join(import.meta.dirname, '../backend/src/audit/commands.ts')
  return {
    'first page of played tickets ms': await milliseconds(() =>
      listAllTickets(tools, { limit: 20, status: 'pending' }),
    ),
    'first page of unplayed tickets ms': await milliseconds(() =>
      listAllTickets(tools, { limit: 20, status: 'unclaimed' }),
    ),
    'statistics ms': await milliseconds(() => readStatistics(tools, {})),
    'audit verify ms': await milliseconds(() => exec(process.execPath, [audit, 'verify', '--json'], { env })),
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return Math.round(performance.now() - began)
}

/** As many codes as can be played, from beginning to end of the print file. */
async function codesAllOver(printFile: string, tickets: number): Promise<string[]> {
  const stride = Math.max(1, Math.floor(tickets / MOST_PLAYS))
  const codes: string[] = []
  let line = -1
  for await (const text of createInterface(createReadStream(printFile)))
    if (line++ >= 0 && line % stride === 0) codes.push(codeOf(text))
  return shuffled(codes)
}

/** Neighbours in the file may be neighbours in the table. */
function shuffled(codes: string[]): string[] {
  return codes
    .map(code => ({ code, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ code }) => code)
}

async function serverPid(folder: string): Promise<number> {
  return Number((await readFile(join(folder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0])
}

function asSettings(pairs: string[]): Record<string, string> {
  return Object.fromEntries(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
}
