import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { imageOf, layImages, layNight } from '../../../test/laid-nights.ts'
import { folderOf } from '../../archive/backups.ts'
import { holdImages } from '../../archive/images-hold.ts'
import type { Environment } from '../../environment/environment.ts'
import { type Home, homeOf } from '../../environment/home.ts'
import { dryFiles, openFiles } from '../../tools/files.ts'
import { judgeImagesHere, pruneImagesHere } from './here.ts'

const NIGHT = '20261123-020000'
const now = () => new Date('2026-11-23T03:00:00Z')
const never = new AbortController().signal

let root = ''
let home: Home
const homeIn = (environment: Environment): Home =>
  homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, environment)
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-images-'))
  home = homeIn('prod')
})
afterEach(() => rm(root, { recursive: true }))

async function prune(files = openFiles()): Promise<string[]> {
  const { verdicts } = await judgeImagesHere(home, now())
  return pruneImagesHere(verdicts, { home }, { files, now }, never)
}
const there = async () => (await readdir(home.backups.images)).sort()
const words = async () => {
  const { verdicts } = await judgeImagesHere(home, now())
  return Object.fromEntries(
    verdicts.map(verdict => [
      verdict.backup.name[0],
      verdict.keep ? verdict.reasons.map(({ because }) => because).join() : `✗ ${verdict.why}`,
    ]),
  )
}

test('an image stays while any backup of any environment names it, and says which; another one goes [3.1/AK 3.3/I 3.3/J]', async () => {
  await layImages(home, ['a', 'b', 'c', 'd'])
  await layNight(home, NIGHT, [], ['a'])
  await layNight(home, '20261122-020000', [], ['a'])
  await layNight(homeIn('dev'), NIGHT, [], ['b'])
  await layNight(homeIn('preprod'), '20261102-020000', [], ['c'])
  await mkdir(homeIn('preprod').backups.weekly, { recursive: true })
  await rename(
    folderOf(homeIn('preprod'), '20261102-020000').whole,
    join(homeIn('preprod').backups.weekly, '20261102-020000'),
  )
  expect(await words()).toEqual({
    a: `nommée par prod ${NIGHT} et 1 autre`,
    b: `nommée par dev ${NIGHT}`,
    c: 'nommée par preprod 20261102-020000',
    d: '✗ aucune sauvegarde ne la nomme',
  })
  expect(await prune()).toEqual([])
  expect(await there()).toEqual(['a', 'b', 'c'].map(imageOf))
  reached('3.1/AK', '3.3/I', '3.3/J')
})

test('as long as a backup does not say what it names, none is removed [3.3/J]', async () => {
  await layImages(home, ['a', 'd'])
  await layNight(homeIn('dev'), NIGHT, [], ['a'])
  await writeFile(join(folderOf(homeIn('dev'), NIGHT).whole, 'manifest.json'), '{"version":1,')
  const { remarks } = await judgeImagesHere(home, now())
  expect(remarks).toEqual([`${folderOf(homeIn('dev'), NIGHT).whole} ne dit pas ce qu’elle nomme`])
  await prune()
  expect(await there()).toEqual(['a', 'd'].map(imageOf))
  reached('3.3/J')
})

test('what a backup in the making names already stays, and one that was killed before that names none [3.3/J]', async () => {
  await layImages(home, ['a', 'd'])
  await layNight(homeIn('dev'), NIGHT, [], ['a'])
  await rename(folderOf(homeIn('dev'), NIGHT).whole, folderOf(homeIn('dev'), NIGHT).half)
  await mkdir(join(home.backups.daily, 'lost+found'), { recursive: true })
  await mkdir(folderOf(homeIn('preprod'), NIGHT).half, { recursive: true })
  await prune()
  expect(await there()).toEqual([imageOf('a')])
  reached('3.3/J')
})

