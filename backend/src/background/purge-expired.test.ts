import { beforeEach, expect, test } from 'vitest'
import { startBackend } from '../../test/backend.ts'
import { makeUser } from '../../test/make.ts'
import { purgeExpired, purgeRegularly } from './purge-expired.ts'

const backend = await startBackend()
const { db } = backend.tools
const NOW = new Date('2026-11-23T10:00:00Z')
const at = (days: number, seconds = 0) => new Date(NOW.getTime() + days * 86_400_000 + seconds * 1000)
const userId = await makeUser(backend.tools)

beforeEach(async () => {
  backend.clock.at = NOW
  for (const table of ['attempt_limits', 'one_time_tokens', 'sessions'] as const) await db.deleteFrom(table).execute()
})

const keys = async () => (await db.selectFrom('attempt_limits').select('key').orderBy('key').execute()).map(r => r.key)

async function insertOldKeys(count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, n) => ({ key: `old ${n}`, failures: 1, window_ends_at: at(-1) }))
  await db.insertInto('attempt_limits').values(rows).execute()
}

test('counts of attempts are kept while their window or wait lasts', async () => {
  await db
    .insertInto('attempt_limits')
    .values([
      { key: 'both over', failures: 9, window_ends_at: at(0, -1), blocked_until: at(0, -1) },
      { key: 'window over, never blocked', failures: 1, window_ends_at: NOW },
      { key: 'window lasts', failures: 1, window_ends_at: at(0, 1) },
      { key: 'window lasts, wait over', failures: 9, window_ends_at: at(0, 1), blocked_until: at(0, -1) },
      { key: 'wait lasts', failures: 9, window_ends_at: at(0, -1), blocked_until: at(0, 1) },
    ])
    .execute()
  expect(await purgeExpired(backend.tools)).toEqual({ attempt_limits: 2, one_time_tokens: 0, sessions: 0 })
  expect(await keys()).toEqual(['wait lasts', 'window lasts', 'window lasts, wait over'])
})

test('mailed links are kept until a week after their end, used or not', async () => {
  const link = (name: string, expiresAt: Date, usedAt: Date | null = null) => ({
    token_hash: Buffer.from(name),
    purpose: 'verify-email' as const,
    user_id: userId,
    expires_at: expiresAt,
    used_at: usedAt,
  })
  await db
    .insertInto('one_time_tokens')
    .values([
      link('a week ago', at(-7)),
      link('a week ago, used', at(-7), at(-8)),
      link('less than a week ago', at(-7, 1)),
      link('used, recent', at(-1), at(-1)),
      link('good', at(1)),
    ])
    .execute()
  expect(await purgeExpired(backend.tools)).toMatchObject({ one_time_tokens: 2 })
  const rows = await db.selectFrom('one_time_tokens').select('token_hash').orderBy('token_hash').execute()
  expect(rows.map(row => row.token_hash.toString())).toEqual(['good', 'less than a week ago', 'used, recent'])
})

test('sessions are kept until thirty days after their end', async () => {
  const session = (n: number, expiresAt: Date, revokedAt: Date | null = null) => ({
    id: `00000000-0000-4000-8000-00000000000${n}`,
    user_id: userId,
    expires_at: expiresAt,
    revoked_at: revokedAt,
  })
  await db
    .insertInto('sessions')
    .values([
      session(1, at(-30)),
      session(2, at(5), at(-30)),
      session(3, at(-30, 1)),
      session(4, at(5), at(-30, 1)),
      session(5, at(5)),
    ])
    .execute()
  expect(await purgeExpired(backend.tools)).toMatchObject({ sessions: 2 })
  const rows = await db.selectFrom('sessions').select('id').orderBy('id').execute()
  expect(rows.map(({ id }) => id.at(-1))).toEqual(['3', '4', '5'])
})

test('a backlog goes batch by batch, and what is beyond one run goes with the next', async () => {
  await insertOldKeys(10)
  const batch = { rows: 3, perRun: 2 }
  expect(await purgeExpired(backend.tools, { batch })).toMatchObject({ attempt_limits: 6 })
  expect(await purgeExpired(backend.tools, { batch })).toMatchObject({ attempt_limits: 4 })
  expect(await keys()).toEqual([])
})

test('replicas that purge together share the work, and none waits for a row that is in use', async () => {
  await insertOldKeys(200)
  await db.transaction().execute(async holder => {
    await holder.selectFrom('attempt_limits').select('key').where('key', '=', 'old 7').forUpdate().execute()
    const batch = { rows: 10, perRun: 50 }
    const runs = await Promise.all(Array.from({ length: 4 }, () => purgeExpired(backend.tools, { batch })))
    expect(runs.reduce((sum, { attempt_limits }) => sum + attempt_limits, 0)).toBe(199)
  })
  expect(await keys()).toEqual(['old 7'])
})

test('a key that fails again at this very moment is not purged', async () => {
  await insertOldKeys(2)
  await db.transaction().execute(async holder => {
    await holder
      .updateTable('attempt_limits')
      .set({ window_ends_at: at(1) })
      .where('key', '=', 'old 1')
      .execute()
    expect(await purgeExpired(backend.tools)).toMatchObject({ attempt_limits: 1 })
  })
  expect(await purgeExpired(backend.tools)).toMatchObject({ attempt_limits: 0 })
  expect(await keys()).toEqual(['old 1'])
})

test('it runs soon after the start and again, survives a failure, and has ended when it says so', async () => {
  const told: string[] = []
  const log = {
    info: () => told.push('purged'),
    error: (facts: { reason: string }) => told.push(facts.reason),
  } as never
  let failures = 1
  const tools = {
    db,
    now: () => {
      if (failures-- > 0) throw new Error('no clock yet')
      return NOW
    },
  }
  await insertOldKeys(1)
  const stop = purgeRegularly(tools, log, { firstMs: 1, everyMs: 2 })
  await expect.poll(keys).toEqual([])
  await insertOldKeys(1)
  await expect.poll(keys).toEqual([])
  await stop()
  expect(told.slice(0, 3)).toEqual(['no clock yet', 'purged', 'purged'])
  const { length } = told
  for (let n = 0; n < 20; n++) await purgeExpired(backend.tools)
  expect(told).toHaveLength(length)
})
