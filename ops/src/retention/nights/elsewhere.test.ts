import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { folderStore, layCopy, nightOf } from '../../../test/laid-nights.ts'
import { listRemote } from '../../archive/remote-backups.ts'
import { dryStore, RemovalDenied, type Store } from '../../archive/stores/store.ts'
import { type Home, homeOf } from '../../environment/home.ts'
import { dayWords } from '../calendar.ts'
import { judgeNightsElsewhere, pruneNightsElsewhere } from './elsewhere.ts'

let root = ''
let home: Home
let store: Store
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-prune-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod')
  store = folderStore(join(root, 'store'))
})
afterEach(() => rm(root, { recursive: true }))

const now = new Date('2026-11-23T02:05:00Z')
const TODAY = Date.parse('2026-11-23') / 86_400_000
const RECENT = [0, 1, 2, 3, 4, 5, 6, 89, 90].map(days => nightOf(dayWords(TODAY - days)))
/** The first of their months, and the one whose 12 months are over. */
const [JUNE, LAST_NOVEMBER, TOO_OLD] = [nightOf('2026-06-01'), nightOf('2025-11-24'), nightOf('2025-10-01')]
const [LATER_IN_JUNE, OF_AUGUST] = [nightOf('2026-06-02'), nightOf('2026-08-24')]
const STAYING = [...RECENT, JUNE, LAST_NOVEMBER]
const GOING = [LATER_IN_JUNE, TOO_OLD]

async function prune(at: Store = store): Promise<string[]> {
  const { verdicts } = await judgeNightsElsewhere(at, home, now)
  return pruneNightsElsewhere(at, verdicts, home, new AbortController().signal)
}
const there = async () => [...new Set((await store.list('prod/')).map(({ key }) => key.split('/')[1] ?? ''))].sort()
const whole = async () => (await listRemote(store, 'prod')).flatMap(({ name, whole }) => (whole ? [name] : []))
const layAll = async () => {
  for (const name of [...STAYING, ...GOING]) await layCopy(store, home, name)
}
const refusing = (refuse: (key: string) => Error | null): Store => ({
  ...store,
  async remove(key) {
    const why = refuse(key)
    if (why) throw why
    await store.remove(key)
  },
})

test('far away everything stays for 90 days, and the first of each month for 12 months [3.3/E 3.3/F 3.3/K 3.1/AL]', async () => {
  await layAll()
  await store.put('images/aa.tar.gz.age', Readable.from(['image']))
  await store.put(`dev/${TOO_OLD}/manifest.json`, Readable.from(['of another environment']))
  await store.put('prod/readme.txt', Readable.from(['of the operator']))
  expect(await prune()).toEqual([])
  expect(await there()).toEqual([...STAYING.toSorted(), 'readme.txt'])
  expect((await whole()).toSorted()).toEqual(STAYING.toSorted())
  expect(await store.list('images/')).toHaveLength(1)
  expect(await store.list('dev/')).toHaveLength(1)
  expect(await prune()).toEqual([])
  reached('3.3/E', '3.3/F', '3.3/K', '3.1/AL')
})

test('the newest and the last one stay, however old [3.3/E 3.3/K]', async () => {
  await layCopy(store, home, nightOf('2020-01-02'))
  expect(await prune()).toEqual([])
  expect(await whole()).toEqual([nightOf('2020-01-02')])
  reached('3.3/E', '3.3/K')
})

test('the manifest goes first: broken off at any removal, every night is whole or none, and the next run takes the rest away [3.3/K 3.1/AL]', async () => {
  for (let removals = 0, done = false; !done; removals++) {
    await layAll()
    let made = 0
    const broken = refusing(() => (made++ >= removals ? new Error('the line is gone') : null))
    const left = await prune(broken)
    done = made <= removals
    expect(left).toEqual(done ? [] : ['the line is gone'])
    expect(await whole()).toEqual(expect.arrayContaining(STAYING))
    for (const name of await there())
      expect((await store.list(`prod/${name}/`)).length === 2 || !(await whole()).includes(name)).toBe(true)
    expect(await prune()).toEqual([])
    expect(await there()).toEqual(STAYING.toSorted())
    if (done) expect(removals).toBe(4)
  }
  reached('3.3/K', '3.1/AL')
})

test('a night that is locked is reported and stays whole, and the others go [3.3/K 3.1/AL]', async () => {
  await layAll()
  const locked = refusing(key => (key.includes(TOO_OLD) ? new RemovalDenied('verrouillé') : null))
  expect(await prune(locked)).toEqual([`${TOO_OLD} y reste : verrouillé`])
  expect((await whole()).toSorted()).toEqual([...STAYING, TOO_OLD].toSorted())
  reached('3.3/K', '3.1/AL')
})

