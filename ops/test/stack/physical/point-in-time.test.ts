import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { lastTransactionAt, type RestoreWindow, windowOf } from '../../../src/archive/physical/reach/window.ts'
import type { RestoreMoment } from '../../../src/archive/physical/replay/plan-replay.ts'
import { restoreCluster } from '../../../src/archive/physical/restore-cluster.ts'
import { homeOf } from '../../../src/environment/home.ts'
import { prepareInfra } from '../../../src/environment/installation/install.ts'
import { psql } from '../../../src/tools/postgres.ts'
import { run } from '../../machine/run.ts'
import { REPOSITORY } from '../application.ts'
import { removeProject } from '../server.ts'
import { archived, clock, openCluster, withoutPatience } from './cluster.ts'

let cluster: Awaited<ReturnType<typeof openCluster>>
beforeAll(async () => {
  cluster = await openCluster()
})
afterAll(() => cluster?.close())

const act = { signal: new AbortController().signal, tell: () => {} }
const count = () => cluster.server.sql('select count(*) from visits')
const windows = async () => windowOf(await cluster.server.target(), await cluster.server.outside())
const typesOf = (window: RestoreWindow) => ('backups' in window ? window.backups.map(({ type }) => type) : window.why)
const restoreHere = async (to: RestoreMoment) => {
  const [target, tools] = [await cluster.server.target(), await cluster.server.outside()]
  return restoreCluster({ target, from: ['here'], to, archive: true }, tools, act)
}

test('a base backup goes to both repositories, the first one whole and the next one with what has changed [3.1/O]', async () => {
  const { server } = cluster
  await server.must('backup', 'base', 'prod')
  await server.must('backup', 'base', 'prod')
  const found = await windows()
  expect(found.map(({ repository }) => repository)).toEqual(['here', 's3'])
  expect(found.map(typesOf)).toEqual([
    ['full', 'incr'],
    ['full', 'incr'],
  ])
  const { out } = await server.must('backup', 'list', 'prod')
  expect(out).toMatch(/archive ici {2}tout moment du [\d-]+ [\d:]+ au [\d-]+ [\d:]+\n {4}\d{8}-\d{6}F_\d{8}-\d{6}I /)
  expect(out).toMatch(/archive s3 {2}tout moment/)
  await server.must('backup', 'base', 'prod', '--dry-run')
  expect((await windows()).map(typesOf)).toEqual(found.map(typesOf))
})

test('no secret of the archive shows in the engine or among the arguments of programs', async () => {
  const { server, s3 } = cluster
  const passphrase = await run(['cat', server.home.secret('archive-passphrase')])
  const container = `${server.home.stack}-infra-postgres-1`
  const seen = await run(['docker', 'inspect', container])
  const running = await run(['docker', 'top', container, '-eo', 'pid,args'])
  for (const secret of [passphrase, ...s3.key.split(':')])
    for (const text of [seen, running]) expect(text).not.toContain(secret)
  expect(passphrase).toMatch(/^[\w-]{43}$/)
})

test('a table that was emptied is brought back to the moment before, and what was announced is what comes [4.3/AJ 4.3/AL]', async () => {
  const { server } = cluster
  await server.sql('insert into visits select n from generate_series(1001, 1234) n')
  const before = await clock(server)
  await server.sql('delete from visits')
  expect(await count()).toBe('0')
  const last = await lastTransactionAt(await server.target(), await server.outside())
  expect(last?.getTime()).toBeGreaterThan(before.getTime())
  const restored = await restoreHere(before)
  expect(await count()).toBe('1234')
  reached('4.3/AJ', '4.3/AL')
  expect(restored.timeline).toBe(2)
  expect(restored.lastTransactionAt?.getTime()).toBeLessThanOrEqual(before.getTime())
  await server.sql('insert into visits values (1235)')
  await server.must('backup', 'base', 'prod', '--type', 'full')
})

test('a moment after the last change is the last change, and a moment outside of the archive is refused with its bounds', async () => {
  const { server } = cluster
  await server.sql('insert into visits values (1236)')
  const quiet = await clock(server)
  await archived(server)
  expect((await restoreHere(quiet)).timeline).toBe(3)
  expect(await count()).toBe('1236')
  const [here] = await windows()
  if (!here || 'why' in here || !here.from || !here.until) throw new Error('no window')
  const early = restoreHere(new Date(here.from.getTime() - 1000))
  await expect(early).rejects.toThrow(/est avant .* UTC, où commence l’archive de ce serveur/)
  const late = restoreHere(new Date(Date.now() + 3_600_000))
  await expect(late).rejects.toThrow(/est après .* UTC, où finit l’archive de ce serveur/)
  await expect(restoreHere({ backup: '20200101-000000F' })).rejects.toThrow(
    /n’a pas de sauvegarde 20200101-000000F ; il y a \d/,
  )
  // Refused, it has changed nothing, and the database is at work again.
  expect(await count()).toBe('1236')
})

test('an empty machine gets the cluster from S3 alone, which then writes nothing to the archive that it comes from', async () => {
  const { server } = cluster
  await archived(server)
  const roots = {
    root: join(server.home.folder, '..', '..', 'elsewhere'),
    backups: '/nowhere',
    project: `${server.env.TIPTOP_PROJECT}x`,
  }
  const home = homeOf(roots, 'prod')
  await mkdir(home.folder, { recursive: true })
  for (const name of ['secrets', 'tls', '.env.production'])
    await cp(join(server.home.folder, name), join(home.folder, name), { recursive: true })
  const [target, tools] = [{ home, settings: (await server.target()).settings }, await server.outside()]
  const restore = () => restoreCluster({ target, from: ['s3'], to: 'latest', archive: false }, tools, act)
  const sql = (input: string) => run(psql(home.database), { input })
  try {
    await mkdir(home.flags)
    await prepareInfra(target, REPOSITORY, tools)
    await writeFile(home.secret('archive-passphrase'), 'une-autre')
    await expect(restore()).rejects.toThrow(/ne s’ouvre pas avec cette phrase/)
    await cp(server.home.secret('archive-passphrase'), home.secret('archive-passphrase'))
    const restored = await restore()
    expect(restored.lastTransactionAt).toBeInstanceOf(Date)
    expect(await sql('select count(*) from visits')).toBe('1236')
    expect(await sql('show archive_mode')).toBe('off')
    const before = await cluster.s3.read('physical/prod/archive/tiptop/archive.info')
    await sql('insert into visits values (0); select pg_switch_wal();')
    expect(await sql('select count(*) from pg_ls_archive_statusdir() where name like $$%.ready$$')).toBe('0')
    expect(await cluster.s3.read('physical/prod/archive/tiptop/archive.info')).toEqual(before)
    await cluster.s3.stop()
    await withoutPatience(home)
    await expect(restore()).rejects.toThrow(/L’archive de s3:sauvegardes ne répond pas/)
    // Nothing was changed, and it is at work.
    expect(await sql('select count(*) from visits')).toBe('1237')
  } finally {
    await cluster.s3.start()
    await removeProject(`${home.stack}-infra`)
    for (const volume of ['database', 'archive', 'static'])
      await run(['docker', 'volume', 'rm', '--force', `${home.stack}-${volume}`])
  }
})
