import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { type Home, homeOf } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { parseState } from '../../state/read-state.ts'
import { openFiles } from '../../tools/files.ts'
import type { Registry } from '../../tools/registry.ts'
import {
  discardHalves,
  expectOwnPoint,
  folderOf,
  freeTag,
  listBrokenPoints,
  listForeignPoints,
  listRollbackPoints,
  readRollbackPoint,
} from './points.ts'
import { isTag, type PointVersions, tagAt, versionsShape } from './versions.ts'

let root: string
let home: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-points-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod')
})
afterEach(() => rm(root, { recursive: true }))

function versionsOf(tag: string): PointVersions {
  return {
    tag,
    at: '2026-11-23T04:15:00.000Z',
    environment: 'prod',
    release: null,
    backend: null,
    frontend: null,
    db: { schema: '0005-users', dump: { file: 'database.dump', sha256: 'of the dump', bytes: 4 } },
    config: { 'settings.env': { sha256: 'of the settings', bytes: 8 } },
  }
}

async function save(tag: string, versions: object | string = versionsOf(tag)): Promise<string> {
  const folder = join(home.backups.preDeploy, tag)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'database.dump'), 'dump')
  await writeFile(join(folder, 'settings.env'), 'settings')
  await writeFile(join(folder, 'versions.json'), typeof versions === 'string' ? versions : JSON.stringify(versions))
  return folder
}

test('a tag is the time at which its point was taken, in UTC [3.2/D]', () => {
  expect(tagAt(new Date('2026-11-23T04:15:09.900Z'))).toBe('backup-20261123-041509')
  expect(isTag('backup-20261123-041509')).toBe(true)
  for (const name of ['backup-20261123-041509.partial', 'prod-latest', 'backup-1', '../backup-20261123-041509'])
    expect(isTag(name)).toBe(false)
  reached('3.2/D')
})

test('a tag that is taken, be it by half a point, is not given twice', async () => {
  const now = new Date('2026-11-23T23:59:59Z')
  await save('backup-20261123-235959')
  await save('backup-20261124-000000.partial')
  expect(await freeTag(home, now)).toEqual({ tag: 'backup-20261124-000001', at: now })
})

test('a point made while the clock is behind is named after the newest one; a name of a wrong year moves none', async () => {
  await save('backup-20261124-001000')
  await save('backup-20361124-001000')
  const now = new Date('2026-11-23T23:50:00Z')
  expect(await freeTag(home, now)).toEqual({ tag: 'backup-20261124-001001', at: now })
})

test('no folder, no points', async () => {
  expect(await listRollbackPoints(home)).toEqual([])
  expect(await listBrokenPoints(home)).toEqual([])
})

test('points are listed the newest first, and only whole ones', async () => {
  for (const tag of ['backup-20261123-041500', 'backup-20261124-041500', 'backup-20261122-041500']) await save(tag)
  await save('backup-20261125-041500.partial')
  await save('backup-20261126-041500', '{"tag":"backup-20261126-041500","at":')
  await save('backup-20261127-041500', versionsOf('backup-20261123-041500'))
  await save('of-another-program')
  const cut = await save('backup-20261128-041500')
  await writeFile(join(cut, 'database.dump'), 'dum')
  expect((await listRollbackPoints(home)).map(({ tag }) => tag)).toEqual([
    'backup-20261124-041500',
    'backup-20261123-041500',
    'backup-20261122-041500',
  ])
  expect(await listBrokenPoints(home)).toEqual([
    'backup-20261125-041500.partial',
    'backup-20261126-041500',
    'backup-20261127-041500',
    'backup-20261128-041500',
  ])
})

test('a point of another environment is no point, nor a broken one, and is refused by its name', async () => {
  const [own, strange] = ['backup-20261123-041500', 'backup-20261124-041500']
  await save(own)
  await save(strange, { ...versionsOf(strange), environment: 'preprod' })
  expect((await listRollbackPoints(home)).map(({ tag }) => tag)).toEqual([own])
  expect(await listBrokenPoints(home)).toEqual([])
  expect(await readRollbackPoint(home, strange)).toBe(null)
  expect(await listForeignPoints(home)).toEqual([{ name: strange, environment: 'preprod' }])
  await expectOwnPoint(home, own)
  await expect(expectOwnPoint(home, strange)).rejects.toMatchObject({
    code: 'refused',
    message: `${strange} est de preprod, et ne sert à rien ici, en prod ; rien n’y touche.`,
  })
})

test('a point knows the folder of its files', async () => {
  const folder = await save('backup-20261123-041500')
  expect(await readRollbackPoint(home, 'backup-20261123-041500')).toEqual({
    ...versionsOf('backup-20261123-041500'),
    folder,
  })
  expect(await readRollbackPoint(home, 'backup-20261123-041501')).toBe(null)
})

test('a versions.json that is half written, or of another kind, is named as damaged', () => {
  const whole = versionsOf('backup-20261123-041500')
  expect(parseState('versions.json', JSON.stringify(whole), { shape: versionsShape })).toEqual(whole)
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    JSON.stringify({ ...whole, db: {} }),
    JSON.stringify({ ...whole, tag: 'x' }),
  ])
    expect(() => parseState('versions.json', text, { shape: versionsShape })).toThrow('versions.json est inutilisable')
})

const target = () => ({ home, settings: { REGISTRY: 'localhost:5000/tiptop' } }) as Target

test('what broke off goes, its files and its tags; whole points and other folders stay', async () => {
  const whole = await save('backup-20261123-041500')
  const other = await save('of-another-program.partial')
  await save('backup-20261124-041500.partial')
  const untagged: string[] = []
  const untag = async (repository: string, tag: string) => void untagged.push(`${repository}:${tag}`)
  expect(await discardHalves(target(), { files: openFiles(), registry: { untag } as unknown as Registry })).toEqual([])
  expect(untagged).toEqual([
    'tiptop-backups/backend:backup-20261124-041500',
    'tiptop-backups/frontend:backup-20261124-041500',
  ])
  expect(await listBrokenPoints(home)).toEqual([])
  for (const folder of [whole, other]) expect((await stat(folder)).isDirectory()).toBe(true)
})

test('a tag that cannot be removed now is remembered by an empty folder', async () => {
  await save('backup-20261124-041500.partial')
  const untag = () => Promise.reject(new Error('Le registre ne répond pas.'))
  const left = await discardHalves(target(), { files: openFiles(), registry: { untag } as unknown as Registry })
  expect(left).toEqual([
    "l'étiquette backup-20261124-041500 reste pour l'instant au registre. Le registre ne répond pas.",
  ])
  expect(await listBrokenPoints(home)).toEqual(['backup-20261124-041500.partial'])
  const { half } = folderOf(home, 'backup-20261124-041500')
  await expect(stat(join(half, 'database.dump'))).rejects.toThrow('ENOENT')
})
