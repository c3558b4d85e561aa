import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { windowOf } from '../../../src/archive/physical/reach/window.ts'
import { untilJournalSays } from '../seen.ts'
import { until } from '../waiting.ts'
import { archivable, archived, fileOf, inside, openCluster, statusOf, withoutPatience } from './cluster.ts'

/** What pgBackRest holds while it pushes segments. */
const PUSHING = '/tmp/pgbackrest/tiptop-archive-1.lock'
/** Ends the push that a test pretends. */
const PUSHED = '/tmp/pushed'

let cluster: Awaited<ReturnType<typeof openCluster>>
beforeAll(async () => {
  cluster = await openCluster()
})
afterAll(() => cluster?.close())

const check = (...more: string[]) => cluster.server.tiptop('backup', 'check', 'prod', '--json', ...more)
/** What the check complains of the archive; this file does not deal with the nights. */
const faults = async () =>
  (JSON.parse((await check()).out).faults as string[]).filter(fault => !fault.includes('aucune sauvegarde entière'))

test('a killed base backup leaves nothing that stops the next one, and no half of a backup', async () => {
  const { server } = cluster
  await server.sql('create table big as select n, md5(n::text) as said from generate_series(1, 400000) n')
  const { child, ended } = server.start(['backup', 'base', 'prod'])
  await untilJournalSays(server, child, 'Copier la base entière dans l’archive de ce serveur')
  child.kill('SIGKILL')
  await ended
  await server.must('backup', 'base', 'prod')
  const windows = await windowOf(await server.target(), await server.outside())
  expect(windows.map(window => 'backups' in window && window.backups.length > 0)).toEqual([true, true])
  expect(await faults()).toEqual([])
})

test('a base backup lets segments through that are on their way', async () => {
  const { server } = cluster
  const asPusher = (...program: string[]) => inside(server, 'runuser', '-u', 'postgres', '--', ...program)
  const isHeld = () =>
    asPusher('flock', '--nonblock', PUSHING, 'true').then(
      () => false,
      () => true,
    )
  const push = asPusher('flock', PUSHING, 'sh', '-c', `until test -e ${PUSHED}; do sleep 0.1; done`)
  await until(isHeld)
  const { child, ended } = server.start(['backup', 'base', 'prod'])
  await untilJournalSays(server, child, 'Copier la base entière dans l’archive de ce serveur')
  await asPusher('touch', PUSHED)
  await push
  expect((await ended).exitCode).toBe(0)
})

/** Meanwhile a segment ends after each failure: it wakes up the archiver, which sleeps for a minute after three of them. */
async function awake(happening: () => Promise<void>): Promise<void> {
  let over = false
  const failures = () => cluster.server.sql('select failed_count from pg_stat_archiver')
  const waking = (async () => {
    while (!over) {
      const seen = await failures()
      await archivable(cluster.server)
      await until(async () => over || (await failures()) !== seen, 900)
    }
  })()
  await happening().finally(() => {
    over = true
  })
  await waking
}

test('while S3 is away WAL goes on to this server and the database goes on, and nothing is missing when it is back', async () => {
  const { server, s3 } = cluster
  await s3.stop()
  const giveBack = await withoutPatience(server.home)
  const segments: string[] = []
  for (const number of [1, 2, 3])
    segments.push(await server.sql(`insert into visits values (-${number}); select pg_walfile_name(pg_switch_wal())`))
  await awake(async () => {
    for (const segment of segments) await until(async () => (await fileOf(server, segment)) !== '', 120)
    expect(await statusOf(server, segments[0] ?? '')).toBe('ready')
    const { err } = await server.tiptop('backup', 'base', 'prod')
    expect(err).toContain('L’archive de s3:sauvegardes ne répond pas')
    expect(err).toMatch(/✓ .*Copier la base entière dans l’archive de ce serveur/)
    expect(await faults()).toContain('L’archive de s3:sauvegardes ne répond pas.')
    await s3.start()
    await giveBack()
    segments.push(await archived(server))
    for (const segment of segments) await until(async () => (await statusOf(server, segment)) === 'done', 180)
  })
  await server.must('backup', 'base', 'prod')
  expect(await faults()).toEqual([])
})

