import { mkdir, mkdtemp, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Home, homeOf } from '../environment/home.ts'
import { fingerprintOf, openFiles } from '../tools/files.ts'
import { discardHalves, folderOf, freeName, listBackups, listBroken, listForeignBackups } from './backups.ts'
import { manifestText } from './copies.ts'
import type { BackupManifest } from './manifest.ts'

let root: string
let home: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-nights-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod')
})
afterEach(() => rm(root, { recursive: true }))

async function lay(name: string, folder = folderOf(home, name).whole, environment: 'prod' | 'dev' = 'prod') {
  const at = `2026-11-${name.slice(6, 8)}T02:00:00.000Z`
  const manifest: BackupManifest = {
    version: 1,
    name,
    environment,
    startedAt: at,
    madeAt: at,
    release: null,
    copies: {},
    pieces: [
      { name: 'database.dump', kind: 'database', ...fingerprintOf(name) },
      { name: 'images/abc.tar.gz', kind: 'image', ...fingerprintOf('image') },
    ],
    database: { schema: null, snapshotAt: at, tables: {}, proof: { provenAt: at, by: 'restore', restoreMs: 1 } },
  }
  await mkdir(folder, { recursive: true })
  await mkdir(home.backups.images, { recursive: true })
  await writeFile(join(home.backups.images, 'abc.tar.gz'), 'image')
  await writeFile(join(folder, 'database.dump'), name)
  await writeFile(join(folder, 'manifest.json'), manifestText(manifest))
}

const names = async () => (await listBackups(home)).map(({ name }) => name)

test('backups are listed the newest first, daily and weekly ones together', async () => {
  for (const name of ['20261121-020000', '20261123-020000', '20261122-020000']) await lay(name)
  await mkdir(home.backups.weekly, { recursive: true })
  await rename(folderOf(home, '20261122-020000').whole, join(home.backups.weekly, '20261122-020000'))
  expect(await names()).toEqual(['20261123-020000', '20261122-020000', '20261121-020000'])
})

test('a backup that is in both folders is one backup, found among the daily ones', async () => {
  await lay('20261122-020000')
  await lay('20261122-020000', join(home.backups.weekly, '20261122-020000'))
  expect((await listBackups(home)).map(({ folder }) => folder)).toEqual([folderOf(home, '20261122-020000').whole])
})

test('a backup that lost a file, an image or its manifest, or is of another environment, is no backup', async () => {
  for (const day of [20, 21, 22, 23]) await lay(`202611${day}-020000`)
  await truncate(join(folderOf(home, '20261120-020000').whole, 'database.dump'), 3)
  await rm(join(folderOf(home, '20261121-020000').whole, 'manifest.json'))
  await lay('20261122-020000', folderOf(home, '20261122-020000').whole, 'dev')
  expect(await names()).toEqual(['20261123-020000'])
  expect(await listBroken(home)).toHaveLength(2)
  expect(await listForeignBackups(home)).toEqual([{ name: '20261122-020000', environment: 'dev' }])
  await rm(join(home.backups.images, 'abc.tar.gz'))
  expect(await names()).toEqual([])
})

test('what broke off is no backup, and is removed; what is not ours stays', async () => {
  await lay('20261122-020000', folderOf(home, '20261122-020000').half)
  await mkdir(join(home.backups.daily, 'stranger.partial'), { recursive: true })
  expect(await names()).toEqual([])
  expect(await discardHalves(home, openFiles())).toEqual(['20261122-020000'])
  expect(await readdir(home.backups.daily)).toEqual(['stranger.partial'])
})

test('two backups of one second have names a second apart', async () => {
  await lay('20261122-020000')
  await lay('20261122-020001', folderOf(home, '20261122-020001').half)
  expect(await freeName(home, new Date('2026-11-22T02:00:00.500Z'))).toBe('20261122-020002')
})

test('a backup is named behind the others although the clock went back', async () => {
  await lay('20261122-020000')
  expect(await freeName(home, new Date('2026-11-22T01:40:00Z'))).toBe('20261122-020001')
})