test('a destination that is away is reported twice, as judged and as left, and fails nothing [3.3/K]', async () => {
  const away: Store = { ...store, list: () => Promise.reject(new Error('s3:coffre ne répond pas.')) }
  expect(await judgeNightsElsewhere(away, home, now)).toEqual({ verdicts: [], remarks: ['s3:coffre ne répond pas.'] })
  expect(await prune(away)).toEqual(['s3:coffre ne répond pas.'])
  reached('3.3/K')
})

test('a damaged night is reported and stays, and one that is still on its way is left to the night that sends it [3.3/E]', async () => {
  await layAll()
  await store.put(`prod/${OF_AUGUST}/database.dump.age`, Readable.from(['half']))
  await layCopy(store, home, nightOf('2025-01-01'))
  await store.put(`prod/${nightOf('2025-01-01')}/database.dump.age`, Readable.from(['cut']))
  await store.put(`prod/${nightOf('2026-11-10')}/database.dump.age`, Readable.from(['on its way']))
  const { verdicts, remarks } = await judgeNightsElsewhere(store, home, now)
  expect(verdicts.at(-1)).toMatchObject({ keep: true, reasons: [{ rule: 'broken' }] })
  expect(remarks).toEqual([
    expect.stringMatching(new RegExp(`^${nightOf('2025-01-01')} : .`)),
    ...[nightOf('2026-11-10'), OF_AUGUST].map(name => expect.stringContaining(`${name} n'a pas de manifeste`)),
  ])
  await prune()
  const names = await there()
  expect(names).toEqual(expect.arrayContaining([nightOf('2025-01-01'), nightOf('2026-11-10')]))
  expect(names).not.toContain(OF_AUGUST)
  reached('3.3/E')
})

test('half a night goes once it is older than the 90 days for which everything is kept, and never where no night is whole', async () => {
  const [ninetyDays, older] = ['20260825-030000', '20260824-030000']
  for (const name of [ninetyDays, older]) await store.put(`prod/${name}/database.dump.age`, Readable.from(['half']))
  expect(await prune()).toEqual([])
  expect(await there()).toEqual([older, ninetyDays])
  await layCopy(store, home, nightOf('2026-11-23'))
  expect(await prune()).toEqual([])
  expect(await there()).toEqual([ninetyDays, nightOf('2026-11-23')])
})

test('a night that is broken or dated in the future makes no half of a night old', async () => {
  await layCopy(store, home, nightOf('2026-11-20'))
  await store.put(`prod/${nightOf('2026-11-23')}/database.dump.age`, Readable.from(['on its way']))
  for (const day of ['2027-05-01', '2027-05-02']) await layCopy(store, home, nightOf(day))
  await store.put(`prod/${nightOf('2027-05-02')}/database.dump.age`, Readable.from(['cut']))
  expect(await prune()).toEqual([])
  expect(await there()).toContain(nightOf('2026-11-23'))
})

test('a run that is stopped removes nothing more', async () => {
  await layAll()
  const { verdicts } = await judgeNightsElsewhere(store, home, now)
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(pruneNightsElsewhere(store, verdicts, home, stopped)).rejects.toThrow('stopped')
  expect(await there()).toEqual([...STAYING, ...GOING].toSorted())
})

test('a dry run only says what would go [3.1/AL]', async () => {
  await layAll()
  const told: string[] = []
  await prune(dryStore(store, line => told.push(line)))
  const files = [TOO_OLD, LATER_IN_JUNE].flatMap(night => [`${night}/manifest.json`, `${night}/database.dump.age`])
  expect(told).toEqual(files.map(file => expect.stringContaining(file)))
  expect(await there()).toEqual([...STAYING, ...GOING].toSorted())
  reached('3.1/AL')
})

test('what says there that it is of another environment is neither counted nor removed, and is named', async () => {
  const dev = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'dev')
  await layAll()
  const strange = nightOf('2025-01-02')
  for (const file of ['manifest.json', 'database.dump.age']) {
    await layCopy(store, dev, strange)
    await store.put(`prod/${strange}/${file}`, await store.get(`dev/${strange}/${file}`))
  }
  const { verdicts, remarks } = await judgeNightsElsewhere(store, home, now)
  expect(verdicts.map(({ backup }) => backup.name)).not.toContain(strange)
  expect(remarks).toContainEqual(expect.stringContaining(`${strange} est de dev`))
  expect(await prune()).toEqual([])
  expect(await there()).toEqual([...STAYING, strange].toSorted())
  expect((await whole()).toSorted()).toEqual(STAYING.toSorted())
})
