import { cp, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listRuns, readRun } from '../runs/runs.ts'
import type { Step } from './procedure.ts'
import { runUnderLock } from './run.ts'

let folder: string
let written: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-run-'))
  written = ''
})
afterEach(() => rm(folder, { recursive: true }))

const lock = () => join(folder, 'lock')
const runs = () => join(folder, 'runs')

function run<T>(recipe: (step: Step) => Promise<T>, { dryRun = false, at = '2026-11-23T02:00:00Z' } = {}) {
  const terminal = { write: (text: string) => (written += text) }
  const request = { environment: 'prod', procedure: 'deploy', input: { branch: 'main' }, by: 'Jenkins', dryRun }
  const now = () => new Date(at)
  return runUnderLock({ terminal, now }, { ...request, lock: lock(), runs: runs() }, recipe)
}

const listeners = () => [
  ...['SIGINT', 'SIGTERM', 'SIGHUP'].map(name => process.listenerCount(name)),
  ...[process.stdout, process.stderr].map(output => output.listenerCount('error')),
]

test('a run leaves a journal of what was asked and what was done, and shows each step', async () => {
  const before = listeners()
  const { run: name, ending } = await run(step => step('2.4/V', 'Copier la base', () => 'dump'))
  expect(ending).toEqual({ outcome: 'done', value: 'dump' })
  expect(name).toMatch(/^20261123-020000-deploy-[\da-f]{4}$/)
  expect(await readRun(join(runs(), `${name}.jsonl`))).toMatchObject({
    name,
    procedure: 'deploy',
    environment: 'prod',
    by: 'Jenkins',
    input: { branch: 'main' },
    startedAt: '2026-11-23T02:00:00.000Z',
    state: 'done',
    steps: [{ node: '2.4/V', state: 'done' }],
  })
  expect(written).toMatch(/^ {2}✓ 2\.4\/V {3}Copier la base \(.*\)\n$/)
  expect(listeners()).toEqual(before)
})

test('a second run at once is refused with the name of the first; the next one is let in', async () => {
  const { run: first, ending } = await run(() => run(async () => {}))
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: {
      code: 'locked',
      holder: { run: first, by: 'Jenkins', since: '2026-11-23T02:00:00.000Z', pid: process.pid },
    },
  })
  expect((await run(async () => {})).ending.outcome).toBe('done')
})

test('a dry run is let in beside a run, and leaves neither a lock nor a journal', async () => {
  const dry = await run(step => step('2.4/V', 'Copier la base', () => {}), { dryRun: true })
  expect(dry.ending.outcome).toBe('done')
  expect(await readdir(folder)).toEqual([])
  const { ending } = await run(() => run(async () => 'beside it', { dryRun: true }))
  expect(ending).toMatchObject({ outcome: 'done', value: { ending: { outcome: 'done', value: 'beside it' } } })
  expect(await listRuns(runs())).toHaveLength(1)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the step at work, and what was done is taken back', async name => {
  const { ending } = await run(async step => {
    await step('2.4/V', 'Copier la base', () => {}, { undo: async () => {} })
    await step('2.4/AH', 'Basculer', ({ signal }) => {
      process.emit(name, name)
      signal.throwIfAborted()
    })
  })
  expect(ending).toMatchObject({ outcome: 'undone', error: { message: `arrêt demandé (${name})` } })
})

test('a run whose journal cannot be begun does nothing, and gives its lock back', async () => {
  await writeFile(runs(), 'not a folder')
  const done: string[] = []
  const recipe = async () => void done.push('something')
  await expect(run(recipe)).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining(runs()) })
  await rm(runs())
  expect(done).toEqual([])
  expect((await run(recipe)).ending.outcome).toBe('done')
})

test('a run while the clock is behind says so before it begins, and is still the newest', async () => {
  const first = await run(async () => {})
  const late = { at: '2026-11-23T01:40:00Z' }
  for (const dryRun of [true, false]) {
    written = ''
    let before = ''
    const look = async () => {
      before = written
    }
    const second = await run(look, { ...late, dryRun })
    expect(before).toMatch(
      new RegExp(`a reculé : il est 2026-11-23 01:40:00 UTC, et ${first.run} a écrit à 2026-11-23 02:00:00 UTC`),
    )
    if (dryRun) continue
    const [newest, former] = await listRuns(runs())
    expect(newest).toMatchObject({
      name: second.run,
      order: (former?.order ?? 0) + 1,
      notes: [before.slice(4).trimEnd()],
    })
    expect(former).toMatchObject({ name: first.run, notes: [] })
  }
})

test('journals that come back while a lost server is rebuilt come before the rebuild, and the next run after it', async () => {
  const lost = join(folder, 'lost')
  const earlier: string[] = []
  for (const at of ['2026-11-01T02:00:00Z', '2026-11-02T02:00:00Z'])
    earlier.push((await run(async () => {}, { at })).run)
  await rename(runs(), lost)
  const rebuild = await run(() => cp(lost, runs(), { recursive: true }), { at: '2026-11-23T02:00:00Z' })
  const next = await run(async () => {}, { at: '2026-11-23T03:00:00Z' })
  expect((await listRuns(runs())).map(({ name }) => name)).toEqual([next.run, rebuild.run, ...earlier.reverse()])
})
