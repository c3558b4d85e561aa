import { type ChildProcess, execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { migrate } from '../backend/src/database/migrations.ts'
import { startPostgres } from '../scripts/embedded-postgres.ts'
import {
  codeOf,
  generate,
  insertPlayers,
  type Load,
  load,
  openPlayBench,
  perSecond,
  startBackend,
} from './play-load.ts'
import { median, report } from './report.ts'

/**
 * Compares the plays a second of the whole backend with (a) pgbench doing the bare update of one row on the same server
 * and (b) the same backend without a database. The three take turns, so that a busy machine affects all alike.
 */
const TICKETS = 500_000
const ROUNDS = 3
const SECONDS = 8

type Round = { updates: number; empty: number; plays: number; p50: number; p99: number }

const exec = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'tiptop-bench-'))
const postgres = await startPostgres(join(folder, 'postgres'), { shared_buffers: '256MB', max_wal_size: '4GB' })
const bench = await openPlayBench(postgres.url, folder)
const { db } = bench
let backend: ChildProcess | undefined

try {
  await migrate(db)
  const [, ...lines] = (await readFile(await generate(bench, TICKETS), 'utf8')).trim().split('\n')
  const codes = lines.map(codeOf)
  const playerIds = await insertPlayers(bench)
  await sql`create table tickets_bare (like tickets including all) with (fillfactor = 80)`.execute(db)
  await sql`insert into tickets_bare select * from tickets`.execute(db)
  await sql`vacuum analyze`.execute(db)
  backend = await startBackend(bench)

  const rounds: Round[] = []
  // Round 0 warms up: it is not counted, because code is not compiled yet and pages were not read yet.
  for (let round = 0; round <= ROUNDS; round++) {
    const share = TICKETS / (ROUNDS + 1)
    const slice = codes.slice(round * share, (round + 1) * share)
    const updates = await pgbench()
    const asked = { codes: slice, playerIds, seconds: SECONDS }
    const empty = await load(bench, { path: '/empty', ...asked })
    const plays = await load(bench, { path: '/plays', ...asked })
    await provePlays(plays)
    console.log(
      `${round ? `round ${round}` : 'warm-up'}: update ${updates.toFixed(0)}/s · empty ${perSecond(empty)}/s · plays ${perSecond(plays)}/s`,
    )
    if (round > 0)
      rounds.push({ updates, empty: perSecond(empty), plays: perSecond(plays), p50: plays.p50, p99: plays.p99 })
  }
  const middle = (name: keyof Round) => median(rounds.map(round => round[name]))
  const ratio = Math.round((middle('plays') / middle('updates')) * 100) / 100
  await report({
    name: 'plays',
    figures: {
      'plays/s': middle('plays'),
      'play p50 ms': middle('p50'),
      'play p99 ms': middle('p99'),
      'bare updates/s (pgbench, 32 clients)': Math.round(middle('updates')),
      'requests/s without a database': middle('empty'),
    },
    ratio,
    target: '≥ 0.8 × bare updates',
    holds: ratio >= 0.8,
  })
} finally {
  backend?.kill()
  await bench.close()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Returns the transactions a second of the bare update, with 32 clients on one prepared statement. */
async function pgbench(): Promise<number> {
  const script = join(folder, 'update.sql')
  await writeFile(
    script,
    `\\set id random(1, ${TICKETS})
update tickets_bare set status = 'pending', player_id = 1, code = 'ABCDEFGHJK', played_at = now(), prize_id = 1 where id = :id;`,
  )
  const { stdout } = await exec(
    'pgbench',
    ['-n', '-M', 'prepared', '-c', '32', '-j', '1', '-T', String(SECONDS), '-f', script],
    {
      env: { ...process.env, ...libpq() },
    },
  )
  return Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
}

/** Checks that every request won its own ticket: the speed of refusals would be worth nothing. */
async function provePlays(plays: Load): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from participations where played_at > now() - make_interval(secs => ${plays.seconds + 5})`.execute(
    db,
  )
  const won = rows[0]?.count ?? 0
  if (plays.refused > 0 || won < plays.requests)
    throw new Error(`${plays.requests} requests won ${won} tickets, ${plays.refused} refused`)
}

function libpq(): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(postgres.url)
  return { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password, PGDATABASE: pathname.slice(1) }
}
