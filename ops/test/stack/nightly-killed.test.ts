import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listBackups, listBroken } from '../../src/archive/backups.ts'
import { scratchOf } from '../../src/archive/database/scratch.ts'
import { listRemote } from '../../src/archive/remote-backups.ts'
import { openStores } from '../../src/archive/stores/open-stores.ts'
import type { Store } from '../../src/archive/stores/store.ts'
import { layJenkinsHome } from '../jenkins/jenkins-home.ts'
import { run, succeeds } from '../machine/run.ts'
import { openS3Server, type S3Server } from '../stores/s3-server.ts'
import { drawKeys, giveAccess, settingsFor } from '../stores/scratch-target.ts'
import { removeSmallImages, serveSmallImages, traces } from './nights-of.ts'
import { stepOf } from './path-of.ts'
import { openServer, type Server } from './server.ts'
import { migrateByHand } from './serving.ts'
import { lockTable, until } from './waiting.ts'

const PRELOAD = join(import.meta.dirname, 'kill-at.ts')
/** Some thirty nights, on a machine that does other things as well. */
const PATIENCE_MS = 900_000

let server: Server
let s3: S3Server
let store: Store
let jenkins: string
/** the titles of a night that is not killed */
let way: string[]
beforeAll(async () => {
  const [opened, keys, folder] = await Promise.all([
    openS3Server(),
    drawKeys(),
    mkdtemp(join(tmpdir(), 'tiptop-home-')),
  ])
  ;[s3, jenkins] = [opened, folder]
  server = await openServer('prod', { ...settingsFor(keys.recipients, { s3 }), JENKINS_HOME: jenkins })
  await giveAccess(server.home, { s3 })
  await server.install()
  await migrateByHand(await server.target())
  await serveSmallImages(server)
  await layJenkinsHome(jenkins)
  ;[store] = (await openStores(await server.target())) as [Store]
  await server.sql('create table noise as select gen_random_uuid() a from generate_series(1, 50000)')
  await server.must('backup', 'nightly', 'prod')
  way = (await server.lastRun()).steps.map(({ title }) => title)
})
afterAll(async () => {
  if (server) await removeSmallImages(server)
  await server?.close()
  await s3?.close()
  await rm(jenkins, { recursive: true, force: true })
})

const wholeNames = async () => (await listBackups(server.home)).map(({ name }) => name)

/** Makes a backup and kills that so long after this step began. */
const killAt = (title: string, afterMs: number) =>
  killStep(
    way.findIndex(found => found.startsWith(title)),
    afterMs,
  )

async function killStep(step: number, afterMs = 0): Promise<void> {
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
  await killAt('Relire la copie', 400)
  const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}}{{end}}{{end}}'
  const volume = await run(['docker', 'container', 'inspect', '--format', format, scratchOf(server.home)])
  expect(await succeeds(['docker', 'volume', 'inspect', volume])).toBe(true)
  await expectMended()
  expect(await succeeds(['docker', 'volume', 'inspect', volume])).toBe(false)
})

test('killed as any of its steps begins, it leaves no half that counts, here or elsewhere, and nothing in the way [3.1/B 3.1/C 3.1/G 3.1/H 3.1/I 3.1/L 3.1/O 3.1/P 3.1/Q 3.1/R 3.1/T 3.1/Y 3.1/Z 3.1/AA 3.1/AB 3.1/AC 3.1/AE 3.1/AJ 3.1/AK 3.1/AL 3.1/AM 3.1/AN]', {
  timeout: PATIENCE_MS,
}, async () => {
  const declared = way.findIndex(title => title.startsWith('Réunir la sauvegarde'))
  for (const [place, title] of way.entries()) {
    const before = await wholeNames()
    await killStep(place)
    const made = (await wholeNames()).filter(name => !before.includes(name))
    expect(made.length, `killed at « ${title} »`).toBe(place > declared ? 1 : 0)
    // Far away what has no manifest is no backup, and what has one is whole.
    for (const remote of await listRemote(store, 'prod')) if (!remote.whole) expect(remote.why).toContain('manifeste')
  }
  await server.must('backup', 'nightly', 'prod')
  const [newest] = await listBackups(server.home)
  expect((await listRemote(store, 'prod'))[0]).toMatchObject({ name: newest?.name, whole: true })
  expect(await listBroken(server.home)).toEqual([])
  expect(await traces(server)).toMatchObject({ scratch: '', sessions: '0' })
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
