import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listBackups, listBroken } from '../../src/backup/nightly/backups.ts'
import { scratchOf } from '../../src/backup/nightly/database/scratch.ts'
import { run, succeeds } from '../machine/run.ts'
import { removeSmallImages, serveSmallImages, traces } from './nights-of.ts'
import { stepOf } from './path-of.ts'
import { openServer, type Server } from './server.ts'
import { migrateByHand } from './serving.ts'
import { lockTable, until } from './waiting.ts'

const PRELOAD = join(import.meta.dirname, 'kill-at.ts')

let server: Server
/** the titles of a night that nobody kills */
let way: string[]
beforeAll(async () => {
  server = await openServer('prod')
  await server.install()
  await migrateByHand(await server.target())
  await serveSmallImages(server)
  await server.sql('create table noise as select gen_random_uuid() a from generate_series(1, 300000)')
  await server.must('backup', 'nightly', 'prod')
  way = (await server.lastRun()).steps.map(({ title }) => title)
})
afterAll(async () => {
  if (server) await removeSmallImages(server)
  await server?.close()
})

/** Makes a backup and kills that so long after this step began. */
async function killAt(title: string, afterMs: number): Promise<void> {
  const step = way.findIndex(found => found.startsWith(title))
  const env = { NODE_OPTIONS: `--import=${PRELOAD}`, KILL_AT: JSON.stringify({ step, afterMs }) }
  const { child, ended } = server.start(['backup', 'nightly', 'prod'], env)
  await ended
  expect(child.signalCode).toBe('SIGKILL')
  await until(() => succeeds(['flock', '--nonblock', server.home.lock, 'true']), 20)
}

/** Killed there, it left no backup; the next run says what it found, takes it away and makes one. */
async function expectMended(): Promise<void> {
  const whole = (await listBackups(server.home)).map(({ name }) => name)
  const [half = ''] = await listBroken(server.home)
  expect(half).toMatch(/\.partial$/)
  await server.must('backup', 'nightly', 'prod')
  const name = basename(half, '.partial')
  expect(stepOf(await server.lastRun(), 'Commencer').detail).toContain(`${name} avait été interrompue`)
  expect(await listBroken(server.home)).toEqual([])
  await expectNewBeside(whole)
  expect(await traces(server)).toMatchObject({ scratch: '', sessions: '0' })
}

/** There is a new backup, and of those of the same day the first one, which stands for its week. */
async function expectNewBeside(former: string[]): Promise<void> {
  const [made, ...others] = (await listBackups(server.home)).map(({ name }) => name)
  expect(former).not.toContain(made)
  expect(others).toEqual(former.slice(-1))
}

test('killed while the database is copied, the next night takes its half away [3.1/I 3.1/B]', async () => {
  await killAt('Copier la base', 150)
  await expectMended()
})

test('killed while the copy is restored, its server is taken away by the next night, with all that it held [3.1/L]', async () => {
  await killAt('Relire la copie', 2_500)
  const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}}{{end}}{{end}}'
  const volume = await run(['docker', 'container', 'inspect', '--format', format, scratchOf(server.home)])
  expect(await succeeds(['docker', 'volume', 'inspect', volume])).toBe(true)
  await expectMended()
  expect(await succeeds(['docker', 'volume', 'inspect', volume])).toBe(false)
})

test('killed while an image is saved, there is no backup [3.1/Q]', async () => {
  await killAt("Enregistrer l'image du backend", 0)
  expect(await listBroken(server.home)).toEqual([expect.stringMatching(/\.partial$/)])
})

test('killed while the configuration is saved, what the one before left is gone, and there is no backup [3.1/T]', async () => {
  const [former] = await listBroken(server.home)
  await killAt('Copier compose', 0)
  expect(await listBroken(server.home)).toEqual([expect.stringMatching(/\.partial$/)])
  expect(await listBroken(server.home)).not.toContain(former)
})

test('killed as the manifest is to be written, there is no backup, and the next night makes one [3.1/AC]', async () => {
  await killAt('Réunir la sauvegarde', 0)
  await expectMended()
})

test('killed after it was declared, the backup is there, whole and proven [3.1/AM]', async () => {
  const before = (await listBackups(server.home)).map(({ name }) => name)
  await killAt('Rédiger le rapport', 0)
  expect(await listBroken(server.home)).toEqual([])
  await expectNewBeside(before)
})

test('asked to stop, it takes away what it began, and its sessions end', async () => {
  const before = await traces(server)
  const table = await lockTable(server.home, 'shops')
  const { child, ended } = server.start(['backup', 'nightly', 'prod'])
  await until(async () => (await traces(server)).sessions === '2')
  child.kill('SIGTERM')
  const { exitCode, err } = await ended
  await table.release()
  expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining('arrêt demandé (SIGTERM)') })
  expect(await traces(server)).toEqual(before)
})
