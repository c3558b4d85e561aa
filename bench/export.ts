import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { streamXlsxRows } from 'hucre'
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
 * Compares the export of all tickets through the whole backend, as CSV and as a workbook, with psql copying the same
 * rows from the same server to a file. The three take turns, so that a busy machine affects all alike. The memory is that
 * of one export, and of eight one after the other, in a process of their own, above its idle level: it must not grow.
 */
const TICKETS = 500_000
const ROUNDS = 3
const IN_A_ROW = 8
const MOST_MB = 100
const MOST_TIMES = { csv: 3, xlsx: 12 }

/** The query for the rows of the export. */
const ROWS = `
  select ticket.id, ticket.status, prize.name_fr, ticket.code, player.first_name || ' ' || player.last_name, player.email,
    ticket.played_at, ticket.claimed_at, employee.first_name || ' ' || employee.last_name, shop.name
  from tickets ticket
  join prizes prize on prize.id = ticket.prize_id
  left join users player on player.id = ticket.player_id
  left join users employee on employee.id = ticket.claimed_by
  left join shops shop on shop.id = ticket.claimed_shop_id
  order by ticket.id`

type Format = keyof typeof MOST_TIMES
type Seconds = Record<'psql' | Format, number>

type Memory = { aloneMb: number; inARowMb: number }
type Backend = { pid: number; idleMb: number; stop(): Promise<void> }

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
  STAFF_SECOND_FACTOR: 'optional',
}
const config = readConfig(env)
const db = openDatabase(openPool(config.database, 2, 600_000))
const file = (name: string) => join(folder, name)
let backend: Backend | undefined

try {
  await migrate(db)
  await psql(await readFile(join(import.meta.dirname, 'export.sql'), 'utf8'))
  const cookie = await signIn()
  const databaseUrl = await openToApplication(postgres.url, randomBytes(18).toString('base64url'))
  const restart = async () => {
    await backend?.stop()
    backend = await startBackend(databaseUrl, cookie)
    return backend
  }

  await restart()
  const rounds: Seconds[] = []
  // Round 0 warms up: it is not counted, because code is not compiled yet and pages were not read yet.
  for (let round = 0; round <= ROUNDS; round++) {
    const seconds = {
      psql: await timed(() => psql(`\\copy (${ROWS.replaceAll('\n', ' ')}) to '${file('copy.csv')}' csv`)),
      csv: await timed(() => download('tickets', 'csv', cookie)),
      xlsx: await timed(() => download('tickets', 'xlsx', cookie)),
    }
    const told = Object.entries(seconds).map(([name, seconds]) => `${name} ${seconds.toFixed(2)} s`)
    console.log(`${round ? `round ${round}` : 'warm-up'}: ${told.join(' · ')}`)
    if (round > 0) rounds.push(seconds)
  }
  await proveRows()
  for (const format of ['csv', 'xlsx'] as const) {
    const { pid, idleMb } = await restart()
    const peaks: number[] = []
    for (let count = 0; count < IN_A_ROW; count++) {
      await download('tickets', format, cookie)
      peaks.push((await memory(pid, 'VmHWM')) - idleMb)
    }
    console.log(`${format}: most MB above idle after each export: ${peaks.join(' ')}`)
    await tell(format, rounds, { aloneMb: peaks[0] ?? Number.NaN, inARowMb: peaks.at(-1) ?? Number.NaN })
  }
} finally {
  await backend?.stop()
  await db.destroy()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

async function tell(format: Format, rounds: Seconds[], { aloneMb, inARowMb }: Memory): Promise<void> {
  const seconds = median(rounds.map(round => round[format]))
  const copySeconds = median(rounds.map(round => round.psql))
  const ratio = seconds / copySeconds
  const { size } = await stat(file(`tickets.${format}`))
  await report({
    name: `export-${format}`,
    figures: {
      [`${format} s`]: Number(seconds.toFixed(2)),
      'psql \\copy s': Number(copySeconds.toFixed(2)),
      'file MB': Math.round(size / 1e6),
      'most MB above idle': aloneMb,
      [`most MB above idle in ${IN_A_ROW} exports in a row`]: inARowMb,
    },
    ratio,
    target: `≤ ${MOST_TIMES[format]} × psql \\copy, ≤ ${MOST_MB} MB above idle in ${IN_A_ROW} exports`,
    holds: ratio <= MOST_TIMES[format] && inARowMb <= MOST_MB,
  })
}

async function download(name: string, format: Format, cookie: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/admin/exports/${name}.${format}`, { headers: { cookie } })
  if (!answer.ok || !answer.body) throw new Error(`the export was refused: ${await answer.text()}`)
  await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(file(`${name}.${format}`)))
}

/** A fast export with missing rows would be worth nothing. */
async function proveRows(): Promise<void> {
  let lines = 0
  for await (const bytes of createReadStream(file('tickets.csv'), 'latin1')) lines += bytes.split('\n').length - 1
  let rows = 0
  let last: unknown
  for await (const row of streamXlsxRows(await readFile(file('tickets.xlsx')))) {
    rows++
    last = row.values[0]
  }
  const whole = 1 + TICKETS
  if (lines !== whole || rows !== whole || last !== TICKETS)
    throw new Error(`${lines} lines of CSV and ${rows} rows up to ticket ${last}, where ${whole} were to be`)
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await act()
  return (performance.now() - begin) / 1000
}

/** @returns the memory in MB, as the kernel counts it */
async function memory(pid: number, figure: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(new RegExp(`${figure}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)
}

async function psql(commands: string): Promise<void> {
  const { hostname, port, username, password, pathname } = new URL(postgres.url)
  const libpq = {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: pathname.slice(1),
  }
  await writeFile(file('commands.sql'), commands)
  const quietly = ['--quiet', '--no-psqlrc', '--set', 'ON_ERROR_STOP=1', '--file', file('commands.sql')]
  await exec('psql', quietly, { env: { ...process.env, ...libpq } })
}

/** Returns the cookie of an administrator. */
async function signIn(): Promise<string> {
  const admin = await db.selectFrom('users').select('id').where('role', '=', 'admin').executeTakeFirstOrThrow()
  let cookie = ''
  const reply = { setCookie: (name: string, value: string) => (cookie = `${name}=${value}`) }
  const revocations = openRevocations(config.database)
  await openSessions({ config, db, now: () => new Date(), revocations }).open(reply as never, admin.id)
  await revocations.close()
  return cookie
}

/** Starts the backend. @returns it, with the memory it uses when it has answered and is idle */
async function startBackend(databaseUrl: string, cookie: string): Promise<Backend> {
  const main = join(import.meta.dirname, '../backend/src/main.ts')
  const child = spawn(process.execPath, [main], { env: { ...env, DATABASE_URL: databaseUrl }, stdio: 'inherit' })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill()
    await ended
  }
  try {
    await untilHealthy()
    await download('newsletter', 'csv', cookie)
    const pid = child.pid as number
    return { pid, stop, idleMb: await memory(pid, 'VmRSS') }
  } catch (error) {
    await stop()
    throw error
  }
}

async function untilHealthy(): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null)
    if (answer?.ok) return
    await wait(100)
  }
  throw new Error('the backend did not start')
}
