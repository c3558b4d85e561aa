import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { readConfig } from '../../backend/src/config.ts'
import { readDefinition, SHIPPED_DEFINITION } from '../../backend/src/contest/definition.ts'
import { openConnection } from '../../backend/src/database/connection.ts'
import { openDatabase } from '../../backend/src/database/database.ts'
import { migrate } from '../../backend/src/database/migrations.ts'
import { openPool } from '../../backend/src/database/pool.ts'
import type { DB } from '../../backend/src/database/schema.ts'
import { ensureShops } from '../../backend/src/shops/ensure-shops.ts'
import { drawTickets } from '../../backend/src/tickets/generation/draw-tickets.ts'
import { readPrintFile } from '../../backend/src/tickets/generation/files/print-file.ts'
import { generateTickets } from '../../backend/src/tickets/generation/generate-tickets.ts'
import { openTickets } from '../../backend/test/open-tickets.ts'
import { startFacebook, startGoogle } from '../../backend/test/providers.ts'
import { startSmtp } from '../../backend/test/smtp.ts'
import { freePort, startPostgres } from '../../scripts/embedded-postgres.ts'
import { openToApplication } from '../../scripts/postgres/application-role.ts'
import type { Children } from '../../scripts/process/children.ts'
import { accountStates } from './account-states.ts'
import { openDesk } from './desk.ts'
import { openPastDraws } from './past-draws.ts'
import { writePastMonth } from './past-month.ts'
import { giveRole } from './staff-roles.ts'
import { ticketStates } from './ticket-states.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const TICKETS = 2_000
const OVER = 'jeu-clos'

/** Where the servers listen, and the addresses of the site and of the API as visitors know them. */
export type Addresses = { apiPort: number; webPort: number; apiUrl: string; webUrl: string }

/**
 * The addresses that a journey needs. The desk at `deskUrl` hands out codes and shows the mails; the contest of
 * `closedApiUrl` is over; `strictApiUrl` demands a second factor of the staff.
 */
export type Facts = { apiUrl: string; webUrl: string; deskUrl: string; closedApiUrl: string; strictApiUrl: string }

type Tools = { children: Children; addresses: Addresses; siteFolder: string }

/**
 * Starts the whole platform on this machine, in a temporary folder: PostgreSQL, SMTP, Google, Facebook, the backend, one
 * whose contest is over, one that is strict with the staff, and the built site. Adds to `undo` what stops each part, as soon as it runs.
 */
export async function startEnvironment(tools: Tools, undo: (() => Promise<unknown>)[]): Promise<Facts> {
  const { children, addresses, siteFolder } = tools
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-e2e-'))
  undo.push(() => rm(folder, { recursive: true, force: true }))
  const [postgres, smtp, google, facebook, closedPort, strictPort] = await Promise.all([
    startPostgres(join(folder, 'postgres'), { fsync: 'off', full_page_writes: 'off' }),
    startSmtp(),
    startGoogle(),
    startFacebook(),
    freePort(),
    freePort(),
  ])
  undo.push(() => postgres.stop(), ...[smtp, google, facebook].map(server => () => server.stop()))

  const env = {
    NODE_ENV: 'test',
    DATABASE_URL: postgres.url,
    SESSION_KEY: 'a session key for tests, long enough to be taken',
    STAFF_SECOND_FACTOR: 'optional',
    TICKET_PEPPER: 'a pepper for tests, long enough to be taken as one',
    TRUST_PROXY: 'true',
    API_URL: addresses.apiUrl,
    WEB_URL: addresses.webUrl,
    SMTP_URL: smtp.url,
    MAIL_PER_SECOND: '1000',
    PORT: String(addresses.apiPort),
    ...google.env,
    ...facebook.env,
  }
  const codes = await makeContests(env, folder)
  const config = readConfig(env)
  const db = openDatabase(openPool({ url: config.database.url, connections: 1 }))
  undo.push(() => db.destroy())
  // The journeys write as the owner of the database. The backend has the role that it has in production.
  const DATABASE_URL = await openToApplication(postgres.url, randomBytes(18).toString('base64url'))
  const states = ticketStates({ db, config })
  const pastDraws = openPastDraws({ env, applicationUrl: DATABASE_URL, folder, states })
  undo.push(pastDraws.stop)
  const desk = await openDesk({
    codes,
    smtp,
    google,
    facebook,
    states,
    pastDraws,
    accounts: accountStates({ db, config }),
    giveRole: order => giveRole(db, order),
    writePastMonth: order => writePastMonth(db, config, order),
  })
  undo.push(desk.stop)

  const start = (file: string, extra: Record<string, string>) =>
    children.startNode(file, [], { cwd: ROOT, env: { PATH: process.env.PATH, ...extra } })
  const here = (port: number) => `http://localhost:${port}`
  const [closedApiUrl, strictApiUrl] = [here(closedPort), here(strictPort)]
  const servers = [
    start('backend/src/main.ts', { ...env, DATABASE_URL }),
    start('backend/src/main.ts', { ...env, DATABASE_URL, PORT: String(closedPort), CONTEST: OVER }),
    start('backend/src/main.ts', { ...env, DATABASE_URL, PORT: String(strictPort), STAFF_SECOND_FACTOR: 'all' }),
    start('frontend/server/serve.ts', {
      NODE_ENV: 'production',
      PORT: String(addresses.webPort),
      HOST: '127.0.0.1',
      SITE_FOLDER: siteFolder,
      API_INTERNAL_URL: here(addresses.apiPort),
    }),
  ]
  const ended = Promise.race(servers.map(server => server.ended.then(() => Promise.reject(new Error(server.said())))))
  await Promise.race([
    Promise.all(
      [here(addresses.apiPort), closedApiUrl, strictApiUrl]
        .map(url => `${url}/health`)
        .concat(here(addresses.webPort))
        .map(answer),
    ),
    ended,
  ])
  ended.catch(() => {})
  return { apiUrl: addresses.apiUrl, webUrl: addresses.webUrl, deskUrl: desk.url, closedApiUrl, strictApiUrl }
}

