import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { record } from '../../test/record.ts'
import { openJournal } from '../procedure/journal.ts'
import { allEnded, runProcedure } from '../procedure/procedure.ts'
import { readRun } from './runs.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-runs-of-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('of two steps that run side by side at one node each has its own end, whichever comes first', async () => {
  const journal = openJournal(folder, 'r1', () => new Date('2026-11-23T02:00:00Z'))
  const started = {
    run: 'r1',
    procedure: 'deploy',
    environment: 'prod',
    by: 'essai',
    pid: 1,
    lock: '../.lock',
    input: {},
  }
  journal.write({ kind: 'started', ...started })
  const first = Promise.withResolvers<void>()
  await runProcedure({ journal, progress: record().progress, signal: new AbortController().signal }, step =>
    allEnded([
      step('2.4/AH', 'Préparer', ({ tell }) => {
        tell('prêt')
        return first.promise
      }),
      step('2.4/AH', 'Démarrer', () => {
        first.resolve()
        throw new Error('ne démarre pas')
      }),
    ]),
  )
  journal.close()
  const { steps } = await readRun(join(folder, 'r1.jsonl'))
  expect(steps.map(({ title, state, detail }) => ({ title, state, detail }))).toEqual([
    { title: 'Préparer', state: 'done', detail: 'prêt' },
    { title: 'Démarrer', state: 'failed', detail: 'ne démarre pas' },
  ])
})
