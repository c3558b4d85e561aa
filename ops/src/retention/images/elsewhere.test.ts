import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { folderStore, imageOf, layCopy, layNight } from '../../../test/laid-nights.ts'
import { holdImages } from '../../archive/images-hold.ts'
import { NotThere, RemovalDenied, type Store } from '../../archive/stores/store.ts'
import { type Home, homeOf } from '../../environment/home.ts'
import { openFiles } from '../../tools/files.ts'
import { judgeImagesElsewhere, pruneImagesElsewhere } from './elsewhere.ts'

const NIGHT = '20261123-020000'
const now = new Date('2026-11-23T03:00:00Z')
const never = new AbortController().signal

let root = ''
let store: Store
/** when each image arrived; the others lately */
let arrived: Record<string, string>
let prod: Home
let dev: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-images-'))
  ;[prod, dev] = (['prod', 'dev'] as const).map(environment =>
    homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, environment),
  ) as [Home, Home]
  arrived = {}
  const folder = folderStore(join(root, 'store'))
  store = {
    ...folder,
    list: async prefix =>
      (await folder.list(prefix)).map(stored => ({ ...stored, at: arrived[stored.key] ?? now.toISOString() })),
  }
})
afterEach(() => rm(root, { recursive: true }))

async function layImage(letter: string, at: string): Promise<void> {
  await store.put(keyOf(letter), Readable.from([letter]))
  arrived[keyOf(letter)] = at
}
const keyOf = (letter: string) => `images/${imageOf(letter)}.age`
async function prune(from = store): Promise<string[]> {
  const { verdicts } = await judgeImagesElsewhere(from, prod, now)
  return pruneImagesElsewhere(from, verdicts, prod, now, never)
}
const there = async () => (await store.list('images/')).map(({ key }) => key).sort()

const OLD = '2026-06-01T02:00:00Z'

test('an image stays while any backup there names it, of whichever environment, or one that is still to be sent [3.1/AL 3.3/K]', async () => {
  for (const letter of ['a', 'b', 'c', 'd']) await layImage(letter, OLD)
  await layCopy(store, prod, NIGHT, ['a'])
  await layCopy(store, dev, '20260601-020000', ['b'])
  await layNight(prod, '20261122-020000', [], ['c'])
  expect(await prune()).toEqual([])
  expect(await there()).toEqual(['a', 'b', 'c'].map(keyOf))
  reached('3.1/AL', '3.3/K')
})

test('each sealing of an image stays as long as the image [3.3/K]', async () => {
  const sealings = ['a', 'b'].map(letter => `images/${imageOf(letter).replace('.', `/prod-${NIGHT}.`)}.age`)
  for (const key of sealings) {
    await store.put(key, Readable.from(['sealed']))
    arrived[key] = OLD
  }
  await layCopy(store, dev, '20260601-020000', ['b'])
  expect(await prune()).toEqual([])
  expect(await there()).toEqual(sealings.slice(1))
  reached('3.3/K')
})

test('one that arrived lately stays: another server may be about to name it [3.3/K]', async () => {
  await layImage('d', '2026-11-21T03:00:01Z')
  await layImage('e', '2026-11-21T02:59:59Z')
  await layImage('f', '')
  const { verdicts } = await judgeImagesElsewhere(store, prod, now)
  expect(verdicts.find(({ backup }) => backup.name === keyOf('d'))).toMatchObject({
    keep: true,
    reasons: [{ because: 'arrivée il y a moins de deux jours' }],
  })
  expect(await prune()).toEqual([])
  expect(await there()).toEqual(['d', 'f'].map(keyOf))
  reached('3.3/K')
})

test('what a backup names since it was judged stays, and so does what was not judged', async () => {
  for (const letter of ['a', 'd']) await layImage(letter, OLD)
  const { verdicts } = await judgeImagesElsewhere(store, prod, now)
  await layCopy(store, dev, NIGHT, ['a'])
  await layImage('e', OLD)
  expect(await pruneImagesElsewhere(store, verdicts, prod, now, never)).toEqual([])
  expect(await there()).toEqual(['a', 'e'].map(keyOf))
})