/** Makes an open contest and one that is over. @returns unplayed codes: of the open one by prize, and `over` */
async function makeContests(env: Record<string, string>, folder: string): Promise<Map<string, string[]>> {
  const config = readConfig(env)
  const db = openDatabase(openPool({ url: config.database.url, connections: 2 }))
  const connection = await openConnection(config.database)
  try {
    await migrate(db)
    await keepMailsOfThePast(db)
    await ensureShops(db, join(ROOT, 'backend', 'contests', 'shops.json'))
    const definition = await readDefinition(SHIPPED_DEFINITION)
    const generate = (slug: string) =>
      generateTickets(
        { connection, config, draw: async batch => drawTickets(config.tickets.pepper, batch), now: () => new Date() },
        { contest: { ...definition, slug }, count: TICKETS, printFile: join(folder, `${slug}.csv`) },
      )
    await generate(config.contest)
    await generate(OVER)
    const day = (n: number) => new Date(Date.now() + n * 86_400_000)
    await db
      .updateTable('contests')
      .set({ opens_at: day(-70), receipts_until: day(-40), plays_until: day(-10), claims_until: day(-10) })
      .where('slug', '=', OVER)
      .execute()
    const codes = new Map<string, string[]>([['over', await collect(readPrintFile(join(folder, `${OVER}.csv`)))]])
    const { pepper } = config.tickets
    for (const { code, slug } of await openTickets(db, { pepper, printFile: join(folder, `${config.contest}.csv`) }))
      codes.set(slug, [...(codes.get(slug) ?? []), code])
    return codes
  } finally {
    await connection.close()
    await db.destroy()
  }
}

/**
 * Backends of past draws have clocks of their own: to the others, which share the outbox, their mails would have waited for
 * years and be given up.
 */
async function keepMailsOfThePast(db: Kysely<DB>): Promise<void> {
  await sql`create function queued_now() returns trigger language plpgsql as
    $$ begin new.queued_at := now(); return new; end $$`.execute(db)
  await sql`create trigger queued_now before insert on outgoing_mails
    for each row execute function queued_now()`.execute(db)
}

async function collect(printed: AsyncIterable<{ code: string }>): Promise<string[]> {
  const codes: string[] = []
  for await (const { code } of printed) codes.push(code)
  return codes
}

async function answer(url: string): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const ok = await fetch(url).then(
      response => response.ok,
      () => false,
    )
    if (ok) return
    if (Date.now() > deadline) throw new Error(`${url} does not answer`)
    await new Promise(done => setTimeout(done, 50))
  }
}
