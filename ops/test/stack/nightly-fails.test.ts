import { open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Backup, listBackups, listBroken } from '../../src/archive/backups.ts'
import type { NightlyBackupRequest } from '../../src/night/nightly.ts'
import { placesHere } from '../../src/retention/places.ts'
import { prune } from '../../src/retention/prune.ts'
import { stampOf } from '../../src/time/stamp.ts'
import { layNight } from '../laid-nights.ts'
import { openHook } from './hook.ts'
import { backUp, removeSmallImages, serveSmallImages, traces, withOtherDumps } from './nights-of.ts'
import { pathOf } from './path-of.ts'
import { untilJournalSays } from './seen.ts'
import { openServer, type Server } from './server.ts'
import { migrateByHand } from './serving.ts'
import { mountSmallDisk } from './small-disk.ts'
import { lockTable, until } from './waiting.ts'

let server: Server
let hook: Awaited<ReturnType<typeof openHook>>
let before: Awaited<ReturnType<typeof traces>>
beforeAll(async () => {
  server = await openServer('prod')
  hook = await openHook()
  await writeFile(server.home.secret('notify-webhook'), hook.url)
  await server.install()
  await migrateByHand(await server.target())
  await serveSmallImages(server)
  // What gzip cannot make smaller, so that the copy is bigger than what is left of a disk.
  await server.sql(
    'create table noise as select gen_random_uuid() a, gen_random_uuid() b from generate_series(1, 150000)',
  )
})
afterAll(async () => {
  await hook?.close()
  if (server) await removeSmallImages(server)
  await server?.close()
})
beforeEach(async () => {
  before = await traces(server)
  hook.posts.length = 0
})

const subjects = () => hook.posts.map(post => (post as { subject: string }).subject)

async function flipBit(file: string, at: number): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at)
    await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, at)
  } finally {
    await handle.close()
  }
}

test('one bit that the disk flips in the copy is noticed, reported, and the copy is made again [3.1/L 3.1/M 3.1/N 3.1/I]', async () => {
  let flips = 0
  const spoil = async () => {
    const [half = ''] = await listBroken(server.home)
    if (flips++ === 0) await flipBit(join(half, 'database.dump'), 300_000)
  }
  const { ending, path } = await backUp(server, { before: { '3.1/L': spoil } })
  expect(ending.outcome).toBe('done')
  expect(path.filter(line => /\/[ILNO] /.test(line))).toEqual(
    ['I', 'L', 'N', 'I', 'L', 'O'].map(id => `3.1/${id} done`),
  )
  expect(subjects()[0]).toBe('[prod] la copie de la base est abîmée, elle est refaite')
  expect((hook.posts[0] as { text: string }).text).toMatch(/son empreinte sur le disque n’est pas celle/)
})

test('a copy that restores well and lacks rows is found out by the sums of its tables [3.1/M 3.1/N]', async () => {
  const PATH = await withOtherDumps(server, '--exclude-table-data=noise')
  const { exitCode } = await server.start(['backup', 'nightly', 'prod'], { PATH }).ended
  expect(exitCode).toBe(0)
  expect((hook.posts[0] as { text: string }).text).toMatch(
    /restaurée, elle diffère : public\.noise a 0 lignes au lieu de 150000/,
  )
})

test('a copy that never comes out good ends the run after three tries, and leaves nothing [3.1/N]', async () => {
  const PATH = await withOtherDumps(server, '--exclude-table-data=noise', 9)
  const said = await server.start(['backup', 'nightly', 'prod'], { PATH }).ended
  expect(said).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining("Aucune des 3 copies de la base n'est bonne"),
  })
  expect(subjects()).toEqual([
    ...Array(2).fill('[prod] la copie de la base est abîmée, elle est refaite'),
    '[prod] LA SAUVEGARDE DE LA NUIT A ÉCHOUÉ',
  ])
  expect(await traces(server)).toEqual(before)
})

test('a disk that is too small is reported, cleaned once, looked at again, and ends the run with its figures [3.1/C 3.1/D 3.1/E 3.1/F]', async () => {
  const disk = await mountSmallDisk(server.home.backups.daily, '40m')
  try {
    await disk.fill(1_000_000)
    const said = await server.tiptop('backup', 'nightly', 'prod')
    expect(said).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/La place manque : .*daily\/prod : .* libres sur 41,9 Mo, et il en faut/),
    })
  } finally {
    await disk.unmount()
  }
  const lastRun = await server.lastRun()
  expect(pathOf(lastRun, '3.1')).toEqual(['A', 'B', 'C', 'D', 'E', 'F'].map(id => `3.1/${id}`))
  expect(subjects()).toEqual([
    '[prod] la place manque pour la sauvegarde de la nuit',
    '[prod] LA SAUVEGARDE DE LA NUIT A ÉCHOUÉ',
  ])
  expect(await traces(server)).toEqual(before)
})

test('room that retention makes lets the run go on [3.1/F 3.1/D 3.1/G]', async () => {
  const disk = await mountSmallDisk(server.home.backups.daily, '60m')
  try {
    await disk.fill(1_000_000)
    const makeRoom = async () => {
      await disk.makeRoom()
      return ['20260101-020000']
    }
    const { ending, path } = await backUp(server, { makeRoom })
    expect(ending).toMatchObject({ outcome: 'done' })
    expect(path.filter(line => /\/[CEFG] /.test(line))).toEqual(['C', 'E', 'F', 'C', 'G'].map(id => `3.1/${id} done`))
  } finally {
    await disk.unmount()
  }
})

