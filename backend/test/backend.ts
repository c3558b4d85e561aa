import type { Kysely } from 'kysely'
import { buildApp } from '../src/app.ts'
import { type Config, readConfig } from '../src/config.ts'
import { openDatabase } from '../src/database/database.ts'
import { openPool } from '../src/database/pool.ts'
import type { DB } from '../src/database/schema.ts'
import type { App } from '../src/http/http-app.ts'
import type { Mail, Mailer } from '../src/mail/mailer.ts'
import { openTools, type Tools } from '../src/tools.ts'
import { atTheEnd } from './at-the-end.ts'
import { applicationUrl, freshDatabase } from './database.ts'

export const ORIGIN = 'http://localhost:3000'

export function testConfig(databaseUrl: string, env: Record<string, string> = {}): Config {
  return readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: databaseUrl,
    SESSION_KEY: 'a session key for tests, long enough to be taken',
    STAFF_SECOND_FACTOR: 'optional',
    TICKET_PEPPER: 'a pepper for tests, long enough to be taken as one',
    ...env,
  })
}

export type TestBackend = {
  app: App
  /** as the backend has them; `owner` is for what a test writes or changes that the backend itself may not */
  tools: Tools & { owner: Kysely<DB> }
  /** the database, as its owner */
  databaseUrl: string
  /** the time of the backend's clock; the true time until a test sets it */
  clock: { at: Date | null }
  /** mails sent so far, the newest last */
  outbox: Mail[]
}

/** The real application on a database of its own, closed with the test or the file that opened it. */
export async function startBackend(env: Record<string, string> = {}, databaseUrl?: string): Promise<TestBackend> {
  const url = databaseUrl ?? (await freshDatabase())
  const clock: TestBackend['clock'] = { at: null }
  const outbox: Mail[] = []
  const mailer: Mailer = { send: async mail => void outbox.push(mail), close: () => {} }
  const given = env.SMTP_URL ? {} : { mailer }
  const tools = openTools(testConfig(applicationUrl(url), env), { ...given, now: () => clock.at ?? new Date() })
  const owner = openDatabase(openPool({ url, connections: 1 }, 1, 30_000))
  const app = await buildApp(tools)
  await tools.revocations.ready
  atTheEnd(() => Promise.all([app.close(), owner.destroy()]))
  return { app, tools: { ...tools, owner }, databaseUrl: url, clock, outbox }
}
