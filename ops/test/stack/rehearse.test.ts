import { access, appendFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listRehearsals, type Rehearsal } from '../../src/rehearsal/record.ts'
import { scratchOf } from '../../src/rehearsal/scratch.ts'
import type { NightProof } from '../../src/release/data-checks/night-proofs.ts'
import { psql } from '../../src/tools/postgres.ts'
import { run, succeeds } from '../machine/run.ts'
import { publicHealth } from './first-release.ts'
import { openHook } from './hook.ts'
import { pathOf } from './path-of.ts'
import { clock } from './physical/cluster.ts'
import { CONTEST_STATE, namedInEngine, openPlayedOn } from './played-on.ts'
import type { Server } from './server.ts'
import { until } from './waiting.ts'

const PRELOAD = join(import.meta.dirname, 'kill-at.ts')

let production: Awaited<ReturnType<typeof openPlayedOn>>
let hook: Awaited<ReturnType<typeof openHook>>
beforeAll(async () => {
  production = await openPlayedOn()
  hook = await openHook()
})
afterAll(async () => {
  await hook?.close()
  await production?.close()
})

const rehearse = (...more: string[]) =>
  production.server.tiptop('rehearse', 'prod', '--identity', production.key, '--json', ...more)
const scratch = () => scratchOf(production.server.home)

/** Nothing of a rehearsal is left in the engine or on the disk. */
async function expectSwept(): Promise<void> {
  expect(await namedInEngine(scratch().stack)).toEqual([])
  const { backups } = production.server.home
  expect(await succeeds(['test', '-e', backups.rehearsal])).toBe(false)
}

test('a dry run names the backup that a rehearsal would restore, and restores nothing', async () => {
  const { exitCode, out } = await rehearse('--dry-run')
  expect({ exitCode, answer: JSON.parse(out) }).toMatchObject({
    exitCode: 0,
    answer: { dryRun: true, would: expect.arrayContaining([expect.stringMatching(/^Restaurer \d{8}-\d{6} de /)]) },
  })
  await expectSwept()
})

test('a rehearsal restores the newest backup far away with the WAL after it, plays on it, and measures how long and how much [4.3/L 4.3/M 4.3/AA 4.3/V 4.3/W 4.3/X 4.3/AJ 4.3/AL 4.3/AB 4.3/AO 4.3/AP 4.3/AQ 4.3/AR 4.3/AS 4.3/AT 4.3/AV]', async () => {
  const { server } = production
  await production.play(2)
  await production.archived()
  const before = await server.sql(CONTEST_STATE)
  const { exitCode, out, err } = await rehearse()
  expect({ exitCode, err: exitCode ? err : '' }).toEqual({ exitCode: 0, err: '' })
  const record = JSON.parse(out) as Rehearsal
  expect(record).toMatchObject({ verdict: 'green', faults: [], release: '1.0.0', database: { from: 'physical' } })
  expect(record.unproven).toEqual([expect.stringContaining('le poivre n’a pas été apporté')])
  expect(Object.keys(record.phases)).toEqual([
    'fetch',
    'configuration',
    'images',
    'database',
    'start',
    'verification',
    'after',
  ])
  const spent = Object.entries(record.phases).reduce((sum, [phase, ms]) => (phase === 'after' ? sum : sum + ms), 0)
  expect(record.rtoMs).toBeGreaterThanOrEqual(spent)
  // All that was archived came back; what the backend writes by itself may follow.
  expect(record.rpoMs).toBeLessThan(60_000)
  expect(await listRehearsals(server.home)).toEqual([record])
  await expectSwept()
  expect(await server.sql(CONTEST_STATE)).toBe(before)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0' })
  const made = await server.lastRun()
  expect(made).toMatchObject({ procedure: 'rehearse', state: 'done' })
  expect(pathOf(made, '4.3')).toEqual(expect.arrayContaining(['4.3/AL', '4.3/AQ', '4.3/AR', '4.3/AS', '4.3/AT']))
})

test('a deployment shows no warning after a green one', async () => {
  const { out } = await production.server.must('deploy', '--plan')
  expect(JSON.parse(out)).toMatchObject({ environment: 'prod', warnings: [] })
})

test('a killed rehearsal leaves production alone, and the next one takes away what it left', async () => {
  const { server } = production
  const step = (await server.lastRun()).steps.findIndex(({ title }) => title.startsWith('Démarrer la version'))
  const env = { NODE_OPTIONS: `--import=${PRELOAD}`, KILL_AT: JSON.stringify({ step, afterMs: 1_500 }) }
  const { child, ended } = server.start(['rehearse', 'prod', '--identity', production.key], env)
  await ended
  expect(child.signalCode).toBe('SIGKILL')
  expect((await namedInEngine(scratch().stack)).length).toBeGreaterThan(3)
  expect(await publicHealth(server)).toMatchObject({ code: 200 })
  await until(() => succeeds(['flock', '--nonblock', join(server.home.folder, '.rehearsal.lock'), 'true']), 30)
  await server.must('rehearse', 'prod', '--clean')
  await expectSwept()
})

