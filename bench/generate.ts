import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs, promisify } from 'node:util'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { openConnection } from '../backend/src/database/connection.ts'
import { openDatabase } from '../backend/src/database/database.ts'
import { migrate } from '../backend/src/database/migrations.ts'
import { openPool } from '../backend/src/database/pool.ts'
import { startPostgres } from '../scripts/embedded-postgres.ts'
import { median, report } from './report.ts'

/**
 * Compares a whole generation with the bare COPY of the same rows into the same table (emptied, with its indexes,
 * checks and triggers), on one server with fsync, in turns. `--large` adds 10 million tickets.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '500000' },
    rounds: { type: 'string', default: '3' },
    large: { type: 'boolean', default: false },
  },
})
type Figures = Record<'seconds' | 'copySeconds' | 'verifySeconds' | 'proofMs' | 'peakMb', number>

const LARGE = 10_000_000
const TARGET = 4
/** Twenty times the tickets take no more than this much of the memory. */
const FLAT = 1.25
/** V8 gives a process that runs for long a larger nursery, up to some hundred megabytes, whatever the process keeps. */
const SMALL_NURSERY = '--max-semi-space-size=8'

const folder = await mkdtemp(join(tmpdir(), 'tiptop-bench-'))
const postgres = await startPostgres(join(folder, 'postgres'), { shared_buffers: '256MB', max_wal_size: '4GB' })
const exec = promisify(execFile)

try {
  const rounds: Figures[] = []
  for (let round = 0; round < Number(values.rounds); round++) rounds.push(await measure(Number(values.count)))
  const middle = (name: keyof Figures) => rounded(median(rounds.map(figures => figures[name])))
  const large = values.large ? await measure(LARGE) : null
  const ratio = median(rounds.map(({ seconds, copySeconds }) => seconds / copySeconds))
  const isFlat = !large || large.peakMb <= FLAT * median(rounds.map(({ peakMb }) => peakMb))
  await report({
    name: 'generate',
    figures: {
      tickets: Number(values.count),
      'generation s': middle('seconds'),
      'bare COPY s': middle('copySeconds'),
      'verification s': middle('verifySeconds'),
      'first proof ms': middle('proofMs'),
      'peak memory MB': middle('peakMb'),
      ...(large && {
        'at 10 million: generation s': rounded(large.seconds),
        'at 10 million: bare COPY s': rounded(large.copySeconds),
        'at 10 million: verification s': rounded(large.verifySeconds),
        'at 10 million: first proof ms': rounded(large.proofMs),
        'at 10 million: peak memory MB': large.peakMb,
      }),
    },
    ratio,
    target: `≤ ${TARGET} × bare COPY${large ? `, and a peak memory at 10 million ≤ ${FLAT} × that of these` : ''}`,
    holds: ratio <= TARGET && isFlat,
  })
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

/** One generation and one bare copy of its rows, in a separate database. */
async function measure(count: number): Promise<Figures> {
  const url = await emptyDatabase()
  const printFile = join(folder, 'codes.csv')
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: url,
    SESSION_KEY: randomBytes(32).toString('base64'),
    TICKET_PEPPER: randomBytes(32).toString('base64'),
  }
  const { stdout } = await exec(process.execPath, [SMALL_NURSERY, 'bench/generate-once.ts', String(count), printFile], {
    env,
  })
  const figures: Omit<Figures, 'copySeconds'> = JSON.parse(stdout)
  await rm(printFile)
  return { ...figures, copySeconds: await bareCopy(url) }
}

async function bareCopy(url: string): Promise<number> {
  const { client, close } = await openConnection({ url })
  const rows = join(folder, 'rows')
  try {
    const all =
      'copy (select id, contest_id, masked_prize, code_hash from tickets order by id) to stdout (format binary)'
    await pipeline(client.query(copyTo(all)), createWriteStream(rows))
    await client.query('truncate tickets')
    await client.query('checkpoint')
    const begin = performance.now()
    const table = client.query(
      copyFrom('copy tickets (id, contest_id, masked_prize, code_hash) from stdin (format binary)'),
    )
    await pipeline(createReadStream(rows, { highWaterMark: 1 << 19 }), table)
    return (performance.now() - begin) / 1000
  } finally {
    await close()
    await rm(rows, { force: true })
  }
}

/** Makes an empty, migrated database, and waits until what an earlier round wrote is on the disk. */
async function emptyDatabase(): Promise<string> {
  const { client, close } = await openConnection(postgres)
  await client.query('drop database if exists generated with (force)')
  await client.query('create database generated')
  await client.query('checkpoint')
  await close()
  const url = Object.assign(new URL(postgres.url), { pathname: '/generated' }).href
  const db = openDatabase(openPool({ url, connections: 2 }))
  await migrate(db).finally(() => db.destroy())
  return url
}

function rounded(figure: number): number {
  return Number(figure.toPrecision(3))
}
