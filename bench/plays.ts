import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { readConfig } from '../backend/src/config.ts'
import { openDatabase } from '../backend/src/database/database.ts'
import { migrate } from '../backend/src/database/migrations.ts'
import { openPool } from '../backend/src/database/pool.ts'
import { openSessions } from '../backend/src/sessions/sessions.ts'
import { openRevocations } from '../backend/src/sessions/tokens/revocations.ts'
import { freePort, startPostgres } from '../scripts/embedded-postgres.ts'
import { openToApplication } from '../scripts/postgres/application-role.ts'
import { median, report } from './report.ts'

/**
 * Compares the plays a second of the whole backend with (a) pgbench doing the bare update of one row on the same server
 * and (b) the same backend without a database. The three take turns, so that a busy machine affects all alike.
 */
const TICKETS = 500_000
const PLAYERS = 50
const ROUNDS = 3
const SECONDS = 8

type Round = { updates: number; empty: number; plays: number; p50: number; p99: number }
type Load = { seconds: number; requests: number; refused: number; failed: number; p50: number; p99: number }

const exec = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'tiptop-bench-'))
const postgres = await startPostgres(join(folder, 'postgres'), { shared_buffers: '256MB', max_wal_size: '4GB' })
const port = await freePort()
const env = {
  PATH: process.env.PATH,
  DATABASE_URL: postgres.url,
  PORT: String(port),
  SESSION_KEY: randomBytes(32).toString('base64'),
  TICKET_PEPPER: randomBytes(32).toString('base64'),
}
const config = readConfig(env)
const db = openDatabase(openPool(config.database, 3, 600_000))
const revocations = openRevocations(config.database)
const sessions = openSessions({ config, db, now: () => new Date(), revocations })
let backend: ChildProcess | undefined

try {
  await migrate(db)
  const codes = await generate()
  const playerIds = await insertPlayers()
  await sql`create table tickets_bare (like tickets including all) with (fillfactor = 80)`.execute(db)
  await sql`insert into tickets_bare select * from tickets`.execute(db)
  await sql`vacuum analyze`.execute(db)
  backend = await startBackend()

  const rounds: Round[] = []
  // Round 0 warms up: it is not counted, because code is not compiled yet and pages were not read yet.
  for (let round = 0; round <= ROUNDS; round++) {
    const share = TICKETS / (ROUNDS + 1)
    const slice = codes.slice(round * share, (round + 1) * share)
    const updates = await pgbench()
    const empty = await load('/empty', slice, playerIds)
    const plays = await load('/plays', slice, playerIds)
    await provePlays(plays)
    console.log(
      `${round ? `round ${round}` : 'warm-up'}: update ${updates.toFixed(0)}/s · empty ${rate(empty)}/s · plays ${rate(plays)}/s`,
    )
    if (round > 0) rounds.push({ updates, empty: rate(empty), plays: rate(plays), p50: plays.p50, p99: plays.p99 })
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
  await revocations.close()
  await db.destroy()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Creates the demo contest by the ordinary command. @returns its codes */
async function generate(): Promise<string[]> {
  const printFile = join(folder, 'codes.csv')
  const demo = join(import.meta.dirname, '../backend/src/demo.ts')
  await exec(process.execPath, [demo, '--print-file', printFile, '--tickets', String(TICKETS), '--json'], { env })
  const [, ...lines] = (await readFile(printFile, 'utf8')).trim().split('\n')
  return lines.map(line => line.split(/[;,]/)[1]?.replace('-', '') ?? '')
}

function rate({ requests, seconds }: Load): number {
  return Math.round(requests / seconds)
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

/** Plays for some seconds over fifty kept-alive connections. */
async function load(path: string, codes: string[], playerIds: number[]): Promise<Load> {
  await writeFile(join(folder, 'codes'), codes.join('\n'))
  await writeFile(join(folder, 'cookies'), (await Promise.all(playerIds.map(signIn))).join('\n'))
  const args = [
    '-t',
    '1',
    '-c',
    '50',
    '-d',
    `${SECONDS}s`,
    '-s',
    join(import.meta.dirname, 'plays.lua'),
    `http://127.0.0.1:${port}`,
  ]
  const { stdout } = await exec('wrk', args, {
    env: {
      ...process.env,
      BENCH_CODES: join(folder, 'codes'),
      BENCH_COOKIES: join(folder, 'cookies'),
      BENCH_PATH: path,
      BENCH_ORIGIN: config.web.origin,
    },
  })
  const result = JSON.parse(/RESULT (.*)/.exec(stdout)?.[1] ?? 'null') as Load | null
  if (!result || result.failed > 0) throw new Error(`the load on ${path} went wrong:\n${stdout}`)
  return result
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

async function insertPlayers(): Promise<number[]> {
  const player = (n: number) => ({
    email: `player-${n}@example.test`,
    first_name: 'Player',
    last_name: 'Martin',
    birth_date: '1990-01-01',
    rules_accepted_at: new Date(),
  })
  const rows = await db
    .insertInto('users')
    .values(Array.from({ length: PLAYERS }, (_, n) => player(n)))
    .returning('id')
    .execute()
  return rows.map(row => row.id)
}

/** Opens a session. @returns its cookie */
async function signIn(userId: number): Promise<string> {
  let cookie = ''
  const reply = { setCookie: (name: string, value: string) => (cookie = `${name}=${value}`) }
  await sessions.open(reply as never, userId)
  return cookie
}

async function startBackend(): Promise<ChildProcess> {
  const url = await openToApplication(postgres.url, randomBytes(18).toString('base64url'))
  const child = spawn(process.execPath, [join(import.meta.dirname, 'plays-backend.ts')], {
    env: { ...env, DATABASE_URL: url },
    stdio: 'inherit',
  })
  for (let tries = 0; tries < 100; tries++) {
    if (
      await fetch(`http://127.0.0.1:${port}/health`).then(
        answer => answer.ok,
        () => false,
      )
    )
      return child
    await wait(100)
  }
  throw new Error('the backend did not start')
}

function libpq(): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(postgres.url)
  return { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password, PGDATABASE: pathname.slice(1) }
}
