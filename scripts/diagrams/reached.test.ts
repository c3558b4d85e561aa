import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { openJournal } from '../../ops/src/procedure/journal.ts'
import { runProcedure } from '../../ops/src/procedure/procedure.ts'
import { record } from '../../ops/test/record.ts'
import { followJournals, readJournals } from './journals.ts'
import { beginFile, beginTest, endTest, reached } from './reached.ts'
import { readTitle } from './titles.ts'

const titled = (...nodes: string[]) => `it plays [${nodes.join(' ')}]`

beforeEach(beginFile)

test('a title is its sentence and the nodes at its end', () => {
  expect(readTitle(titled('1.1/P', '1.1/AA'))).toEqual({ sentence: 'it plays', nodes: ['1.1/P', '1.1/AA'] })
  expect(readTitle('plain [not a node]')).toEqual({ sentence: 'plain [not a node]', nodes: [] })
})

test('a test that did not reach a node of its title fails, with both named', () => {
  beginTest()
  reached('1.1/P')
  expect(() => endTest(titled('1.1/P', '1.1/Q'))).toThrow(
    'The title names 1.1/Q, which this test did not reach (it reached 1.1/P).',
  )
})

test('what is reached outside tests counts for every test of the file, what a test reached for itself alone', () => {
  reached('1.1/A')
  beginTest()
  reached('1.1/P')
  endTest(titled('1.1/A', '1.1/P'))
  beginTest()
  expect(() => endTest(titled('1.1/P'))).toThrow('did not reach (it reached 1.1/A)')
  beginFile()
  beginTest()
  expect(() => endTest(titled('1.1/A'))).toThrow('did not reach (it reached none)')
})

test('a procedure reaches the nodes of its steps, also of one that fails, and not of those that follow it', async () => {
  beginTest()
  await runProcedure({ ...record(), signal: new AbortController().signal }, async step => {
    await step(['2.1/A', '2.2/A'], 'Commencer', () => {})
    await step('2.1/B', 'Échouer', () => Promise.reject(new Error('non')))
    await step('2.1/C', 'Continuer', () => {})
  })
  expect(() => endTest(titled('2.1/A', '2.2/A', '2.1/B', '2.1/C'))).toThrow('names 2.1/C, which')
})

test('journals that are followed count from where they were read last, up to their last whole line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'journals-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const journal = openJournal(folder, 'night', () => new Date('2026-11-23T02:00:00Z'))
  const begin = (node: '3.1/A' | '3.1/B') => journal.write({ kind: 'step', node, title: 'Sauver', state: 'started' })
  followJournals(folder)
  begin('3.1/A')
  readJournals()
  beginTest()
  begin('3.1/B')
  await appendFile(join(folder, 'night.jsonl'), '{"kind":"step","node":"3.1/C"')
  readJournals()
  expect(() => endTest(titled('3.1/B', '3.1/C'))).toThrow('names 3.1/C, which')
  beginFile()
  beginTest()
  readJournals()
  expect(() => endTest(titled('3.1/B'))).toThrow('it reached none')
})
