import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { startBackend, type TestBackend } from '../../test/backend.ts'
import type { Client } from '../../test/client.ts'
import { makeContest, makeTickets, makeUser, signedInClient } from '../../test/make.ts'
import { replicatedDatabase } from '../../test/replicated-database.ts'
import { unreliable } from '../../test/unreliable-database.ts'

const database = await replicatedDatabase()
const wayToReplica = await unreliable(database.replicaUrl)
const backend = await startBackend({ DATABASE_READ_URL: wayToReplica.url }, database.databaseUrl)
const { tools, clock } = backend
const { prizeIds } = await makeContest(tools)
const [code] = await makeTickets(tools, prizeIds[0] as number, 3)
const admin = await signedInClient(backend, { role: 'admin' })
const other = await signedInClient(backend, { role: 'admin' })
const player = await signedInClient(backend)
const pages = ['/admin/users', '/admin/tickets', '/admin/audit', '/admin/statistics', '/admin/users?search=camille']

/** The replica holds everything at a moment at which the clock then stands. */
beforeEach(async () => {
  // A connection that a test has cut may still be taken for a good one.
  await vi.waitFor(() => tools.replica.measure?.(), 20_000)
  clock.at = new Date()
  await vi.waitFor(async () => expect(await lagOf(other, '/admin/users')).toBe(0), 20_000)
})

const source = async (client: Client, url: string) => {
  const { status, body } = await client.get(url)
  return [status, body.lagSeconds === undefined ? 'primary' : 'replica']
}
const lagOf = async (client: Client, url: string) => (await client.get(url)).body.lagSeconds
const later = (seconds: number) => {
  clock.at = new Date((clock.at as Date).getTime() + seconds * 1000)
}

async function paused(): Promise<void> {
  await database.pauseReplay()
  onTestFinished(async () => void (await database.resumeReplay()))
}

/** How many answers came from the replica, or for this reason from the primary. */
async function answers(answer: string, { tools }: TestBackend = backend): Promise<number> {
  const metric = await tools.metrics.registry.getSingleMetric('tiptop_replica_reads_total')?.get()
  return metric?.values.find(({ labels }) => labels.answer === answer)?.value ?? 0
}

test('lists, figures and exports come from the replica, each with its age', async () => {
  const before = await answers('replica')
  for (const page of pages) expect(await lagOf(other, page)).toBe(0)
  for (const file of ['users.csv', 'tickets.xlsx'])
    expect((await other.get(`/admin/exports/${file}`)).headers).toMatchObject({ 'export-lag-seconds': '0' })
  expect(await answers('replica')).toBe(before + pages.length + 2)
})

test('a replica that lags shows what it holds, and how old that is; a play on the primary is not waited for', async () => {
  await paused()
  expect((await player.post('/plays', { code })).status).toBe(201)
  later(3)
  const { body } = await other.get('/admin/statistics')
  expect([body.plays, body.lagSeconds, body.takenAt]).toEqual([0, 3, new Date(Number(clock.at) - 3000).toISOString()])
  const file = await other.get('/admin/exports/participations.csv')
  expect([file.text.split('\r\n').length, file.headers['export-lag-seconds']]).toEqual([2, '3'])
  await tools.replica.measure?.()
  expect(await tools.metrics.registry.metrics()).toContain('tiptop_replica_lag_seconds 3')
})

test('an administrator who changed a role sees it at once, another one as soon as the replica has it', async () => {
  const userId = await makeUser(tools, { firstName: 'Zoé' })
  const roleSeenBy = async (client: Client) => {
    const { items, lagSeconds } = (await client.get('/admin/users?search=zoe')).body
    return [items.find(({ id }: { id: number }) => id === userId)?.role, lagSeconds]
  }
  await vi.waitFor(async () => expect(await roleSeenBy(admin)).toEqual(['player', 0]), 20_000)
  await paused()
  expect((await admin.patch(`/admin/users/${userId}/role`, { role: 'admin' })).status).toBe(200)
  later(2)
  expect(await roleSeenBy(admin)).toEqual(['admin', undefined])
  expect(await roleSeenBy(other)).toEqual(['player', 2])
  await database.resumeReplay()
  await vi.waitFor(async () => expect(await roleSeenBy(admin)).toEqual(['admin', 0]), 20_000)
})

test('a replica that lags more than it may is not read', async () => {
  await paused()
  await makeUser(tools)
  later(10)
  expect(await lagOf(other, '/admin/users')).toBe(10)
  later(1)
  const before = await answers('behind')
  for (const page of pages) expect(await source(other, page)).toEqual([200, 'primary'])
  expect((await other.get('/admin/exports/users.csv')).headers['export-lag-seconds']).toBeUndefined()
  expect(await answers('behind')).toBe(before + pages.length + 1)
  await expect(tools.replica.measure?.()).rejects.toThrow('behind')
  expect(await tools.metrics.registry.metrics()).toContain('tiptop_replica_lag_seconds +Inf')
})

test('while the replica is gone the primary answers, and no request waits for it before it is back', async () => {
  await wayToReplica.cut()
  onTestFinished(() => wayToReplica.mend())
  expect((await other.get('/admin/exports/users.csv')).status).toBe(200)
  for (const page of pages) expect(await source(other, page)).toEqual([200, 'primary'])
  await expect(tools.replica.measure?.()).rejects.toThrow('ECONNREFUSED')
  await wayToReplica.mend()
  expect(await lagOf(other, '/admin/users')).toBeUndefined()
  await tools.replica.measure?.()
  expect(await lagOf(other, '/admin/users')).toBeDefined()
})

test('a refusal stands, wherever it is read', async () => {
  expect(await other.get('/admin/tickets?prize=none')).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
  expect(await lagOf(other, '/admin/users')).toBe(0)
})

test('a server that takes writes, or does not let the backend in, is not taken for a replica', async () => {
  const primary = await unreliable(tools.config.database.url)
  const stranger = new URL(wayToReplica.url)
  stranger.password = 'wrong'
  for (const [url, answer] of [
    [primary.url, 'not-a-replica'],
    [stranger.href, 'away'],
  ] as const) {
    const misled = await startBackend({ DATABASE_READ_URL: url }, database.databaseUrl)
    const admin = await signedInClient(misled, { role: 'admin' })
    expect(await source(admin, '/admin/users')).toEqual([200, 'primary'])
    expect(await answers(answer, misled)).toBe(1)
  }
})
