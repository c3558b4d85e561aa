import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const run = promisify(execFile)
const DAY_MS = 86_400_000
let folder: string
const shared = () => join(folder, 'shared')
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-static-'))
})
afterEach(() => rm(folder, { recursive: true }))

const share = (own: string) => run(join(import.meta.dirname, 'share-static.sh'), [own, shared(), '_astro'])

test('a release adds its files to those of the previous one', async () => {
  await share(await release({ 'a1.js': 'a' }))
  await share(await release({ 'b2.js': 'b', 'fonts/text.woff2': 'f' }))
  expect(await filesOf(shared())).toEqual(['_astro/a1.js', '_astro/b2.js', '_astro/fonts/text.woff2'])
  expect(await readFile(join(shared(), '_astro', 'b2.js'), 'utf8')).toBe('b')
  const { mode } = await stat(join(shared(), '_astro', 'fonts', 'text.woff2'))
  expect(mode & 0o444, 'nginx in front is another user').toBe(0o444)
})

test('copies of a release that start at once leave each file whole', async () => {
  const own = await release({ 'a1.js': 'a'.repeat(1_000_000) })
  await Promise.all([1, 2, 3].map(() => share(own)))
  expect(await filesOf(shared())).toEqual(['_astro/a1.js'])
  expect((await readFile(join(shared(), '_astro', 'a1.js'))).length).toBe(1_000_000)
})

test('a file is forgotten 30 days after the last release that used it, those of another framework too', async () => {
  await share(await release({ 'a1.js': 'a', 'both.js': 'x' }))
  await mkdir(join(shared(), '_next', 'static'), { recursive: true })
  await writeFile(join(shared(), '_next', 'static', 'n.js'), 'n')
  const next = await release({ 'b2.js': 'b', 'both.js': 'x' })
  await grow(29)
  await share(next)
  expect(await filesOf(shared())).toEqual(['_astro/a1.js', '_astro/b2.js', '_astro/both.js', '_next/static/n.js'])
  await grow(31)
  await share(next)
  expect(await filesOf(shared())).toEqual(['_astro/b2.js', '_astro/both.js'])
})

test('what an interrupted copy left behind is removed with the rest', async () => {
  await mkdir(join(shared(), '.unfinished.x1'), { recursive: true })
  await writeFile(join(shared(), '.unfinished.x1', 'a1.js'), 'half')
  await grow(31)
  await share(await release({ 'b2.js': 'b' }))
  expect(await filesOf(shared())).toEqual(['_astro/b2.js'])
})

test('a release that cannot share its files does not start', async () => {
  await writeFile(shared(), 'no folder')
  await expect(share(await release({ 'b2.js': 'b' }))).rejects.toThrow('shared')
})

async function release(files: Record<string, string>): Promise<string> {
  const own = await mkdtemp(join(folder, 'release-'))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(own, name, '..'), { recursive: true })
    await writeFile(join(own, name), text)
  }
  return own
}

/** Makes every shared file as old as if no release had used it for this many days. */
async function grow(days: number): Promise<void> {
  const then = new Date(Date.now() - days * DAY_MS)
  for (const file of await filesOf(shared())) await utimes(join(shared(), file), then, then)
}

async function filesOf(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter(entry => entry.isFile())
  return files.map(entry => join(entry.parentPath, entry.name).slice(root.length + 1)).sort()
}
