import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../../scripts/diagrams/reached.ts'
import { readIdentities, seal, unseal } from './seal.ts'

let [first, second, stranger] = ['', '', '']
let recipients: string[]
let folder: string
beforeAll(async () => {
  const drawn = [generateX25519Identity(), generateX25519Identity(), generateX25519Identity()]
  ;[first = '', second = '', stranger = ''] = await Promise.all(drawn)
  recipients = await Promise.all([first, second].map(identityToRecipient))
  folder = await mkdtemp(join(tmpdir(), 'tiptop-seal-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Longer than three of the chunks in which age encrypts. */
const CONTENT = Buffer.alloc(200_000, 'Thé Tip Top ')
const sealed = async () => buffer(await seal(Readable.from([CONTENT]), recipients))
const opened = async (archive: Buffer, ...identities: string[]) =>
  buffer(await unseal(Readable.from([archive]), identities))

test('either recipient opens what was sealed, alone [3.1/AC]', async () => {
  const archive = await sealed()
  expect(archive.includes('Thé Tip Top')).toBe(false)
  expect(await opened(archive, first)).toEqual(CONTENT)
  expect(await opened(archive, second)).toEqual(CONTENT)
  reached('3.1/AC')
})

test('another key opens nothing, and the error says no key [3.1/AC]', async () => {
  const refusal = opened(await sealed(), stranger)
  await expect(refusal).rejects.toThrow('Aucune des clés privées données n’ouvre cette sauvegarde.')
  reached('3.1/AC')
})

test('one flipped bit is refused, wherever it is [3.1/AC]', async () => {
  const archive = await sealed()
  const places = [30, 300, 1_000, 70_000, archive.length - 1]
  for (const place of places) {
    const damaged = Buffer.from(archive)
    damaged[place] = (damaged[place] ?? 0) ^ 1
    await expect(opened(damaged, first), `bit of byte ${place}`).rejects.toThrow()
  }
  reached('3.1/AC')
})

test('an archive that was cut off is refused, also where a chunk ends [3.1/AC]', async () => {
  const archive = await sealed()
  const header = archive.indexOf('\n---') + 4
  const chunk = 64 * 1024 + 16
  const start = archive.indexOf('\n', header) + 1 + 16
  for (const length of [0, 100, start, start + chunk, start + 2 * chunk, archive.length - 1])
    await expect(opened(archive.subarray(0, length), first), `${length} bytes`).rejects.toThrow()
  reached('3.1/AC')
})

test('fewer than two recipients are refused', async () => {
  await expect(seal(Readable.from([CONTENT]), recipients.slice(1))).rejects.toThrow('at least two')
})

test('a source that breaks off is an error where the archive is read, not a short archive', async () => {
  const source = Readable.from(
    (async function* () {
      yield CONTENT
      throw new Error('le disque ne répond plus')
    })(),
    { objectMode: false },
  )
  await expect(buffer(await seal(source, recipients))).rejects.toThrow('le disque ne répond plus')
})

test('200 MB are sealed and opened in memory for a few chunks', { timeout: 240_000 }, async () => {
  const chunk = Buffer.alloc(1 << 20, 'the')
  const count = 200
  const source = Readable.from(
    Array.from({ length: count }, () => chunk),
    { objectMode: false },
  )
  const expected = createHash('sha256')
  for (let sent = 0; sent < count; sent++) expected.update(chunk)
  const [found, before] = [createHash('sha256'), memory()]
  let most = 0
  await pipeline(await unseal(await seal(source, recipients), [second]), async plain => {
    for await (const part of plain) {
      found.update(part)
      most = Math.max(most, memory() - before)
    }
  })
  expect(found.digest('hex')).toBe(expected.digest('hex'))
  expect(most / 1e6).toBeLessThan(120)
})

const memory = () => process.memoryUsage.rss()

test('keys are read from what age-keygen writes, and a file of another kind is refused without quoting it', async () => {
  const [good, bad] = [join(folder, 'cle.txt'), join(folder, 'autre.txt')]
  await writeFile(good, `# created: 2026-11-23\n# public key: ${recipients[0]}\n${first}\n`)
  expect(await readIdentities(good)).toEqual([first])
  await writeFile(bad, 'mot-de-passe\n')
  const refusal = await readIdentities(bad).catch((error: Error) => error.message)
  expect(refusal).toContain(`${bad} n’est pas un fichier de clés privées`)
  expect(refusal).not.toContain(await readFile(bad, 'utf8').then(text => text.trim()))
})
