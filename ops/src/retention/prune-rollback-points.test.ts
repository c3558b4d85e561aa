import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { settingsText } from '../../test/door.ts'
import { layPoint, releaseOf } from '../../test/rollback-points.ts'
import { listRollbackPoints } from '../archive/rollback-points/points.ts'
import { type Home, homeOf } from '../environment/home.ts'
import { parseSettings } from '../environment/settings.ts'
import { type Files, openFiles } from '../tools/files.ts'
import type { Registry } from '../tools/registry.ts'
import { pruneRollbackPoints } from './prune-rollback-points.ts'
import { judgeRollbackPoints, neededPoints } from './rollback-points.ts'

let root = ''
let home: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-points-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop' }, 'prod')
})
afterEach(() => rm(root, { recursive: true, force: true }))

const days = ['20261115', '20261116', '20261117', '20261118', '20261119', '20261120', '20261121']
const now = new Date('2026-11-23T03:00:00Z')
const settings = parseSettings(settingsText({}), 'essai')

/** Work that breaks off after so many changes of a file or of a tag, as when the power goes. */
function untilChange(count: number, tags: Set<string>) {
  let made = 0
  const change = async () => {
    if (made++ >= count) throw new Error('the power is gone')
  }
  const real = openFiles()
  const files: Files = {
    ...real,
    move: (from, to) => change().then(() => real.move(from, to)),
    remove: path => change().then(() => real.remove(path)),
    makeFolder: folder => change().then(() => real.makeFolder(folder)),
  }
  const untag = (repository: string, tag: string) => change().then(() => void tags.delete(`${repository}:${tag}`))
  return { files, registry: { untag } as Pick<Registry, 'untag'> as Registry, brokeOff: () => made > count }
}

test('broken off at any change, every point is whole or none, and the next run takes the rest away [3.3/H]', async () => {
  const whole = async () => (await listRollbackPoints(home)).map(({ tag }) => tag).reverse()
  for (let changes = 0, done = false; !done; changes++) {
    const tags = new Set<string>()
    for (const day of days) {
      const { tag } = await layPoint(home, day)
      for (const piece of ['backend', 'frontend']) tags.add(`tiptop-backups/${piece}:${tag}`)
    }
    const prune = async (outside: ReturnType<typeof untilChange>) => {
      const { verdicts } = await judgeRollbackPoints(home, now)
      return pruneRollbackPoints(verdicts, { home, settings }, outside, new AbortController().signal)
    }
    const outside = untilChange(changes, tags)
    await prune(outside).catch(() => {})
    done = !outside.brokeOff()
    const left = await whole()
    expect(left.slice(-5)).toEqual(days.slice(2).map(day => `backup-${day}-040000`))
    for (const tag of left) expect(tags).toContain(`tiptop-backups/frontend:${tag}`)
    expect(await prune(untilChange(100, tags))).toEqual([])
    expect(await readdir(home.backups.preDeploy)).toEqual(days.slice(2).map(day => `backup-${day}-040000`))
    expect(tags.size).toBe(10)
    if (done) expect(changes).toBeGreaterThan(8)
  }
  reached('3.3/H')
})

test('a run that is stopped removes nothing more', async () => {
  for (const day of days) await layPoint(home, day)
  const { verdicts } = await judgeRollbackPoints(home, now)
  const outside = untilChange(100, new Set())
  const stopped = AbortSignal.abort(new Error('stopped'))
  await expect(pruneRollbackPoints(verdicts, { home, settings }, outside, stopped)).rejects.toThrow('stopped')
  expect(await listRollbackPoints(home)).toHaveLength(days.length)
})

test('an environment without points has none to judge', async () => {
  expect(await judgeRollbackPoints(home, now)).toEqual({ verdicts: [], remarks: [] })
})

test('a damaged point stays for the operator, half a point and what is no point are remarks', async () => {
  for (const day of ['20261120', '20261121']) await layPoint(home, day)
  await rm(join(home.backups.preDeploy, 'backup-20261121-040000', 'database.dump'))
  for (const name of ['backup-20261122-040000.partial', 'notes.partial.txt'])
    await mkdir(join(home.backups.preDeploy, name))
  const { verdicts, remarks } = await judgeRollbackPoints(home, now)
  expect(verdicts).toMatchObject([
    { keep: true, reasons: [{ rule: 'broken' }], backup: { name: 'backup-20261121-040000' } },
    { keep: true, reasons: [{ rule: 'newest-of-all' }, { rule: 'newest' }] },
  ])
  expect(remarks).toEqual([
    expect.stringMatching(/^backup-20261122-040000\.partial est en cours, ou interrompu/),
    expect.stringMatching(/^notes\.partial\.txt n'est pas un point de retour/),
  ])
})

test('the point that the running release needs is kept beside the newest', async () => {
  const [a, b] = [
    releaseOf('a', null, '2026-11-01T00:00:00.000Z'),
    releaseOf('b', 'release-a', '2026-11-15T12:00:00.000Z'),
  ]
  for (const day of days) await layPoint(home, day, { release: day === '20261115' ? a : b })
  const keptOf = async () =>
    (await judgeRollbackPoints(home, now)).verdicts.filter(({ keep }) => keep).map(({ backup }) => backup.name)
  expect(await keptOf()).not.toContain('backup-20261115-040000')
  for (const release of [a, b]) {
    await mkdir(join(home.releases, release.name), { recursive: true })
    await writeFile(join(home.releases, release.name, 'release.json'), JSON.stringify(release))
  }
  await symlink(join('releases', b.name), home.colour('blue'))
  expect((await keptOf()).at(-1)).toBe('backup-20261115-040000')
})

test('what the running release needs to go back is its database from before, and images that are among the backups alone', async () => {
  const [a, b, c] = [
    releaseOf('a', null, '2026-11-01T00:00:00.000Z'),
    releaseOf('b', 'release-a', '2026-11-17T00:00:00.000Z'),
    releaseOf('c', 'release-b', '2026-11-21T12:00:00.000Z'),
  ]
  const backups = (letter: string) => `localhost:9/tiptop-backups/backend@sha256:${letter.repeat(64)}`
  const points = await Promise.all([
    layPoint(home, '20261121', { release: b, backend: backups('b') }),
    layPoint(home, '20261118', { release: b, backend: backups('b') }),
    layPoint(home, '20261116', { release: a, backend: backups('a') }),
    layPoint(home, '20261101', { release: null }),
  ])
  const needed = (...given: Parameters<typeof neededPoints>) => Object.fromEntries(neededPoints(...given))
  expect(needed(points, c, b)).toEqual({ 'backup-20261121-040000': "la base d'avant la version 1.0.2, en service" })
  expect(needed(points, b, a)).toEqual({ 'backup-20261116-040000': "la base d'avant la version 1.0.1, en service" })
  expect(needed(points, a, null)).toEqual({})
  const ofAnother = await layPoint(home, '20261120', { release: a })
  expect(needed([ofAnother, ...points.slice(1)], c, b)).toEqual({
    'backup-20261118-040000': "la base d'avant la version 1.0.2, en service",
  })
  expect(needed(points, c, { ...b, images: { ...b.images, backend: backups('a') } })).toMatchObject({
    'backup-20261116-040000': 'une image de la version 1.0.1, gardée pour un retour, en vient',
  })
  const cameBack = { ...c, images: { ...c.images, backend: backups('a') } }
  expect(needed(points, cameBack, b)).toEqual({
    'backup-20261116-040000': 'une image de la version 1.0.2, en service, en vient',
    'backup-20261121-040000': "la base d'avant la version 1.0.2, en service",
  })
})
