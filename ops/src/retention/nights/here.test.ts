import { mkdir, mkdtemp, readdir, rename, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { layNight, nightOf } from '../../../test/laid-nights.ts'
import { folderOf, listBackups } from '../../archive/backups.ts'
import { type Home, homeOf } from '../../environment/home.ts'
import { dryFiles, type Files, openFiles } from '../../tools/files.ts'
import { dayWords } from '../calendar.ts'
import { judgeNightsHere, pruneNightsHere } from './here.ts'

let root = ''
let home: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-prune-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod')
})
afterEach(() => rm(root, { recursive: true }))

/** A Monday: the weeks that are kept began on 2, 9, 16 and 23 November. */
const now = new Date('2026-11-23T02:05:00Z')
const TODAY = Date.parse('2026-11-23') / 86_400_000
const ago = (days: number) => nightOf(dayWords(TODAY - days))
const NIGHTS = [0, 1, 2, 3, 4, 5, 6].map(ago)
const WEEKS = [7, 14, 21].map(ago)

async function prune(files: Files = openFiles()): Promise<string[]> {
  const { verdicts } = await judgeNightsHere(home, now)
  return pruneNightsHere(verdicts, { home }, { files }, new AbortController().signal)
}
const inside = async (folder: string) => (await readdir(folder).catch(() => [])).sort().reverse()
const whole = async () => (await listBackups(home)).map(({ name }) => name)

/** Files that break off after so many changes, as when the power goes. */
function untilChange(count: number) {
  let made = 0
  const real = openFiles()
  const change = async () => {
    if (made++ >= count) throw new Error('the power is gone')
  }
  const files: Files = {
    ...real,
    move: (from, to) => change().then(() => real.move(from, to)),
    remove: path => change().then(() => real.remove(path)),
  }
  return { files, brokeOff: () => made > count }
}

test('seven nights stay among the daily ones, the first of four weeks go to the weekly ones, and nothing is older than 30 days [3.3/A 3.3/B 3.3/C 3.3/D 3.3/I 3.3/J 3.1/AK]', async () => {
  for (let day = 0; day < 45; day++) await layNight(home, ago(day))
  expect(await prune()).toEqual([])
  expect(await inside(home.backups.daily)).toEqual(NIGHTS)
  expect(await inside(home.backups.weekly)).toEqual(WEEKS)
  expect(await whole()).toEqual([...NIGHTS, ...WEEKS])
  expect(await prune()).toEqual([])
  expect(await whole()).toEqual([...NIGHTS, ...WEEKS])
  reached('3.3/A', '3.3/B', '3.3/C', '3.3/D', '3.3/I', '3.3/J', '3.1/AK')
})

test('the newest and the last one stay, however old [3.3/A 3.1/AK]', async () => {
  await layNight(home, ago(400))
  expect(await prune()).toEqual([])
  expect(await whole()).toEqual([ago(400)])
  await layNight(home, ago(399))
  await prune()
  expect(await whole()).toContain(ago(399))
  reached('3.3/A', '3.1/AK')
})

test('broken off at any change, every night is whole or none, and the next run takes the rest away [3.3/I 3.3/J]', async () => {
  for (let changes = 0, done = false; !done; changes++) {
    for (let day = 0; day < 15; day++) await layNight(home, ago(day))
    const outside = untilChange(changes)
    await prune(outside.files).catch(() => {})
    done = !outside.brokeOff()
    const left = await whole()
    expect(left).toEqual(expect.arrayContaining([...NIGHTS, ago(7), ago(14)]))
    expect(await prune()).toEqual([])
    expect(await whole()).toEqual([...NIGHTS, ago(7), ago(14)])
    expect(await inside(home.backups.daily)).toEqual(NIGHTS)
    await rm(home.backups.weekly, { recursive: true })
    if (done) expect(changes).toBeGreaterThan(6)
  }
  reached('3.3/I', '3.3/J')
})

