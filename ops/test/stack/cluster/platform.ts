import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { freePort } from '../../../../scripts/embedded-postgres.ts'
import { asApplication, openToApplication } from '../../../../scripts/postgres/application-role.ts'
import { waitUntil } from '../../../src/time/wait-until.ts'
import { REPOSITORY } from '../application.ts'
import type { Player } from './load.ts'

const exec = promisify(execFile)
const TICKETS = 60_000
const PLAYERS = 16
const PLAYED = `
  select code, coalesce(plays, 0) as plays, coalesce(events, 0) as events
  from tickets
  left join (select ticket_id as id, count(*)::int as plays from participations group by ticket_id) p using (id)
  left join (select ticket_id as id, count(*)::int as events from audit_events where kind = 'ticket-played'
    group by ticket_id) e using (id)
  where status <> 'unclaimed' and id > 0`

/** The real backend on this database, with an open contest, its codes, and players who have registered. */
export type Platform = Awaited<ReturnType<typeof startPlatform>>

export async function startPlatform(folder: string, ownerUrl: string) {
  const key = () => randomBytes(32).toString('base64')
  const port = await freePort()
  const common = { PATH: process.env.PATH, TICKET_PEPPER: key() }
  const asOwner = { ...common, DATABASE_URL: ownerUrl }
  const command = (...words: string[]) =>
    exec(process.execPath, words, { cwd: REPOSITORY, env: asOwner, maxBuffer: 1 << 26 })
  await command('backend/src/migrate.ts')
  const password = randomBytes(18).toString('hex')
  await openToApplication(ownerUrl, password)
  const print = join(folder, 'codes.csv')
  const generate = ['generate', '--count', String(TICKETS), '--definition', 'contract/src/the-tip-top.json']
  await command('backend/src/tickets/commands.ts', ...generate, '--print-file', print, '--clear')
  const codes = (await readFile(print, 'utf8'))
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(';')[1] ?? '')

  const log = openSync(join(folder, 'backend.log'), 'a')
  const backend = spawn(process.execPath, ['backend/src/main.ts'], {
    cwd: REPOSITORY,
    env: { ...common, SESSION_KEY: key(), PORT: String(port), DATABASE_URL: asApplication(ownerUrl, password) },
    stdio: ['ignore', log, log],
  })
  const url = `http://127.0.0.1:${port}`
  const isWell = () =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
  if (!(await waitUntil(isWell, { everyMs: 200, withinMs: 60_000 })))
    throw new Error(`The backend does not start:\n${await readFile(join(folder, 'backend.log'), 'utf8')}`)
  const players: Player[] = []
  for (let n = 0; n < PLAYERS; n++) players.push(await register(url, n))

  return {
    url,
    codes: codes.values(),
    players,
    /** Proves the audit trail. @param head a hash that it must hold @returns its end */
    async verifyTrail(head?: string): Promise<{ event: number; hash: string } | null> {
      const words = ['backend/src/audit/commands.ts', 'verify', '--json', ...(head ? ['--head', head] : [])]
      return (JSON.parse((await command(...words)).stdout) as { head: { event: number; hash: string } | null }).head
    },
    /** The codes of all tickets that count as played once, by row, by participation and by event. */
    async playedOnce(): Promise<{ stored: number; once: string[] }> {
      const owner = new Client({ connectionString: ownerUrl })
      await owner.connect()
      try {
        const { rows } = await owner.query<{ code: string; plays: number; events: number }>(PLAYED)
        const once = rows.filter(({ plays, events }) => plays === 1 && events === 1).map(({ code }) => code)
        return { stored: rows.length, once }
      } finally {
        await owner.end()
      }
    },
    async stop() {
      backend.kill('SIGTERM')
      if (backend.exitCode === null) await once(backend, 'close')
    },
  }
}

async function register(url: string, n: number): Promise<Player> {
  const answer = await fetch(`${url}/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
    body: JSON.stringify({
      email: `joueur-${n}@demo.invalid`,
      password: 'une phrase de démonstration',
      firstName: 'Joueur',
      lastName: `Démonstration ${String.fromCharCode(65 + n)}`,
      birthDate: '1990-01-01',
      acceptsRules: true,
      newsletter: false,
    }),
  })
  if (answer.status !== 201) throw new Error(`A player could not register: ${answer.status} ${await answer.text()}`)
  return {
    cookie: answer.headers
      .getSetCookie()
      .map(line => line.split(';')[0])
      .join('; '),
  }
}
