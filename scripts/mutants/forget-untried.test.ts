import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { forgetUntried } from './forget-untried.ts'

test('a mutant that could not be tried is tried again by the next run; other results are kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-mutants-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'game.json')
  await forgetUntried(file)
  const caught = { id: '1', status: 'Killed' }
  const results = (mutants: object[]) => ({ schemaVersion: '1', files: { 'play.ts': { mutants } } })
  await writeFile(file, JSON.stringify(results([caught, { id: '2', status: 'RuntimeError' }])))
  await forgetUntried(file)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(results([caught]))
})
