import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { shareStatic } from './share-static.ts'

const day = (number: number) => new Date(Date.UTC(2027, 0, number))
let folder: string
const shared = () => join(folder, 'shared', '_next', 'static')
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-static-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a release adds its files to those of the previous one', async () => {
  await shareStatic(await release({ 'chunks/a1.js': 'a' }), shared(), day(1))
  await shareStatic(await release({ 'chunks/b2.js': 'b', 'media/font.woff2': 'f' }), shared(), day(2))
  expect(await filesOf(shared())).toEqual(['chunks/a1.js', 'chunks/b2.js', 'media/font.woff2'])
  expect(await readFile(join(shared(), 'chunks', 'b2.js'), 'utf8')).toBe('b')
})

test('two copies of a release that start at once leave each file whole', async () => {
  const own = await release({ 'chunks/a1.js': 'a'.repeat(1_000_000) })
  // An unfinished copy has the time of the machine's clock until it is complete.
  const now = new Date()
  await Promise.all([shareStatic(own, shared(), now), shareStatic(own, shared(), now)])
  expect(await filesOf(shared())).toEqual(['chunks/a1.js'])
  expect((await readFile(join(shared(), 'chunks', 'a1.js'))).length).toBe(1_000_000)
})

test('a file is forgotten 30 days after the last release that used it', async () => {
  const former = await release({ 'chunks/a1.js': 'a', 'chunks/both.js': 'x' })
  await shareStatic(former, shared(), day(1))
  const next = await release({ 'chunks/b2.js': 'b', 'chunks/both.js': 'x' })
  await shareStatic(next, shared(), day(31))
  expect(await filesOf(shared())).toEqual(['chunks/a1.js', 'chunks/b2.js', 'chunks/both.js'])
  await shareStatic(next, shared(), day(32))
  expect(await filesOf(shared())).toEqual(['chunks/b2.js', 'chunks/both.js'])
})

test('what an interrupted copy left behind is removed with the rest', async () => {
  await mkdir(shared(), { recursive: true })
  const left = join(shared(), 'a1.js.1f.tmp')
  await writeFile(left, 'half')
  await utimes(left, day(1), day(1))
  await shareStatic(await release({ 'chunks/b2.js': 'b' }), shared(), day(40))
  expect(await filesOf(shared())).toEqual(['chunks/b2.js'])
})

async function release(files: Record<string, string>): Promise<string> {
  const own = await mkdtemp(join(folder, 'release-'))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(own, name, '..'), { recursive: true })
    await writeFile(join(own, name), text)
  }
  return own
}

async function filesOf(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  return files.map(entry => join(entry.parentPath, entry.name).slice(root.length + 1)).sort()
}
