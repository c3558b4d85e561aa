import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { readConfig } from '../backend/src/config.ts'
import { openDatabase } from '../backend/src/database/database.ts'
import { openPool } from '../backend/src/database/pool.ts'
import { openSessions } from '../backend/src/sessions/sessions.ts'
import { openRevocations } from '../backend/src/sessions/tokens/revocations.ts'
import { freePort } from '../scripts/embedded-postgres.ts'
import { openToApplication } from '../scripts/postgres/application-role.ts'

export type Load = { seconds: number; requests: number; refused: number; failed: number; p50: number; p99: number }

const exec = promisify(execFile)
const PLAYERS = 50

export type PlayBench = Awaited<ReturnType<typeof openPlayBench>>

/** What plays against a real backend need, on the database of this owner; their files are left in this folder. */
export async function openPlayBench(ownerUrl: string, folder: string) {
  const port = await freePort()
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: ownerUrl,
    PORT: String(port),
    SESSION_KEY: randomBytes(32).toString('base64'),
    TICKET_PEPPER: randomBytes(32).toString('base64'),
    STAFF_SECOND_FACTOR: 'optional',
  }
  const config = readConfig(env)
  const db = openDatabase(openPool(config.database, 3, 600_000))
  const revocations = openRevocations(config.database)
  const sessions = openSessions({ config, db, now: () => new Date(), revocations })
  const close = async () => {
    await revocations.close()
    await db.destroy()
  }
  return { ownerUrl, folder, url: `http://127.0.0.1:${port}`, env, config, db, sessions, close }
}

/** Creates the demo contest by the ordinary command. @returns its print file */
export async function generate({ folder, env }: PlayBench, tickets: number): Promise<string> {
  const printFile = join(folder, 'codes.csv')
  const demo = join(import.meta.dirname, '../backend/src/demo.ts')
  await exec(process.execPath, [demo, '--print-file', printFile, '--tickets', String(tickets), '--json'], { env })
  return printFile
}

export async function insertPlayers({ db }: PlayBench): Promise<number[]> {
  const player = (n: number) => ({
    email: `player-${n}@example.test`,
    first_name: 'Player',
    last_name: 'Martin',
    birth_date: '1990-01-01',
    rules_accepted_at: new Date(),
  })
  const values = Array.from({ length: PLAYERS }, (_, n) => player(n))
  const rows = await db.insertInto('users').values(values).returning('id').execute()
  return rows.map(row => row.id)
}

/** Opens a session. @returns its cookie */
async function signIn({ sessions }: PlayBench, userId: number): Promise<string> {
  let cookie = ''
  const reply = { setCookie: (name: string, value: string) => (cookie = `${name}=${value}`) }
  await sessions.open(reply as never, userId)
  return cookie
}

type LoadRequest = { path: string; codes: string[]; playerIds: number[]; seconds: number }

/** Plays these codes over fifty kept-alive connections. */
export async function load(bench: PlayBench, { path, codes, playerIds, seconds }: LoadRequest): Promise<Load> {
  const [codeFile, cookieFile] = [join(bench.folder, 'codes'), join(bench.folder, 'cookies')]
  await writeFile(codeFile, codes.join('\n'))
  await writeFile(cookieFile, (await Promise.all(playerIds.map(id => signIn(bench, id)))).join('\n'))
  const args = ['-t', '1', '-c', '50', '-d', `${seconds}s`, '-s', join(import.meta.dirname, 'plays.lua'), bench.url]
  const env = {
    ...process.env,
    BENCH_CODES: codeFile,
    BENCH_COOKIES: cookieFile,
    BENCH_PATH: path,
    BENCH_ORIGIN: bench.config.web.origin,
  }
  const { stdout } = await exec('wrk', args, { env })
  const result = JSON.parse(/RESULT (.*)/.exec(stdout)?.[1] ?? 'null') as Load | null
  if (!result || result.failed > 0) throw new Error(`the load on ${path} went wrong:\n${stdout}`)
  return result
}

/** Starts the backend as the role of the application. @throws if it is not in health within half a minute */
export async function startBackend({ ownerUrl, url, env }: PlayBench): Promise<ChildProcess> {
  const databaseUrl = await openToApplication(ownerUrl, randomBytes(18).toString('base64url'))
  const child = spawn(process.execPath, [join(import.meta.dirname, 'plays-backend.ts')], {
    env: { ...env, DATABASE_URL: databaseUrl },
    stdio: 'inherit',
  })
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`${url}/health`).catch(() => null)
    if (answer?.ok) return child
    await wait(100)
  }
  child.kill()
  throw new Error('the backend did not start')
}

/** The code of a line of the print file. */
export function codeOf(line: string): string {
  return line.split(/[;,]/)[1]?.replace('-', '') ?? ''
}

export function perSecond({ requests, seconds }: Load): number {
  return Math.round(requests / seconds)
}
