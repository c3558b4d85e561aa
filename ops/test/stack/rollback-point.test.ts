import { readFile, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { listBrokenPoints, listRollbackPoints, readRollbackPoint } from '../../src/archive/rollback-points/points.ts'
import type { RollbackPoint } from '../../src/archive/rollback-points/versions.ts'
import { dryTools } from '../../src/environment/open-tools.ts'
import type { RunningRelease } from '../../src/release/colours.ts'
import { backupRepositoryOf, readImage } from '../../src/release/image-names.ts'
import { pendingMigrations } from '../../src/release/migrations.ts'
import { REPOSITORY } from './application.ts'
import { backUp, dumpsOf, stateOf } from './backed-up.ts'
import { openServer, type Server } from './server.ts'
import { migrateByHand, pretendToServe } from './serving.ts'
import { lockTable, until } from './waiting.ts'

let server: Server
let schema: string
let running: RunningRelease
beforeAll(async () => {
  server = await openServer('prod')
  await server.install()
})
afterAll(() => server.close())

test('before the first deployment there is the database alone to keep, and the point says so', async () => {
  const { ending, point, path } = await backUp(server, { running: null })
  expect(ending).toMatchObject({ outcome: 'done' })
  expect(point).toMatchObject({ release: null, backend: null, frontend: null, db: { schema: null } })
  expect(Object.keys(point?.config ?? {}).sort()).toEqual([
    'infra/infra.env',
    'infra/infra.yaml',
    'infra/nginx.conf',
    'infra/pgbackrest.conf',
    'infra/postgresql.conf',
    'settings.env',
  ])
  expect(path).toContain('3.2/R done')
  expect(await readRollbackPoint(server.home, point?.tag ?? '')).toEqual(point)
})

test('a commit is compared with a fresh database, and with one that has had all of it', async () => {
  const target = await server.target()
  const tools = await server.outside()
  const fresh = await pendingMigrations(target.home.database, REPOSITORY, tools)
  expect(fresh).toMatchObject({ applied: [], unknown: [] })
  schema = await migrateByHand(target)
  expect(fresh.pending.at(-1)).toBe(schema)
  expect(await pendingMigrations(target.home.database, REPOSITORY, tools)).toEqual({
    pending: [],
    breaking: [],
    applied: fresh.pending,
    unknown: [],
    // They are built beside the migrations, when those of a release have run.
    indexes: fresh.indexes,
  })
})

test('a rollback point takes its way through the diagram, from the tag to its validation [3.2/A 3.2/B 3.2/C 3.2/D 3.2/R 3.2/S 2.4/Y]', async () => {
  running = await pretendToServe(await server.target(), await server.outside())
  const { path, point } = await backUp(server)
  expect(path.filter(node => node.startsWith('3.2'))).toEqual([...'ABCDEFGHIJKLMNORS'].map(node => `3.2/${node} done`))
  expect(path).toEqual(expect.arrayContaining(['2.4/V done', '2.4/W done', '2.4/X done', '2.4/Y done']))
  expect(point?.tag).toMatch(/^backup-\d{8}-\d{6}$/)
})

test('both images that serve have the tag in the registry, and prod-latest is where it was [3.2/E 3.2/F 3.2/G 2.4/W]', async () => {
  const [point] = (await listRollbackPoints(server.home)) as [RollbackPoint]
  const { registry } = await server.outside()
  const { settings } = await server.target()
  for (const piece of ['backend', 'frontend'] as const) {
    const { path, digest } = readImage(running.release.images[piece])
    const backups = backupRepositoryOf(settings.REGISTRY, piece)
    expect(point[piece]).toBe(`${backups.host}/${backups.path}@${digest}`)
    expect(await registry.digestOf(backups.path, point.tag)).toBe(digest)
    expect(await registry.tags(path)).toEqual(['prod-latest'])
  }
  reached('3.2/E', '3.2/F', '3.2/G', '2.4/W')
})

test('the copy of the database is in the folder of the point, and no other user may read it [3.2/H 3.2/I 3.2/J 2.4/V]', async () => {
  const [point] = (await listRollbackPoints(server.home)) as [RollbackPoint]
  const file = join(point.folder, point.db.dump.file)
  const { mode, size } = await stat(file)
  expect({ mode: mode & 0o777, size }).toEqual({ mode: 0o600, size: point.db.dump.bytes })
  expect((await stat(point.folder)).mode & 0o777).toBe(0o700)
  const { files } = await server.outside()
  expect(await files.fingerprint(file)).toEqual({ sha256: point.db.dump.sha256, bytes: size })
  reached('3.2/H', '3.2/I', '3.2/J', '2.4/V')
})

test('versions.json ties release, images by digest, schema and configuration together [3.2/K 3.2/L 3.2/M 2.4/X]', async () => {
  const [point] = (await listRollbackPoints(server.home)) as [RollbackPoint]
  const { folder, ...versions } = point
  expect(JSON.parse(await readFile(join(folder, 'versions.json'), 'utf8'))).toEqual(versions)
  expect(versions).toMatchObject({ environment: 'prod', release: running.release, db: { schema } })
  const kept = (file: string) => readFile(join(folder, file), 'utf8')
  const release = join(server.home.releases, running.release.name)
  expect(await kept('app.yaml')).toBe(await readFile(join(release, 'app.yaml'), 'utf8'))
  expect(await kept('settings.env')).toBe(await readFile(join(release, 'settings.env'), 'utf8'))
  expect(await kept('infra/nginx.conf')).toBe(await readFile(join(server.home.infra, 'nginx.conf'), 'utf8'))
  for (const secret of ['postgres-password', 'session-key', 'registry-password'] as const)
    for (const file of ['versions.json', ...Object.keys(versions.config)])
      expect(await kept(file)).not.toContain((await readFile(server.home.secret(secret), 'utf8')).trim())
  reached('3.2/K', '3.2/L', '3.2/M', '2.4/X')
})

test("the point's name is in the WAL, for a recovery to aim at [3.2/N]", async () => {
  const now = 'select pg_current_wal_lsn()'
  const from = await server.sql(now)
  const { point } = await backUp(server)
  const records = await server.sql(`create schema walinspect; create extension pg_walinspect schema walinspect;
    select description from walinspect.pg_get_wal_records_info('${from}', (${now})) where record_type = 'RESTORE_POINT';
    drop extension pg_walinspect; drop schema walinspect;`)
  expect(records).toBe(point?.tag)
})

test('points are listed the newest first; two of one second are a second apart', async () => {
  const now = () => new Date('2099-01-01T00:00:00Z')
  const tools = { ...(await server.outside()), now }
  await backUp(server, { tools })
  await backUp(server, { tools })
  const tags = (await listRollbackPoints(server.home)).map(({ tag }) => tag)
  expect(tags.slice(0, 2)).toEqual(['backup-20990101-000001', 'backup-20990101-000000'])
  expect(tags).toHaveLength(5)
})

test('a point that lost a file, or a part of one, is no point any more', async () => {
  const [cut, lost] = (await listRollbackPoints(server.home)) as [RollbackPoint, RollbackPoint]
  await truncate(join(cut.folder, cut.db.dump.file), 1_000)
  await rm(join(lost.folder, 'infra', 'nginx.conf'))
  expect(await readRollbackPoint(server.home, cut.tag)).toBe(null)
  expect(await listRollbackPoints(server.home)).toHaveLength(3)
  expect(await listBrokenPoints(server.home)).toEqual([lost.tag, cut.tag])
  const { out } = await server.must('backup', 'list', 'prod')
  expect(out).toMatch(`${cut.tag} n'est pas entier, et ne sert à rien`)
  for (const { folder } of [cut, lost]) await rm(folder, { recursive: true })
})

test('an operator makes a point and lists it', async () => {
  const { err } = await server.must('backup', 'pre-deploy', 'prod')
  expect(err).toMatch(/3\.2\/O {3}Relire tout ce qui est gardé · 7 fichiers, la base et deux images/)
  const { points } = JSON.parse((await server.must('backup', 'list', 'prod', '--json')).out) as {
    points: RollbackPoint[]
  }
  const [point] = points
  expect(point).toMatchObject({ environment: 'prod', release: { version: '1.0.0' } })
  expect((await server.must('backup', 'list', 'prod')).out).toMatch(`${point?.tag}  `)
})

test('a dry run takes the same way, and changes nothing', async () => {
  const before = await stateOf(server)
  const told: string[] = []
  const tools = await dryTools(await server.target(), line => told.push(line))
  const { ending, path } = await backUp(server, { tools })
  expect(ending.outcome).toBe('done')
  expect(path).toContain('3.2/O done')
  expect(told.join('\n')).toMatch(/étiquetterait .*backend:backup-/)
  expect(await stateOf(server)).toEqual(before)
})

test('a run that is killed leaves half a point that is never taken for a whole one; the next run takes it away', async () => {
  const before = await stateOf(server)
  const table = await lockTable(server.home, 'shops')
  const { child, ended } = server.start(['backup', 'pre-deploy', 'prod'])
  await until(async () => (await dumpsOf(server)) === '1')
  child.kill('SIGKILL')
  await ended
  const [half = ''] = await listBrokenPoints(server.home)
  expect(half).toMatch(/^backup-.*\.partial$/)
  expect(await listRollbackPoints(server.home)).toHaveLength(
    before.backups.filter(file => file.includes('versions.json')).length,
  )
  expect((await stateOf(server)).tags.length).toBe(before.tags.length + 2)
  await table.release()

  const { err } = await server.must('backup', 'pre-deploy', 'prod')
  expect(err).toMatch('Déclarer le point de retour')
  expect(await listBrokenPoints(server.home)).toEqual([])
  const after = await stateOf(server)
  expect(after.tags.filter(line => line.includes(half.replace('.partial', '')))).toEqual([])
  expect(after).toMatchObject({ sessions: '0', rows: before.rows })
})

test('a run that is asked to stop takes away what it began', async () => {
  const before = await stateOf(server)
  const table = await lockTable(server.home, 'shops')
  const { child, ended } = server.start(['backup', 'pre-deploy', 'prod'])
  await until(async () => (await dumpsOf(server)) === '1')
  child.kill('SIGTERM')
  const { exitCode, err } = await ended
  await table.release()
  expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining('arrêt demandé (SIGTERM)') })
  expect(await stateOf(server)).toEqual(before)
})
