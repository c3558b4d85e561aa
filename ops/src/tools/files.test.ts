import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dryFiles, isThere, openFiles } from './files.ts'
import { inBytes } from './free-space.ts'
import { openShell } from './shell.ts'

const files = openFiles()
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

const pieces = (count: number) => (into: Writable) => pipeline(Array(count).fill(Buffer.alloc(100_000, 'x')), into)

test('what is received is hashed as it is written, and read back the same', async () => {
  const file = join(folder, 'received')
  const received = await files.receive(file, pieces(30), 0o600)
  expect(received.bytes).toBe(3_000_000)
  expect(await files.fingerprint(file)).toEqual(received)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('what breaks off while it is received leaves nothing, and what was there before stays', async () => {
  const file = join(folder, 'received')
  await files.write(file, 'before')
  const broken = files.receive(file, async into => {
    await new Promise(resolve => into.write(Buffer.alloc(100_000), resolve))
    throw new Error('the source is gone')
  })
  await expect(broken).rejects.toThrow('the source is gone')
  expect(await readdir(folder)).toEqual(['received'])
  expect(await readFile(file, 'utf8')).toBe('before')
})

test('a folder gets another name with all that is in it', async () => {
  await files.makeFolder(join(folder, 'one'))
  await files.write(join(folder, 'one', 'file'), 'text')
  await files.move(join(folder, 'one'), join(folder, 'two'))
  expect(await readdir(folder, { recursive: true })).toEqual(['two', 'two/file'])
})

test('a dry run writes nothing, and answers for what it would have written', async () => {
  const dry = dryFiles(() => {})
  const file = join(folder, 'file')
  await dry.write(file, 'text')
  const dump = await dry.receive(join(folder, 'dump'), async into => into.end())
  expect(await readdir(folder)).toEqual([])
  expect(await dry.fingerprint(join(folder, 'dump'))).toEqual(dump)
  await files.write(file, 'text')
  expect(await dry.fingerprint(file)).toEqual(await files.fingerprint(file))
})

test('sizes are written as an operator reads them', () => {
  expect([0, 999, 1_000, 12_345_678, 123_456_789, 4e9, 5e15].map(inBytes)).toEqual([
    '0 octets',
    '999 octets',
    '1,0 Ko',
    '12,3 Mo',
    '123 Mo',
    '4,0 Go',
    '5000 To',
  ])
})

test('a file and a folder are there; what is missing, below a file, or behind a broken link is not', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  await symlink(join(folder, 'gone'), join(folder, 'link'))
  const paths = [file, folder, join(folder, 'missing'), join(file, 'below'), join(folder, 'link')]
  expect(await Promise.all(paths.map(isThere))).toEqual([true, true, false, false, false])
})

test('whether something is there is not answered where it cannot be known', async () => {
  const loop = join(folder, 'loop')
  await symlink(loop, loop)
  await expect(isThere(loop)).rejects.toThrow(`${loop} ne peut pas être regardé (ELOOP).`)
})

test.runIf(process.getuid?.() === 0)('what a process may read by a capability of its own is there', async () => {
  const kept = join(folder, 'closed', 'kept')
  await mkdir(join(folder, 'closed'), { mode: 0o700 })
  await writeFile(kept, '')
  const script = `import { isThere } from '${import.meta.dirname}/files.ts'; console.log(await isThere('${kept}'))`
  const reading = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search']
  const node = [process.execPath, '--input-type=module', '--eval', script]
  const { read } = openShell()
  expect(await read(['setpriv', '--reuid=65534', '--clear-groups', ...reading, '--', ...node])).toBe('true')
})
