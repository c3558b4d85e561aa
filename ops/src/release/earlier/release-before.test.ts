import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Home, homeOf } from '../../environment/home.ts'
import { nextOrder, provenFile } from '../colours.ts'
import type { Release } from '../release.ts'
import { mix, type RollbackScope, releaseBefore } from './release-before.ts'

const NOW = new Date('2026-11-23T08:00:00Z')
let root: string
let home: Home
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiptop-before-'))
  home = homeOf({ root, backups: join(root, 'backups'), project: 'tiptop-test' }, 'prod')
})
afterEach(() => rm(root, { recursive: true }))

/** `2026110<n>-…-1.<n>.0`, with images of its own; the one before is its former one. */
async function release(n: number, more: Partial<Release> = {}): Promise<Release> {
  const nameOf = (n: number) => `2026110${n}-080000-1.${n}.0-abcdef${n}`
  const made: Release = {
    name: nameOf(n),
    version: `1.${n}.0`,
    commits: { backend: `b${n}`, frontend: `f${n}` },
    images: { backend: `backend@${n}`, frontend: `frontend@${n}` },
    madeAt: `2026-11-0${n}T08:00:00.000Z`,
    former: n > 1 ? nameOf(n - 1) : null,
    breaking: false,
    ...more,
  }
  await keep(made)
  return made
}

async function keep(made: Release) {
  await mkdir(join(home.releases, made.name), { recursive: true })
  await writeFile(join(home.releases, made.name, 'release.json'), JSON.stringify(made))
  await writeFile(provenFile(home, made.name), '')
}

const before = (running: Release, scope: RollbackScope = 'full', to: string | null = null) =>
  releaseBefore(running, { scope, to }, home)

test('without a name it is the release that the running one replaced', async () => {
  const [one, two] = [await release(1), await release(2)]
  expect(await before(two)).toEqual(one)
  await expect(before(one)).rejects.toThrow('est la première version de ce serveur')
})

test('one piece goes back to the last release that had another', async () => {
  const one = await release(1)
  await release(2, { images: { backend: 'backend@2', frontend: 'frontend@1' } })
  const three = await release(3, { images: { backend: 'backend@2', frontend: 'frontend@3' } })
  expect(await before(three, 'backend')).toEqual(one)
  expect((await before(three, 'frontend')).version).toBe('1.2.0')
})

test('two pieces that go back one after the other meet in the same release', async () => {
  const two = (await release(1)) && (await release(2))
  const three = await release(3)
  const mixed = await mix(three, await before(three, 'backend'), 'backend', { home, now: NOW })
  expect(mixed).toMatchObject({ version: '1.2.0', images: { backend: 'backend@2', frontend: 'frontend@3' } })
  await keep(mixed)
  const both = await mix(mixed, await before(mixed, 'frontend'), 'frontend', { home, now: NOW })
  expect(both).toMatchObject({ version: '1.2.0', images: two.images, commits: two.commits })
})

test('a piece that goes back twice goes further back, and then no further', async () => {
  const one = await release(1)
  await release(2)
  const three = await release(3)
  const once = await mix(three, await before(three, 'backend'), 'backend', { home, now: NOW })
  const twice = await mix(once, await before(once, 'backend'), 'backend', { home, now: NOW })
  expect(twice.images).toEqual({ backend: one.images.backend, frontend: three.images.frontend })
  await expect(before(twice, 'backend')).rejects.toThrow("n'a un autre backend")
})

test('no backend goes back past a migration that it cannot live with, by whatever way', async () => {
  const one = await release(1)
  await release(2, { breaking: true })
  const three = await release(3)
  const two = await before(three)
  const ways = [() => before(two), () => before(two, 'backend'), () => before(three, 'full', one.name)]
  for (const way of ways) await expect(way()).rejects.toThrow('ne peut plus vivre avec elle')
  const mixed = await mix(three, two, 'backend', { home, now: NOW })
  await expect(before(mixed, 'full', one.name)).rejects.toThrow('ne peut plus vivre avec elle')
  expect(await before(two, 'frontend')).toEqual(one)
  expect(await before(two, 'full', three.name)).toEqual(three)
})

test('pages that went back past such a migration do not hide it from the backend', async () => {
  const one = await release(1)
  const two = await release(2, { breaking: true, images: { backend: 'backend@2', frontend: 'frontend@3' } })
  const three = await release(3)
  expect(two.images.frontend).toBe(three.images.frontend)
  const pages = await before(three, 'frontend')
  expect(pages).toEqual(one)
  const mixed = await mix(three, pages, 'frontend', { home, now: NOW })
  await keep(mixed)
  await expect(before(mixed)).rejects.toThrow('ne peut plus vivre avec elle')
})

test('a name has to be that of a release which has served, and does not serve now', async () => {
  const [one, two] = [await release(1), await release(2)]
  await rm(provenFile(home, one.name))
  await expect(before(two, 'full', one.name)).rejects.toThrow("n'a jamais servi")
  await expect(before(two, 'full', two.name)).rejects.toThrow('sert déjà')
  await expect(before(two, 'full', 'nobody')).rejects.toThrow("n'a pas de version « nobody »")
})

test('a breaking deployment while the clock is 20 minutes behind is no way back all the same', async () => {
  const one = await release(1, { order: 1 })
  const behind = { name: '20261101-074000-1.2.0-abcdef2', madeAt: '2026-11-01T07:40:00.000Z', former: one.name }
  const two = await release(2, { ...behind, breaking: true, order: await nextOrder(home) })
  await expect(before(two)).rejects.toThrow(`${two.name} a changé la base`)
  await expect(before(two, 'full', one.name)).rejects.toThrow('ne peut plus vivre avec elle')
  expect(await before(two, 'frontend')).toEqual(one)
  const mixed = await mix(two, one, 'frontend', { home, now: new Date('2026-11-01T07:41:00Z') })
  expect(mixed).toMatchObject({ breaking: true, order: 3 })
})

test('without a link between the two, nothing says what the database went through', async () => {
  const [one, , three] = [await release(1), await release(2), await release(3)]
  await rm(join(home.releases, three.former ?? ''), { recursive: true })
  await expect(before(three, 'full', one.name)).rejects.toThrow('rien ne dit si la base a changé')
})

test('the next release comes after all that the server has, one with a damaged file included', async () => {
  expect(await nextOrder(home)).toBe(1)
  await release(1)
  await release(2, { order: 7 })
  expect(await nextOrder(home)).toBe(8)
  await rm(join(home.releases, '20261102-080000-1.2.0-abcdef2', 'release.json'))
  await writeFile(join(home.releases, '20261102-080000-1.2.0-abcdef2', 'release.json'), '')
  expect(await nextOrder(home)).toBe(3)
})
