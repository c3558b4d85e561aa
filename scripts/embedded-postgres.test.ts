import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { killPostgres, startPostgres, stopPostgres } from './embedded-postgres.ts'
import { findPrograms, type Programs } from './postgres/programs.ts'

const root = process.getuid?.() === 0
const QUICK = { fsync: 'off' }
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-postgres-'))
})

afterEach(async () => {
  await stopPostgres(folder)
  await rm(folder, { recursive: true, force: true })
})

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

/** The programs of this platform once more, below `target`. */
async function copyPrograms(target: string): Promise<Programs> {
  const { initdb, pg_ctl } = await findPrograms()
  const installed = join(initdb, '..', '..')
  await cp(installed, target, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(target, relative(installed, initdb)), pg_ctl: join(target, relative(installed, pg_ctl)) }
}

test('the first start makes a UTF-8 cluster that only its owner can read; the second keeps what was written', async () => {
  const first = await startPostgres(folder, QUICK)
  expect(await ask(first.url, 'show server_encoding')).toEqual(['UTF8'])
  await ask(first.url, "create table kept as select 'thé' as tea")
  await first.stop()
  await expect(ask(first.url, 'select 1')).rejects.toThrow()

  const second = await startPostgres(folder, QUICK)
  expect(await ask(second.url, 'select tea from kept')).toEqual(['thé'])
  for (const [path, mode] of [
    ['data', 0o700],
    ['password', 0o600],
  ] as const)
    expect((await stat(join(folder, path))).mode & 0o777).toBe(mode)
})

test('a server that a killed command left running is taken over, with what it had', async () => {
  const left = await startPostgres(folder, QUICK)
  await ask(left.url, 'create table kept as select 1 as n')
  const taken = await startPostgres(folder, QUICK)
  expect(taken.url).toBe(left.url)
  expect(await ask(taken.url, 'select n from kept')).toEqual([1])
})

test('a cluster whose making was interrupted is made again', async () => {
  await mkdir(join(folder, 'data.unfinished'))
  await writeFile(join(folder, 'data.unfinished', 'PG_VERSION'), '17')
  await writeFile(join(folder, 'password'), 'of the interrupted start')
  const postgres = await startPostgres(folder, QUICK)
  expect(await ask(postgres.url, 'select 1')).toEqual([1])
  expect(await readdir(folder)).not.toContain('data.unfinished')
})

test('a server killed with its machine starts again, although its number belongs to another program by now', async () => {
  const first = await startPostgres(folder, QUICK)
  await ask(first.url, 'create table kept as select 1 as n')
  const file = join(folder, 'data', 'postmaster.pid')
  const leftover = await readFile(file, 'utf8')
  await first.stop()
  await writeFile(file, leftover.replace(/^\d+/, String(process.pid)))
  const second = await startPostgres(folder, QUICK)
  expect(await ask(second.url, 'select n from kept')).toEqual([1])
})

test('stopping says whether a server ran, and a second stop is nothing to fail on', async () => {
  expect(await stopPostgres(folder)).toBe(false)
  const postgres = await startPostgres(folder, QUICK)
  expect(await stopPostgres(folder)).toBe(true)
  await postgres.stop()
  expect(existsSync(join(folder, 'data', 'postmaster.pid'))).toBe(false)
})

test('a server that had to be killed at once is whole again at the next start', async () => {
  const killed = await startPostgres(folder, QUICK)
  await ask(killed.url, 'create table kept as select 1 as n')
  killPostgres(folder)
  await expect.poll(() => existsSync(join(folder, 'data', 'postmaster.pid'))).toBe(false)
  const next = await startPostgres(folder, QUICK)
  expect(await ask(next.url, 'select n from kept')).toEqual([1])
})

test.runIf(root)('as root, the server is another user, also in a clone that only root may enter', async () => {
  await chmod(folder, 0o700)
  const postgres = await startPostgres(join(folder, 'cluster'), QUICK, await copyPrograms(join(folder, 'programs')))
  const pid = (await readFile(join(folder, 'cluster', 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]
  expect((await stat(`/proc/${pid}`)).uid).not.toBe(0)
  expect(await ask(postgres.url, 'select 1')).toEqual([1])
  await postgres.stop()
})

test.runIf(root)('as root without the right to change users, the start says what to do instead', async () => {
  const script = `import { startPostgres } from '${import.meta.dirname}/embedded-postgres.ts'
    await startPostgres('${folder}').catch(error => console.log(error.message))`
  const withoutRights = ['--bounding-set', '-setpcap', '--', process.execPath]
  const { stdout } = spawnSync('setpriv', [...withoutRights, '--input-type=module-typescript', '-e', script])
  expect(String(stdout)).toMatch(/PostgreSQL refuse root, et setpriv .* : lancez la commande en utilisateur ordinaire/)
})

test.runIf(root)('what an ordinary user started, root goes on with as that user', async () => {
  const NOBODY = 65_534
  const script = `import { startPostgres } from '${import.meta.dirname}/embedded-postgres.ts'
    const postgres = await startPostgres('${folder}', { fsync: 'off' })
    await postgres.stop()`
  await chmod(folder, 0o777)
  const asNobody = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups']
  // This clone may be closed to other users.
  const reachingIt = '--securebits +no_setuid_fixup --inh-caps +dac_override --ambient-caps +dac_override'.split(' ')
  const node = [process.execPath, '--input-type=module-typescript', '-e', script]
  const { stderr, status } = spawnSync('setpriv', [...asNobody, ...reachingIt, ...node])
  expect({ status, stderr: String(stderr) }).toMatchObject({ status: 0 })
  await startPostgres(folder, QUICK)
  expect((await stat(join(folder, 'data'))).uid).toBe(NOBODY)
})
