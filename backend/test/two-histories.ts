import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { openSealer } from '../src/audit/chain/seal-events.ts'
import { verifyTrail } from '../src/audit/chain/verify-trail.ts'
import { openConnection } from '../src/database/connection.ts'
import { decideConflicts } from '../src/reconciliation/decide-conflicts.ts'
import { reconcile } from '../src/reconciliation/reconcile.ts'
import { insertSession } from '../src/sessions/queries.ts'
import { startBackend, type TestBackend } from './backend.ts'
import { Client } from './client.ts'
import { onServer } from './database.ts'
import { makeContest, makeShop, makeTickets } from './make.ts'
import { inPlainWords, plainCount } from './plain-count.ts'

/** A database that others are copied from; no one is connected to it. */
export type History = { url: string; codes: string[]; shops: { nice: number; lyon: number } }

/** A server has so many connections for all tests together. */
const FEW = { DATABASE_CONNECTIONS: '3' }
const close = ({ app, tools }: TestBackend) => Promise.all([app.close(), tools.owner.destroy()])

/** A contest with so many tickets and two shops, after what `act` does there. */
export async function makeHistory(
  tickets: number,
  act: (backend: TestBackend, history: History) => Promise<unknown> = async () => {},
): Promise<History> {
  const backend = await startBackend(FEW)
  const { tools, databaseUrl: url } = backend
  const { prizeIds } = await makeContest(tools)
  const codes = await makeTickets(tools, prizeIds[0] as number, tickets)
  await sql`update contests set ticket_count = ${tickets}, allotment_digest = '', generated_at = now()`.execute(
    tools.owner,
  )
  const history = { url, codes, shops: { nice: await makeShop(tools, 'Nice'), lyon: await makeShop(tools, 'Lyon') } }
  await act(backend, history)
  await close(backend)
  return history
}

/** A copy of a database that no one is connected to. @returns its URL */
export async function copyOf(url: string): Promise<string> {
  const copy = new URL(url)
  copy.pathname = `/test_${randomBytes(6).toString('hex')}`
  const [name, template] = [copy, new URL(url)].map(({ pathname }) => pathname.slice(1))
  await onServer(client => client.query(`create database ${name} template ${template}`))
  return copy.href
}

/** The database that was left and the one in use, each with its backend: two copies of a history. */
export async function startTwo(history: History) {
  const [left, used] = [await copyOf(history.url), await copyOf(history.url)]
  const former = await startBackend(FEW, left)
  const current = await startBackend(FEW, used)
  return { former, current, ...history, close: () => Promise.all([close(former), close(current)]) }
}

type Two = { former: TestBackend; current: TestBackend }

/** Reconciles the two. `stopAfter`: breaks off at this event, as a run that is killed does. */
export async function reconcileTwo(
  two: Two,
  { dryRun = false, stopAfter = Number.POSITIVE_INFINITY }: { dryRun?: boolean; stopAfter?: number } = {},
) {
  let looks = 0
  const now = () => {
    if (looks++ === stopAfter) throw new Error('killed')
    return new Date()
  }
  const found = await withBoth(two, now, tools => reconcile(tools, { dryRun }))
  return {
    ...found,
    conflicts: found.questions,
    questions: found.questions.map(({ question }) => question),
    tallies: Object.fromEntries(found.tallies),
    leftOut: Object.fromEntries(found.leftOut),
  }
}

type Decision = Omit<Parameters<typeof decideConflicts>[1], 'dryRun'> & { dryRun?: boolean }

/** Decides conflicts of the two. */
export function decideTwo(two: Two, { dryRun = false, ...decision }: Decision) {
  return withBoth(
    two,
    () => new Date(),
    tools => decideConflicts(tools, { ...decision, dryRun }),
  )
}

async function withBoth<T>(
  { former, current }: Two,
  now: () => Date,
  act: (tools: Parameters<typeof reconcile>[0]) => Promise<T>,
): Promise<T> {
  const [left, used] = [
    await openConnection({ url: former.databaseUrl }),
    await openConnection({ url: current.databaseUrl }),
  ]
  try {
    return await act({ former: left, current: used, from: 'tiptop_until_20261130_101500', now })
  } finally {
    await Promise.all([left.close(), used.close()])
  }
}

/** That the figures are those of a plain count, that the trail is whole, and that no ticket has two players. */
export async function expectExact(backend: TestBackend, admin: number) {
  const { tools, databaseUrl } = backend
  const { db, owner, now } = tools
  const { body } = await (await as(backend, admin)).get('/admin/statistics')
  expect(inPlainWords(body)).toEqual(await plainCount({ db }))
  while ((await openSealer({ db: owner, now })()) > 0);
  const connection = await openConnection({ url: databaseUrl })
  const faults: unknown[] = []
  await verifyTrail({ connection, now }, { onFault: fault => faults.push(fault) })
  await connection.close()
  expect(faults).toEqual([])
  const { rows } = await sql<{ sentence: string }>`
    select sentence from operations_v1.invariants where offending > 0
    union all select 'tickets with two players' from participations group by ticket_id having count(*) > 1`.execute(
    owner,
  )
  expect(rows).toEqual([])
}

/** A client that is signed in to this backend as an account that it has; not signed in if that is erased. */
export async function as(backend: TestBackend, userId: number): Promise<Client> {
  const { db, now, sessions } = backend.tools
  const client = new Client(backend)
  const reply = { setCookie: (name: string, value: string) => client.cookies.set(name, value) }
  const expiresAt = new Date(now().getTime() + 86_400_000)
  const sessionId = await insertSession(db, { userId, entry: { door: 'password' }, now: now(), expiresAt })
  if (sessionId) await sessions.renew(reply as never, sessionId)
  return client
}