test('a run that is stopped removes nothing more', async () => {
  await layImage('d', OLD)
  const { verdicts } = await judgeImagesElsewhere(store, prod, now)
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(pruneImagesElsewhere(store, verdicts, prod, now, stopped)).rejects.toThrow('stopped')
  expect(await there()).toEqual([keyOf('d')])
})

/** The store, and which keys were fetched from it. */
function watch(fail: (key: string) => Error | null = () => null): { store: Store; fetched: string[] } {
  const fetched: string[] = []
  const get: Store['get'] = async (key, signal) => {
    fetched.push(key)
    const failed = fail(key)
    if (failed) throw failed
    return store.get(key, signal)
  }
  return { store: { ...store, get }, fetched }
}

test('each unknown manifest is fetched once, also one of a backup that another server sent', async () => {
  const nights = [1, 2, 3, 4, 5, 6].map(day => `2026110${day}-020000`)
  for (const name of nights) await layCopy(store, dev, name)
  await layNight(dev, '20261101-020000', [])
  const { store: asked, fetched } = watch()
  await judgeImagesElsewhere(asked, prod, now)
  expect(fetched.sort()).toEqual(nights.map(name => `dev/${name}/manifest.json`))
})

test('a backup that goes while it is looked at names nothing, and one that cannot be fetched lets no image go', async () => {
  await layImage('d', OLD)
  await layCopy(store, dev, NIGHT)
  const goes = watch(key => new NotThere(`${key} n’est plus là.`)).store
  const cut = watch(() => new Error('la ligne est coupée')).store
  expect(await judgeImagesElsewhere(cut, prod, now)).toEqual({ verdicts: [], remarks: ['la ligne est coupée'] })
  expect(await judgeImagesElsewhere(goes, prod, now)).toMatchObject({ verdicts: [{ keep: false }], remarks: [] })
})

test('a manifest that cannot be read keeps all of them, and a manifest that this server knows is not fetched [3.3/K]', async () => {
  for (const letter of ['a', 'd']) await layImage(letter, OLD)
  await layCopy(store, prod, NIGHT, ['a'])
  await layNight(prod, NIGHT, [store], ['a'])
  const { store: asked, fetched } = watch()
  await layCopy(store, dev, NIGHT)
  await writeFile(join(root, 'store', 'dev', NIGHT, 'manifest.json'), 'half')
  const { remarks } = await judgeImagesElsewhere(asked, prod, now)
  expect(remarks).toEqual([`s3:coffre, dev/${NIGHT}/manifest.json ne dit pas ce qu’il nomme`])
  expect(fetched).toEqual([`dev/${NIGHT}/manifest.json`])
  await prune()
  expect(await there()).toEqual(['a', 'd'].map(keyOf))
  reached('3.3/K')
})

test('while a backup is made or sent none is removed; a destination that refuses or is away fails nothing [3.1/AL]', async () => {
  await layImage('d', OLD)
  const hold = holdImages(dev, { files: openFiles() })
  await hold.take(never)
  expect(await pruneImagesElsewhere(store, [], prod, now, never)).toEqual([])
  expect(await prune()).toEqual(['les images y restent toutes : une sauvegarde est en cours'])
  await hold.giveBack()
  const refusing: Store = { ...store, remove: async () => Promise.reject(new RemovalDenied('c’est verrouillé')) }
  expect(await prune(refusing)).toEqual([`${keyOf('d')} y reste : c’est verrouillé`])
  const away: Store = { ...store, list: async () => Promise.reject(new Error('personne n’écoute')) }
  expect(await judgeImagesElsewhere(away, prod, now)).toEqual({ verdicts: [], remarks: ['personne n’écoute'] })
  expect(await there()).toEqual([keyOf('d')])
  expect(await prune()).toEqual([])
  expect(await readdir(join(root, 'store', 'images'))).toEqual([])
  reached('3.1/AL')
})
