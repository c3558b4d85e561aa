import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { releaseOf as layout } from '../../test/rollback-points.ts'
import { type Home, homeOf } from '../environment/home.ts'
import { openFiles } from '../tools/files.ts'
import { provenFile, readRelease, releaseOf, runningRelease, serveColour, servingColour, wasProven } from './colours.ts'

const files = openFiles()
let root: string
let home: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-colours-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop-test' }, 'prod')
  await mkdir(home.flags, { recursive: true })
})
afterEach(() => rm(root, { recursive: true }))

const named = (name: string) => ({ ...layout('a', null, '2026-11-20T12:00:00.000Z'), name })

async function hold(colour: 'blue' | 'green', name: string) {
  await mkdir(join(home.releases, name), { recursive: true })
  await writeFile(join(home.releases, name, 'release.json'), JSON.stringify(named(name)))
  await files.link(join('releases', name), home.colour(colour))
}

test('before the first deployment nothing serves, and blue would', async () => {
  expect(await servingColour(home)).toBe('blue')
  expect(await runningRelease(home)).toBeNull()
})

test('one flag says who serves, as often as it is said', async () => {
  await hold('blue', 'one')
  await hold('green', 'two')
  expect(await runningRelease(home)).toMatchObject({ colour: 'blue', release: { name: 'one' } })
  for (const colour of ['green', 'green', 'blue', 'blue', 'green'] as const) {
    await serveColour(home, colour, files)
    expect(await servingColour(home)).toBe(colour)
  }
  expect(await runningRelease(home)).toMatchObject({ colour: 'green', release: { name: 'two' } })
})

test('a colour takes another release, and one whose file is gone is named as damaged', async () => {
  await hold('blue', 'one')
  await hold('blue', 'two')
  expect(await releaseOf(home, 'blue')).toMatchObject({ name: 'two' })
  await rm(join(home.releases, 'two', 'release.json'))
  await expect(releaseOf(home, 'blue')).rejects.toThrow('two/release.json est inutilisable : il manque')
  expect(await readRelease(home, 'two')).toBeNull()
})

test('a release has served once it was found good', async () => {
  await hold('blue', 'one')
  expect(await wasProven(home, 'one')).toBe(false)
  await files.write(provenFile(home, 'one'), 'now')
  expect(await wasProven(home, 'one')).toBe(true)
})

test.each(['', '{"name":', '{"name":"one"}'])(
  'a release.json that says %j never reads as nothing that serves',
  async text => {
    await hold('blue', 'one')
    await writeFile(join(home.releases, 'one', 'release.json'), text)
    await expect(runningRelease(home)).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringContaining(join(home.releases, 'one', 'release.json')),
      hint: expect.stringContaining('versions.json'),
    })
  },
)

test('a lost link to what serves is no first deployment, once a release has served', async () => {
  await hold('blue', 'one')
  await files.write(provenFile(home, 'one'), 'now')
  await rm(home.colour('blue'))
  await expect(runningRelease(home)).rejects.toThrow(`${home.colour('blue')} est inutilisable`)
})
