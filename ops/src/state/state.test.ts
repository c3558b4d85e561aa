import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { openFiles } from '../tools/files.ts'
import { openSurvey } from './damaged-file.ts'
import { readLines } from './read-lines.ts'
import { namesIn, readAll, readLink, readState } from './read-state.ts'
import { writeState } from './write-state.ts'

const reading = { shape: z.object({ who: z.object({ name: z.string() }) }) }
const good = { who: { name: 'Ada' } }
let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-state-'))
  file = join(folder, 'one.json')
})
afterEach(() => rm(folder, { recursive: true }))

test('what was written is read, and what never was is null', async () => {
  expect(await readState(file, reading)).toBeNull()
  expect(await namesIn(join(folder, 'nowhere'))).toEqual([])
  expect(await readLink(file)).toBeNull()
  await writeState(file, good, openFiles())
  expect(await readState(file, reading)).toEqual(good)
})

test.each([
  ['', 'il est vide'],
  ['{"who":', 'ce n’est pas du JSON entier'],
  ['null', 'ce n’est pas du JSON entier'],
  ['{"who":{"name":7}}', '« who.name » n’y est pas ce qui est attendu'],
])('a file that says %j is named with what is wrong and what to do', async (text, what) => {
  await writeFile(file, text)
  await expect(readState(file, reading)).rejects.toMatchObject({
    path: file,
    message: expect.stringContaining(`${file} est inutilisable : ${what}`),
    hint: expect.stringContaining('Remettez ce fichier'),
  })
})

test('a folder or a file that stands in its place is named in French', async () => {
  await mkdir(file)
  await expect(readState(file, reading)).rejects.toThrow(`${file} est inutilisable : c’est un dossier`)
  await writeFile(join(folder, 'flat'), '')
  await expect(namesIn(join(folder, 'flat'))).rejects.toThrow('un fichier se trouve là où un dossier est attendu')
  await expect(readLink(join(folder, 'flat'))).rejects.toThrow('il n’est pas de la sorte attendue')
})

test.skipIf(process.getuid?.() === 0)('a file of another account is named with the way out', async () => {
  await writeState(file, good, openFiles())
  await chmod(file, 0)
  await expect(readState(file, reading)).rejects.toMatchObject({
    unreadable: true,
    hint: expect.stringContaining('chown'),
  })
})

test('one damaged file takes nothing from the others', async () => {
  await writeState(file, good, openFiles())
  await writeFile(join(folder, 'two.json'), '{')
  const { found, damaged } = await readAll(folder, reading)
  expect(found).toEqual([good])
  expect(damaged.map(({ path }) => path)).toEqual([join(folder, 'two.json')])
  const survey = openSurvey()
  expect(await survey.read(readState(join(folder, 'two.json'), reading), null)).toBeNull()
  expect(survey.damaged).toEqual([expect.stringContaining('two.json')])
  await expect(survey.read(Promise.reject(new Error('a bug')), null)).rejects.toThrow('a bug')
})

test('half a line at the end is what a killed run leaves; a line that is damaged is counted', async () => {
  const line = JSON.stringify(good)
  await writeFile(file, `${line}\n{"who"`)
  expect(await readLines(file, reading.shape)).toEqual({ lines: [good], damage: null })
  await writeFile(file, `${line}\n{"who"\n${line}\n{}\n`)
  const { lines, damage } = await readLines(file, reading.shape)
  expect(lines).toEqual([good, good])
  expect(damage?.what).toBe('les lignes 2, 4 ne se lisent plus')
  await expect(readLines(join(folder, 'none'), reading.shape)).rejects.toMatchObject({ code: 'not-there' })
})
