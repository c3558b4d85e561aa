import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { giveBackLock, lockHolder, takeLock } from './lock-file.mjs'

let folder: string
let lock: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-lock-'))
  lock = join(folder, 'deep', 'start.lock')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

/** A process that takes the lock, says what it got, and keeps it until it is killed. */
async function anotherProcess() {
  const script = `import { takeLock } from '${import.meta.dirname}/lock-file.mjs'
    console.log(takeLock('${lock}', { webUrl: 'http://localhost:3000' }) ? 'refused' : 'taken')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [answer] = await once(child.stdout, 'data')
  const kill = async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return { pid: child.pid, answer: String(answer).trim(), kill }
}

test('a live lock is refused, with its holder and the facts that it left', async () => {
  const holder = await anotherProcess()
  expect(takeLock(lock)).toMatchObject({ pid: holder.pid, webUrl: 'http://localhost:3000' })
  await holder.kill()
})

test('a lock whose holder was killed is taken over', async () => {
  await (await anotherProcess()).kill()
  expect(existsSync(lock)).toBe(true)
  expect(lockHolder(lock)).toBeNull()
  expect(takeLock(lock)).toBeNull()
  expect(lockHolder(lock)).toMatchObject({ pid: process.pid })
})

test.runIf(process.platform === 'linux')('a number that another process has by now is not the holder', async () => {
  takeLock(lock)
  await writeFile(lock, JSON.stringify({ pid: process.pid, started: '1' }))
  expect(lockHolder(lock)).toBeNull()
})

test('of several processes that find the lock of a dead one, one takes it', async () => {
  await (await anotherProcess()).kill()
  const racers = await Promise.all(Array.from({ length: 6 }, anotherProcess))
  expect(racers.filter(({ answer }) => answer === 'taken')).toHaveLength(1)
  await Promise.all(racers.map(({ kill }) => kill()))
})

test('a lock that was given back is free', () => {
  takeLock(lock)
  giveBackLock(lock)
  expect(lockHolder(lock)).toBeNull()
  expect(takeLock(lock)).toBeNull()
})