test('a disk that fills up during the dump ends the run with its figures, and nothing half is left [3.1/I]', async () => {
  const disk = await mountSmallDisk(server.home.backups.daily, '60m')
  try {
    const { ending, path } = await backUp(server, { before: { '3.1/I': () => disk.fill(500_000) } })
    expect(ending).toMatchObject({
      outcome: 'failed',
      error: { message: expect.stringMatching(/est trop plein : .* et database\.dump n’y tient pas/) },
    })
    expect(path.at(-1)).toBe('3.1/I failed')
    expect((await traces(server)).files.filter(name => name.includes('partial'))).toEqual([])
    expect(await traces(server)).toMatchObject({ scratch: '', sessions: '0' })
  } finally {
    await disk.unmount()
  }
})

test('a session that is lost while it keeps the snapshot ends the run [3.1/I]', async () => {
  const table = await lockTable(server.home, 'shops')
  const run = backUp(server)
  const keeper = "application_name = 'tiptop-snapshot'"
  await until(async () => (await server.sql(`select count(*) from pg_stat_activity where ${keeper}`)) === '1')
  await server.sql(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where ${keeper}`)
  const { ending } = await run
  await table.release()
  expect(ending).toMatchObject({ outcome: 'failed' })
  expect(await traces(server)).toEqual(before)
})

test('the second of two nightly backups at once does nothing and says who holds the environment', async () => {
  const table = await lockTable(server.home, 'shops')
  const first = server.start(['backup', 'nightly', 'prod'])
  await untilJournalSays(server, first.child, 'Copier la base')
  const second = await server.tiptop('backup', 'nightly', 'prod')
  expect(second).toMatchObject({
    exitCode: 11,
    err: expect.stringMatching(/prod est verrouillé : exploitant.*-nightly-/),
  })
  await table.release()
  expect((await first.ended).exitCode).toBe(0)
})

test('of three nightly backups that begin at the same moment one is made, and two say who makes it', async () => {
  const former = (await listBackups(server.home)).length
  const said = await Promise.all([1, 2, 3].map(() => server.tiptop('backup', 'nightly', 'prod')))
  expect(said.map(({ exitCode }) => exitCode).sort()).toEqual([0, 11, 11])
  for (const { exitCode, err } of said) if (exitCode) expect(err).toMatch(/prod est verrouillé/)
  expect((await listBackups(server.home)).length).toBeLessThanOrEqual(former + 1)
  expect(await traces(server)).toMatchObject({ scratch: '', sessions: '0' })
})

test('a backup waits for another run on the environment, and then is made', async () => {
  const table = await lockTable(server.home, 'shops')
  const other = server.start(['backup', 'pre-deploy', 'prod'])
  await untilJournalSays(server, other.child, 'Copier la base')
  const { child, ended } = server.start(['backup', 'nightly', 'prod'])
  let said = ''
  child.stderr?.on('data', chunk => {
    said += chunk
  })
  await until(async () => said.includes('La sauvegarde attend au plus 30 minutes'))
  await table.release()
  expect((await other.ended).exitCode).toBe(0)
  expect((await ended).exitCode).toBe(0)
})

test('no backup begins while the newest one is dated in the future: its clock is to be looked at [3.1/B]', async () => {
  const now = () => new Date('2026-01-01T02:00:00Z')
  const [newest] = (await listBackups(server.home)) as [Backup]
  const { ending } = await backUp(server, { tools: { ...(await server.outside()), now } })
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining(`${newest.name} est datée du futur`) },
  })
})

test('a clock that jumps a year ahead, during a night or before it, removes nothing and is noticed once it is right again [3.1/B 3.1/AK]', async () => {
  const [target, tools] = [await server.target(), await server.outside()]
  // Of the nights of one day the newest stands for all, whatever the clock says.
  for (const { folder } of await listBackups(server.home)) await rm(folder, { recursive: true })
  for (const days of [3, 9, 20]) await layNight(server.home, stampOf(new Date(Date.now() - days * 86_400_000)))
  const names = async () => (await listBackups(server.home)).map(({ name }) => name)
  const laid = await names()
  /** A night that is cleaned up after by the clock that it was made by. */
  const night = async (aheadFrom: 'begin' | 'dump') => {
    let ahead = aheadFrom === 'begin' ? 366 * 86_400_000 : 0
    const late = { ...tools, now: () => new Date(Date.now() + ahead) }
    const jump = async () => {
      ahead = 366 * 86_400_000
    }
    const clean: NightlyBackupRequest['clean'] = async step => {
      await prune(step, placesHere, target, late)
      return []
    }
    const { ending } = await backUp(server, { tools: late, clean, before: { '3.1/I': jump } })
    if (ending.outcome !== 'done') throw ending.error
    return ending.value
  }
  const during = await night('dump')
  expect(await names()).toEqual([during.name, ...laid])
  const wrong = await night('begin')
  expect(await names()).toEqual([wrong.name, during.name, ...laid])
  expect((await backUp(server)).ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining(`${wrong.name} est datée du futur`) },
  })
  await rm(wrong.folder, { recursive: true })
  expect((await backUp(server)).ending.outcome).toBe('done')
})
