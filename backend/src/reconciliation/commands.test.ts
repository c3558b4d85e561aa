import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { makeUser } from '../../test/make.ts'
import { as, copyOf, expectExact, makeHistory, startTwo } from '../../test/two-histories.ts'
import { recordEvent } from '../audit/record-event.ts'
import { openConnection } from '../database/connection.ts'

const ids = { admin: 0, player: 0 }
const history = await makeHistory(200, async ({ tools }) => {
  ids.admin = await makeUser(tools, { role: 'admin' })
  ids.player = await makeUser(tools)
  await recordEvent(tools.db, { kind: 'signed-in', at: new Date(), actorId: ids.admin })
})

/** Runs a statement as the owner of a database, then what needs its session. */
async function onDatabase(url: string, statement: string, act = async () => {}): Promise<void> {
  const { client, close } = await openConnection({ url })
  await client.query(statement)
  await act()
  await close()
}

const nameOf = (url: string) => new URL(url).pathname.slice(1)

function start(databaseUrl: string, ...args: string[]): ChildProcess {
  const command = ['--no-warnings', join(import.meta.dirname, 'commands.ts'), ...args]
  return spawn(process.execPath, command, { env: { DATABASE_URL: databaseUrl }, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function reconcile(databaseUrl: string, ...args: string[]) {
  const child = start(databaseUrl, ...args)
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout as NonNullable<ChildProcess['stdout']>),
    text(child.stderr as NonNullable<ChildProcess['stderr']>),
  ])
  return { code, stdout, stderr }
}

test('killed by SIGKILL in the middle, the same command goes on where it was, and does each event once', {
  timeout: 60_000,
}, async () => {
  const { former, current, codes } = await startTwo(history)
  const player = await as(former, ids.player)
  // No account has more requests under way.
  for (let from = 0; from < codes.length; from += 100) {
    const plays = await Promise.all(codes.slice(from, from + 100).map(code => player.post('/plays', { code })))
    expect(new Set(plays.map(({ status }) => status))).toEqual(new Set([201]))
  }
  const asked = ['replay', '--from', nameOf(former.databaseUrl)]
  const killed = start(current.databaseUrl, ...asked)
  killed.stderr?.on('data', () => killed.kill('SIGKILL'))
  await once(killed, 'close')
  expect(killed.signalCode).toBe('SIGKILL')
  const played = () => sql<{ n: number }>`select count(*)::int as n from participations`.execute(current.tools.db)
  const half = (await played()).rows[0]?.n as number
  expect(half).toBeGreaterThan(0)
  expect(half).toBeLessThan(codes.length)

  const { code, stdout } = await reconcile(current.databaseUrl, ...asked)
  expect(code).toBe(0)
  expect(stdout).toContain(`participations : ${codes.length - half} refaits, ${half} déjà là, 0 à décider`)
  expect(stdout).toContain('Rien à décider.')
  await expectExact(current, ids.admin)
  const { rows } = await sql`select ticket_id from audit_events where kind = 'ticket-played'`.execute(current.tools.db)
  expect(rows).toHaveLength(codes.length)
})

test('compare shows what would be done, as JSON for programs, and changes nothing', async () => {
  const { former, current, codes } = await startTwo(history)
  await (await as(former, ids.player)).post('/plays', { code: codes[0] })
  await (await as(current, await makeUser(current.tools))).post('/plays', { code: codes[0] })
  const { stdout } = await reconcile(current.databaseUrl, 'compare', '--from', nameOf(former.databaseUrl), '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    common: { event: 1 },
    kinds: [{ kind: 'ticket-played', title: 'participations', replayed: 0, already: 0, undecided: 1 }],
    leftOut: [],
    questions: [expect.stringMatching(/ticket n° 1 fut joué par le compte n° \d+, et depuis par le compte n° \d+/)],
  })
})

test('a decision needs an author and a reason without an address, and is shown as JSON for programs', async () => {
  const { former, current, codes } = await startTwo(history)
  await (await as(former, ids.player)).post('/plays', { code: codes[0] })
  await (await as(current, await makeUser(current.tools))).post('/plays', { code: codes[0] })
  const decide = (...more: string[]) =>
    reconcile(current.databaseUrl, 'decide', '--from', nameOf(former.databaseUrl), '--event', '2', '--json', ...more)
  const refused = { code: 1, stderr: expect.stringContaining('sans adresse e-mail') }
  expect(await decide('--by', 'claire', '--reason', 'écrit à alix@example.test')).toMatchObject(refused)
  expect((await decide('--reason', 'Sans auteur')).code).toBe(2)
  const { code, stdout } = await decide('--by', 'claire', '--reason', 'Même foyer')
  expect(code).toBe(0)
  const text = expect.stringMatching(/^événement n° 2 du .* : le ticket n° 1 fut joué par le compte/)
  expect(JSON.parse(stdout)).toEqual({ decided: [{ event: 2, text }], already: [] })
})

test('a database that is the one in use, that is not there, that has another history or another schema is refused', async () => {
  const used = await copyOf(history.url)
  const refused = async (from: string) => {
    const { code, stderr } = await reconcile(used, 'replay', '--from', from)
    expect(code).toBe(1)
    return stderr
  }
  expect(await refused(nameOf(used))).toContain('est celle qui est en service')
  expect(await refused('nowhere')).toContain('La base nowhere ne répond pas')
  const foreign = await makeHistory(1, ({ tools }) => recordEvent(tools.db, { kind: 'signed-in', at: new Date() }))
  expect(await refused(nameOf(foreign.url))).toContain('aucun événement en commun')
  const older = await copyOf(history.url)
  await onDatabase(older, 'delete from kysely_migration where name = (select max(name) from kysely_migration)')
  expect(await refused(nameOf(older))).toMatch(/La base \w+ a le schéma \S+, plus ancien que celui de cette version/)
  expect((await reconcile(used, 'replay')).code).toBe(2)
})

test('while another run reconciles the same database, a second one is refused', async () => {
  const [used, left] = [await copyOf(history.url), await copyOf(history.url)]
  await onDatabase(used, "select pg_advisory_lock(hashtext('reconcile'))", async () => {
    const { code, stderr } = await reconcile(used, 'replay', '--from', nameOf(left))
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('Un autre rapprochement') })
  })
})
