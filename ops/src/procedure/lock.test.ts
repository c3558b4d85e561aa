import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, rmdir, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listRuns } from '../runs/runs.ts'
import { holdLock, Locked, readHolder, takeLock } from './lock.ts'

let folder = ''
const children: ChildProcess[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-lock-'))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const holder = { run: 'r1', by: 'Jenkins', since: '2026-11-23T02:00:00.000Z', pid: process.pid }

/** A run in a process of its own that holds this lock, in the middle of its second step. */
async function startRun(name: string) {
  const lock = join(folder, `${name}.lock`)
  const runs = join(folder, `${name}-runs`)
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../test/long-run.ts'), runs, lock], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  await once(child.stdout, 'data')
  return { child, lock, runs }
}

test('of two runs at once the second learns who holds the lock', async () => {
  const lock = join(folder, 'two.lock')
  const giveBack = await takeLock(lock, 'prod', holder)
  const refused = await takeLock(lock, 'prod', { ...holder, run: 'r2' }).catch(error => error)
  expect(refused).toBeInstanceOf(Locked)
  expect(refused).toMatchObject({ code: 'locked', holder })
  expect(refused.message).toBe(
    `prod est verrouillé : Jenkins, depuis 2026-11-23T02:00:00.000Z (r1, processus ${process.pid}).`,
  )
  await giveBack()
  await (await takeLock(lock, 'prod', { ...holder, run: 'r3' }))()
})

test('ten at once: one gets the lock', async () => {
  const lock = join(folder, 'ten.lock')
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => takeLock(lock, 'dev', holder)))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const tried of tries) if (tried.status === 'fulfilled') await tried.value()
})

test('a lock that may be shared is held by several at once, and by none beside its only holder', async () => {
  const file = join(folder, 'shared.lock')
  await writeFile(file, '')
  const held = await Promise.all([1, 2].map(() => holdLock(file, { shared: true })))
  expect(held).not.toContain(null)
  expect(await holdLock(file)).toBeNull()
  for (const giveBack of held) await giveBack?.()
  const giveBack = await holdLock(file)
  expect(await holdLock(file, { shared: true })).toBeNull()
  await giveBack?.()
})

test('a lock whose holder cannot be written down is given back', async () => {
  const lock = join(folder, 'unwritten.lock')
  expect(readHolder(lock)).toBeNull()
  await mkdir(`${lock}.holder`)
  await expect(takeLock(lock, 'dev', holder)).rejects.toMatchObject({
    code: 'damaged',
    message: expect.stringContaining(lock),
  })
  await rmdir(`${lock}.holder`)
  await (await takeLock(lock, 'dev', holder))()
  expect(readHolder(lock)).toEqual(holder)
})

test('a killed run leaves no lock behind, and a journal that names the step in which it died', async () => {
  const { child, lock, runs } = await startRun('killed')
  await expect(takeLock(lock, 'prod', holder)).rejects.toThrow(/verrouillé : essai/)
  expect((await listRuns(runs))[0]).toMatchObject({ state: 'running' })
  child.kill('SIGKILL')
  await once(child, 'close')
  await expect
    .poll(() => takeLock(lock, 'prod', holder).then(giveBack => giveBack().then(() => 'free'), String))
    .toBe('free')
  const [run] = await listRuns(runs)
  expect(run).toMatchObject({ state: 'interrupted', procedure: 'deploy', environment: 'prod', ms: null })
  expect(run?.steps.map(({ node, state }) => `${node} ${state}`)).toEqual(['2.4/V done', '2.4/AH running'])
})

test('a lock that cannot be tried is not taken for a lock that another run holds', async () => {
  const lock = join(folder, 'loop.lock')
  await symlink(lock, lock)
  const failed = await takeLock(lock, 'prod', holder).catch(error => error)
  expect(failed).not.toBeInstanceOf(Locked)
  expect(failed.message).toMatch(/^Le verrou .*loop\.lock n’a pas pu être essayé : flock, code 66 \(.*Too many levels/)
})

test('a server without flock is not taken for a locked one', async () => {
  const path = process.env.PATH
  process.env.PATH = folder
  const failed = await takeLock(join(folder, 'none.lock'), 'prod', holder)
    .catch(error => error)
    .finally(() => {
      process.env.PATH = path
    })
  expect(failed).not.toBeInstanceOf(Locked)
  expect(failed.message).toContain('ENOENT')
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  'a run that is asked to stop by %s undoes what it did, writes so in its journal and gives the lock back',
  async signal => {
    const { child, lock, runs } = await startRun(signal)
    const said = text(child.stdout)
    child.kill(signal)
    expect(await once(child, 'close')).toEqual([0, null])
    expect(await said).toBe('taking back\ntaken back\nundone\npeople are notified\n')
    const [run] = await listRuns(runs)
    expect(run).toMatchObject({ state: 'undone', reason: `arrêt demandé (${signal})` })
    expect(run?.steps.map(({ node, kind, state }) => `${kind} ${node} ${state}`)).toEqual([
      'step 2.4/V done',
      'step 2.4/AH failed',
      'undo 2.4/V done',
    ])
    await (await takeLock(lock, 'prod', holder))()
  },
)