test('while a backup of any environment is made and sent, none is removed, which the report says [3.3/J]', async () => {
  await layImages(home, ['d'])
  const [one, other] = ['dev', 'preprod'].map(name => holdImages(homeIn(name as Environment), { files: openFiles() }))
  await one?.take(never)
  await one?.take(never)
  expect(await pruneImagesHere([], { home }, { files: openFiles(), now }, never)).toEqual([])
  await other?.take(never)
  await one?.giveBack()
  expect(await prune()).toEqual(['les images restent toutes : une sauvegarde est en cours'])
  expect(await there()).toEqual([imageOf('d')])
  await other?.giveBack()
  expect(await prune()).toEqual([])
  expect(await there()).toEqual([])
  reached('3.3/J')
})

test('what a backup names since it was judged stays, and so does what was not judged', async () => {
  await layImages(home, ['a', 'd'])
  const { verdicts } = await judgeImagesHere(home, now())
  await layNight(homeIn('dev'), NIGHT, [], ['a'])
  await layImages(home, ['e'])
  expect(await pruneImagesHere(verdicts, { home }, { files: openFiles(), now }, never)).toEqual([])
  expect(await there()).toEqual(['a', 'e'].map(imageOf))
})

test('an image that cannot be removed is reported, and the others go; a run that is stopped removes none', async () => {
  await layImages(home, ['d', 'e'])
  const real = openFiles()
  const remove = (path: string) => (path.includes('ddd') ? Promise.reject(new Error('EBUSY')) : real.remove(path))
  const { verdicts } = await judgeImagesHere(home, now())
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(pruneImagesHere(verdicts, { home }, { files: real, now }, stopped)).rejects.toThrow('stopped')
  expect(await there()).toEqual(['d', 'e'].map(imageOf))
  expect(await prune({ ...real, remove })).toEqual([`${imageOf('d')} reste : EBUSY`])
  expect(await there()).toEqual([imageOf('d')])
})

test('a server without images, or with one that goes while it is looked at, has none to judge', async () => {
  const none = { verdicts: [], remarks: [] }
  expect(await judgeImagesHere(home, now())).toEqual(none)
  await mkdir(home.backups.images, { recursive: true })
  await symlink('gone', join(home.backups.images, imageOf('d')))
  expect(await judgeImagesHere(home, now())).toEqual(none)
})

test('ten backups and as many prunings race for an image: no backup names one that is gone [3.3/J]', async () => {
  const gone: string[] = []
  const nights = Array.from({ length: 10 }, async (_, index) => {
    const dev = homeIn('dev')
    const hold = holdImages(dev, { files: openFiles() })
    await hold.take(never)
    const image = join(home.backups.images, imageOf('a'))
    if (!(await stat(image).catch(() => null))) await layImages(home, ['a'])
    // Between its look at the image and the manifest that names it, another run cleans up.
    await prune()
    await layNight(dev, `202611${10 + index}-020000`, [], ['a'])
    if (!(await stat(image).catch(() => null))) gone.push(`night ${index}`)
    await hold.giveBack()
    await rm(folderOf(dev, `202611${10 + index}-020000`).whole, { recursive: true })
  })
  await Promise.all([...nights, ...Array.from({ length: 10 }, () => prune())])
  expect(gone).toEqual([])
  reached('3.3/J')
})

test('what a killed run left goes, what is no image is reported and stays, and a dry run only says so [3.3/J]', async () => {
  await layImages(home, ['d'])
  for (const name of [`${imageOf('e')}.tmp`, 'notes.txt']) await writeFile(join(home.backups.images, name), '')
  const told: string[] = []
  await prune(dryFiles(line => told.push(line)))
  expect(told.sort()).toEqual([
    `supprimerait ${join(home.backups.images, imageOf('d'))}`,
    `supprimerait ${join(home.backups.images, `${imageOf('e')}.tmp`)}`,
  ])
  expect(await there()).toHaveLength(3)
  expect((await judgeImagesHere(home, now())).remarks).toEqual([
    "notes.txt n'est pas l'image d'une sauvegarde, et n'est pas touché",
  ])
  await prune()
  expect(await there()).toEqual(['notes.txt'])
  reached('3.3/J')
})
