import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { folderStore, imageOf, layCopy, layImages, layNight, nightOf } from '../../test/laid-nights.ts'
import { type RecordingServer, recordingServer } from '../../test/recording/recording-server.ts'
import { layPoint } from '../../test/rollback-points.ts'
import type { Store } from '../archive/stores/store.ts'
import { placesOf } from './places.ts'
import { prune } from './prune.ts'

let server: RecordingServer
let store: Store
beforeEach(async () => {
  server = await recordingServer('prod')
  const folder = folderStore(join(server.folder, 'away'))
  const list: Store['list'] = async prefix =>
    (await folder.list(prefix)).map(stored => ({ ...stored, at: '2026-01-01T00:00:00Z' }))
  store = { ...folder, list }
})
afterEach(() => server.close())

const DAYS = Array.from({ length: 12 }, (_, day) => `2026-11-${String(day + 1).padStart(2, '0')}`)
const tagOf = (day: string) => `backup-${day.replaceAll('-', '')}-040000`

/** Twelve nights and rollback points, two copies that are older than a year, and images that nothing names. */
async function layTooMuch() {
  const { home } = server.target
  for (const day of DAYS) {
    await layNight(home, nightOf(day))
    await layPoint(home, day.replaceAll('-', ''))
  }
  for (const day of ['2025-01-02', '2025-01-03', ...DAYS]) await layCopy(store, home, nightOf(day))
  await layImages(home, ['a'])
  await store.put(`images/${imageOf('b')}.age`, Readable.from(['b']))
}

async function run() {
  const { target, tools } = server
  const { ending, journal } = await server.run(step => prune(step, placesOf([store]), target, tools))
  if (ending.outcome !== 'done') throw ending.error
  const details = journal.flatMap(event => (event.kind === 'step' && event.state === 'done' ? [event.detail] : []))
  const left = Object.fromEntries(ending.value.map(({ place, left }) => [place.name, left]))
  return { details, left }
}

test('each place here and far away keeps what one of its rules keeps, and the run says what stayed and what went', async () => {
  await layTooMuch()
  const { details, left } = await run()
  const { backups } = server.target.home
  const inside = async (folder: string) => (await readdir(folder)).sort()
  expect(await inside(backups.daily)).toEqual(DAYS.slice(5).map(nightOf))
  expect(await inside(backups.weekly)).toEqual(DAYS.slice(0, 2).map(nightOf))
  expect(await inside(backups.preDeploy)).toEqual(DAYS.slice(7).map(tagOf))
  expect(await inside(backups.images)).toEqual([])
  expect(await store.list('prod/')).toHaveLength(2 * DAYS.length)
  expect(await store.list('images/')).toEqual([])
  expect(Object.values(left)).toEqual([[], [], [], [], []])
  expect(details).toEqual([
    '9 restent, 3 de trop',
    ['2026-11-05', '2026-11-04', '2026-11-03'].map(nightOf).join(', '),
    '5 restent, 7 de trop',
    DAYS.slice(0, 7).map(tagOf).reverse().join(', '),
    '0 reste, 1 de trop',
    imageOf('a'),
    '12 restent, 2 de trop',
    ['2025-01-03', '2025-01-02'].map(nightOf).join(', '),
    '0 reste, 1 de trop',
    `images/${imageOf('b')}.age`,
  ])
})

test('what cannot be removed yet is named with its place, and the places after it are pruned all the same', async () => {
  await layTooMuch()
  server.model.broken.push(/^untag .*20261101/)
  const { details, left } = await run()
  expect(left['pre-deploy']).toEqual([expect.stringContaining(tagOf('2026-11-01'))])
  expect(details[3]).toContain(` ; ${left['pre-deploy']?.[0]}`)
  expect(await store.list('images/')).toEqual([])
  expect((await run()).details[1]).toBe('aucun')
})

test('the places of an environment have names and titles of their own', () => {
  const places = placesOf(['s3:coffre', 'rclone:ailleurs:x'].map(name => ({ ...store, name })))
  for (const words of [places.map(({ name }) => name), places.map(({ title }) => title)]) {
    expect(new Set(words).size).toBe(7)
    expect(words).not.toContain('')
  }
  expect(places.filter(({ shared }) => shared).map(({ name }) => name)).toEqual([
    'images',
    's3:coffre images',
    'rclone:ailleurs:x images',
  ])
})