test('a moment that was chosen comes back to the second, and stays to be looked at when that is wanted [4.3/AJ 4.3/AL]', async () => {
  const { server } = production
  const moment = await clock(server)
  const then = await server.sql(CONTEST_STATE)
  await production.play(2, 2)
  await production.archived()
  const asked = ['--to', moment.toISOString(), '--keep', '--pepper-identity', production.pepperKey]
  const { exitCode, out, err } = await rehearse(...asked)
  expect({ exitCode, err: exitCode ? err : '' }).toEqual({ exitCode: 0, err: '' })
  expect(JSON.parse(out)).toMatchObject({ verdict: 'green', to: moment.toISOString(), unproven: [] })
  const pepperOf = (home: Server['home']) => readFile(home.secret('ticket-pepper'), 'utf8')
  expect(await pepperOf(scratch())).toBe(await pepperOf(server.home))
  const restored = await run(psql(scratch().database), { input: CONTEST_STATE })
  expect(restored).toBe(then)
  expect(restored).not.toBe(await server.sql(CONTEST_STATE))
  // It notifies no one and archives nothing.
  expect(await run(psql(scratch().database), { input: 'show archive_mode' })).toBe('off')
  await access(scratch().secret('ticket-pepper'))
  for (const name of ['smtp-url', 'notify-webhook', 'notify-webhook-level2'] as const)
    expect(await run(['cat', scratch().secret(name)])).toBe('')
  await server.must('rehearse', 'prod', '--clean')
  await expectSwept()
})

test('a key that opens nothing is reported before anything is fetched, and the rehearsal is red', async () => {
  const { server, wrongKey } = production
  await run(['tee', server.home.secret('notify-webhook')], { input: hook.url })
  const { exitCode, err } = await server.tiptop('rehearse', 'prod', '--identity', wrongKey)
  expect(exitCode).toBe(20)
  expect(err).toContain('Cette clé privée n’ouvre pas')
  const [record] = await listRehearsals(server.home)
  expect(record).toMatchObject({ verdict: 'red', backup: null, rtoMs: null, rpoMs: null })
  expect(hook.posts.at(-1)).toMatchObject({
    severity: 'alert',
    subject: '[prod] la répétition de restauration est rouge',
    text: expect.stringContaining('Cette clé privée n’ouvre pas'),
  })
  await expectSwept()
  const { out } = await server.must('deploy', '--plan')
  expect(JSON.parse(out).warnings).toEqual([expect.stringContaining('est rouge : Cette clé privée')])
})

test('a storage that is away makes it red, and leaves nothing', async () => {
  const { s3 } = production
  await s3.stop()
  const { exitCode, err } = await rehearse()
  await s3.start()
  expect(exitCode).toBe(20)
  expect(err).toContain('personne n’écoute à cette adresse')
  await expectSwept()
})

test('a newest backup that is damaged is reported, the one before it comes back from its dump, table by table, and that is red [4.3/AM 4.3/Z]', async () => {
  const { server, s3 } = production
  const [older = ''] = await readdir(server.home.backups.daily)
  await server.must('backup', 'nightly', 'prod')
  const newest = (await readdir(server.home.backups.daily)).find(name => name > older) ?? ''
  const key = `prod/${newest}/configuration.tar.age`
  const bytes = await s3.read(key)
  bytes.writeUInt8(bytes.readUInt8(5_000) ^ 1, 5_000)
  await s3.write(key, bytes)
  for (const name of ['backup.info', 'backup.info.copy'])
    await s3.write(`physical/prod/backup/tiptop/${name}`, Buffer.from('x'))
  const { exitCode, out, err } = await rehearse()
  expect(exitCode).toBe(20)
  expect(err).toMatch(/✓ .*Restaurer la copie de la base et comparer chaque table/)
  const record = JSON.parse(out) as Rehearsal
  expect(record).toMatchObject({
    verdict: 'red',
    backup: { name: older },
    database: { from: 'dump' },
    release: '1.0.0',
  })
  expect(record.faults.join('\n')).toMatch(new RegExp(`${newest} n’est pas utilisable : .*configuration.tar.age`))
  expect(record.rpoMs).toBeGreaterThan(0)
  expect(record.rtoMs).toBeGreaterThan(0)
  await expectSwept()
})

test('a database whose commitment is not the deposited one makes the night red, and its backup is there all the same', async () => {
  const { server } = production
  const nights = (await readdir(server.home.backups.daily)).length
  const deposited = 'ab'.repeat(32)
  await appendFile(server.home.settings, `COMMITMENT_ROOT=${deposited}\n`)
  const { exitCode, err } = await server.tiptop('backup', 'nightly', 'prod')
  expect(exitCode).toBe(1)
  expect(err).toContain('LES LIVRES NE SONT PAS CE QU’ILS ÉTAIENT')
  expect(err).toContain(`et ${deposited} fut déposé (COMMITMENT_ROOT)`)
  expect((await readdir(server.home.backups.daily)).length).toBe(nights + 1)
  const proofs = JSON.parse(await readFile(server.home.proofs, 'utf8')) as { nights: NightProof[] }
  expect(proofs.nights[0]).toMatchObject({ head: { hash: expect.stringMatching(/^[\da-f]{64}$/) }, whole: true })
  expect(proofs.nights.at(-1)).toMatchObject({ faults: [], unproven: [], whole: true })
})