test('what cannot be moved is reported, stays where it is, and keeps nothing else from going [3.3/J]', async () => {
  for (let day = 0; day < 15; day++) await layNight(home, ago(day))
  const real = openFiles()
  const files: Files = {
    ...real,
    move: (from, to) => (to.includes('weekly') ? Promise.reject(new Error('EXDEV')) : real.move(from, to)),
  }
  const stays = (name: string) => `${name} reste dans ${folderOf(home, name).whole} : EXDEV`
  expect(await prune(files)).toEqual([stays(ago(14)), stays(ago(7))])
  expect(await whole()).toEqual([...NIGHTS, ago(7), ago(14)])
  reached('3.3/J')
})

test('half a night that cannot be removed is reported, and a run that is stopped removes nothing more', async () => {
  for (let day = 0; day < 10; day++) await layNight(home, ago(day))
  const { verdicts } = await judgeNightsHere(home, now)
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(pruneNightsHere(verdicts, { home }, { files: openFiles() }, stopped)).rejects.toThrow('stopped')
  expect(await whole()).toHaveLength(10)
  const files = { ...openFiles(), remove: () => Promise.reject(new Error('EBUSY')) }
  expect(await prune(files)).toEqual(['EBUSY'])
})

test('a damaged night is reported and stays, and half a night is reported and removed [3.3/A]', async () => {
  for (let day = 0; day < 3; day++) await layNight(home, ago(day))
  await layNight(home, ago(40))
  await truncate(join(folderOf(home, ago(40)).whole, 'database.dump'), 1)
  await mkdir(folderOf(home, ago(9)).half, { recursive: true })
  const { verdicts, remarks } = await judgeNightsHere(home, now)
  expect(remarks).toEqual([`${ago(9)}.partial est en cours, ou interrompue : --confirm en retire le reste`])
  expect(verdicts.map(({ backup }) => backup.name)).toEqual([0, 1, 2, 40].map(ago))
  expect(verdicts.at(-1)).toMatchObject({ keep: true, reasons: [{ rule: 'broken' }] })
  expect(await prune()).toEqual([])
  expect(await inside(home.backups.daily)).toEqual([...[0, 1, 2].map(ago), ago(40)])
  reached('3.3/A')
})

test('a weekly night that is too old goes from there, and a dry run only says so [3.3/J 3.1/AK]', async () => {
  for (const day of [0, 1, 2, 3, 4, 5, 6, 35]) await layNight(home, ago(day))
  await mkdir(home.backups.weekly, { recursive: true })
  await rename(folderOf(home, ago(35)).whole, join(home.backups.weekly, ago(35)))
  const told: string[] = []
  await prune(dryFiles(line => told.push(line)))
  const renamed = told.filter(line => line.startsWith('renommerait'))
  expect(renamed).toEqual([expect.stringContaining(join(home.backups.weekly, ago(35)))])
  expect(await inside(home.backups.weekly)).toEqual([ago(35)])
  await prune()
  expect(await inside(home.backups.weekly)).toEqual([])
  reached('3.3/J', '3.1/AK')
})

test('a night of another environment is neither counted nor removed, and is named', async () => {
  const dev = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'dev')
  for (const name of [...NIGHTS, ...WEEKS]) await layNight(home, name)
  const [strange, old] = [ago(-1), ago(60)]
  for (const name of [strange, old]) {
    await layNight(dev, name)
    await rename(folderOf(dev, name).whole, folderOf(home, name).whole)
  }
  expect(await prune()).toEqual([])
  expect(await whole()).toEqual([...NIGHTS, ...WEEKS])
  expect(await inside(home.backups.daily)).toEqual([strange, ...NIGHTS, old])
  const { verdicts, remarks } = await judgeNightsHere(home, now)
  expect(verdicts.map(({ backup }) => backup.name)).toEqual([...NIGHTS, ...WEEKS])
  expect(remarks.toSorted()).toEqual(
    [old, strange].map(name => expect.stringContaining(`${name} est de dev, et ne sert à rien ici, en prod`)),
  )
})
