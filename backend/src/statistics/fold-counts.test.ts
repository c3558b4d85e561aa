import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { freshDatabase } from '../../test/database.ts'
import { makeContest, makeTickets, makeUser, signedInClient } from '../../test/make.ts'
import { unreliable } from '../../test/unreliable-database.ts'
import { foldRegularly } from './fold-counts.ts'

const database = await unreliable(await freshDatabase())
const backend = await startBackend({}, database.url)
const { tools } = backend
const { prizeIds } = await makeContest(tools)
const codes = await makeTickets(tools, prizeIds[0] as number, 20)
const player = await signedInClient(backend)
const running: (() => Promise<void>)[] = []

afterEach(() => Promise.all(running.splice(0).map(stop => stop())))

function start(everyMs = 5): string[] {
  const told: string[] = []
  const log = { error: (facts: { reason: string }) => told.push(facts.reason) }
  running.push(foldRegularly(tools, log as never, everyMs))
  return told
}

const play = async () => expect((await player.post('/plays', { code: codes.pop() as string })).status).toBe(201)

const health = async () => (await player.get('/health')).status

async function waiting(): Promise<number> {
  const [plays, changes] = await Promise.all([
    tools.db.selectFrom('uncounted_plays').selectAll().execute(),
    tools.db.selectFrom('count_changes').selectAll().execute(),
  ])
  return plays.length + changes.length
}

async function folded(measure: 'plays' | 'accounts'): Promise<number> {
  const rows = await tools.db.selectFrom('folded_counts').select('amount').where('measure', '=', measure).execute()
  return rows.reduce((sum, { amount }) => sum + amount, 0)
}

test('what two backends find to fold is folded once, as soon as there is something', async () => {
  const told = [start(), start(7)]
  await expect.poll(waiting).toBe(0)
  for (let n = 1; n <= 3; n++) {
    await Promise.all([play(), play(), makeUser(tools)])
    await expect.poll(waiting).toBe(0)
    expect([await folded('plays'), await folded('accounts')]).toEqual([2 * n, 1 + n])
  }
  expect(told.flat()).toEqual([])
})

test('a database that is gone is logged once, and folding continues when it is back', async () => {
  const told = start()
  const before = await folded('plays')
  await play()
  await expect.poll(waiting).toBe(0)
  await database.cut()
  await expect.poll(() => told.length).toBe(1)
  // Several further runs fail meanwhile.
  for (let n = 0; n < 5; n++) expect(await health()).toBe(503)
  expect(told).toHaveLength(1)
  await database.mend()
  await expect.poll(health).toBe(200)
  await play()
  await expect.poll(waiting).toBe(0)
  expect(await folded('plays')).toBe(before + 2)
})

test('it has ended when it says so', async () => {
  start(1)
  await running[0]?.()
  await play()
  for (let n = 0; n < 10; n++) expect(await waiting()).toBe(1)
})