test('a key that may not remove below physical/ is reported with what pgBackRest needs, and this server has its copy all the same', async () => {
  const { server, s3 } = cluster
  await s3.refuse('physical-DELETE')
  const { exitCode, err } = await server.tiptop('backup', 'base', 'prod')
  await s3.allow('physical-DELETE')
  expect(exitCode).toBe(1)
  expect(err).toContain('l’archive de s3:sauvegardes refuse à cette clé (secrets/s3-key) ce qu’il faut ici')
  expect(err).toMatch(/✓ .*Copier la base entière dans l’archive de ce serveur/)
  await server.must('backup', 'base', 'prod')
})

test('a segment that is gone from either archive is named by the alarm', async () => {
  const { server, s3 } = cluster
  const gone = await archived(server)
  await server.sql('insert into visits values (-4)')
  await archived(server)
  const file = await fileOf(server, gone)
  await inside(server, 'mv', file, '/var/lib/pgbackrest/aside')
  const metrics = join(server.home.folder, 'check.prom')
  const { exitCode, err } = await check('--metrics', metrics)
  expect(exitCode).toBe(1)
  expect(err).toContain(`l’archive de ce serveur : il manque du WAL (${gone})`)
  expect(await readFile(metrics, 'utf8')).toContain(
    'tiptop_archive_missing_segments{environment="prod",repository="here"} 1',
  )
  await inside(server, 'mv', '/var/lib/pgbackrest/aside', file)
  expect(await faults()).toEqual([])
  const key = `physical/prod${file.slice('/var/lib/pgbackrest'.length)}`
  const kept = await s3.read(key)
  await s3.remove(key)
  expect(await faults()).toEqual([expect.stringContaining(`l’archive de s3:sauvegardes : il manque du WAL (${gone})`)])
  await s3.write(key, kept)
  expect(await faults()).toEqual([])
})

test('a damaged segment, of which pgBackRest says nothing by its exit code, makes a base backup red and the alarm ring', async () => {
  const { server } = cluster
  const segment = await archived(server)
  const file = await fileOf(server, segment)
  await inside(server, 'cp', '--preserve', file, '/var/lib/pgbackrest/aside')
  await inside(server, 'bash', '-c', `printf damaged | dd of=${file} bs=1 seek=100 conv=notrunc status=none`)
  const { exitCode, err } = await server.tiptop('backup', 'base', 'prod')
  expect(exitCode).toBe(1)
  expect(err).toMatch(new RegExp(`${segment}-\\S+ est abîmé`))
  expect(await faults()).toEqual([expect.stringContaining(`${segment}-`)])
  await inside(server, 'mv', '/var/lib/pgbackrest/aside', file)
  await server.must('backup', 'base', 'prod')
  expect(await faults()).toEqual([])
})

test('WAL that is not taken for five minutes rings, with the segment that was refused', async () => {
  const { server } = cluster
  await inside(server, 'chmod', '000', '/var/lib/pgbackrest/archive')
  const segment = await server.sql('insert into visits values (-5); select pg_walfile_name(pg_switch_wal())')
  await inside(
    server,
    'touch',
    '--date=10 minutes ago',
    `/var/lib/postgresql/data/pg_wal/archive_status/${segment}.ready`,
  )
  const refused = 'select count(*) from pg_stat_archiver where last_failed_wal is not null'
  await until(async () => (await server.sql(refused)) === '1', 120)
  expect((await faults()).join()).toMatch(
    /segment\(s\) de WAL attendent l’archive depuis 1\d min, et \w{24} a été refusé/,
  )
  await inside(server, 'chmod', '750', '/var/lib/pgbackrest/archive')
  // The next segment wakes up who waits.
  await archived(server)
  expect(await statusOf(server, segment)).toBe('done')
})
