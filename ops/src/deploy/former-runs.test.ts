import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../test/recording/deploying.ts'
import { type RecordingServer, recordingServer } from '../../test/recording/recording-server.ts'
import type { Environment } from '../environment/environment.ts'
import { openJournal } from '../procedure/journal.ts'
import { takeLock } from '../procedure/lock.ts'
import { maintenanceOn } from '../release/maintenance.ts'
import { takeStock } from './former-runs.ts'

let server: RecordingServer
afterEach(() => server.close())

/** A server on which a release serves whose point has kept the database of before. */
async function serveOne(environment: Environment = 'prod') {
  server = await recordingServer(environment)
  server.commit(commitNamed('a'))
  await deployOn(server, commitNamed('a'))
  server.commit(commitNamed('b'), { version: '1.1.0' })
}

type Left = { procedure?: string; pid?: number; at?: string; steps?: string[] }

/** The journal of a run that did not end. */
function leave({ procedure = 'deploy', pid = 2 ** 30, at = '07', steps = ['Démarrer la version'] }: Left = {}): string {
  const run = `20261123-${at}0000-${procedure}-aaaa`
  const journal = openJournal(server.target.home.runs, run, () => new Date(`2026-11-23T${at}:00:00Z`))
  journal.write({
    kind: 'started',
    run,
    procedure,
    environment: 'prod',
    by: 'Jenkins',
    pid,
    lock: '../.lock',
    input: {},
  })
  for (const title of steps) journal.write({ kind: 'step', node: '2.4/AH', title, state: 'started' })
  journal.close()
  return run
}

const held: (() => Promise<void>)[] = []
afterEach(() => Promise.all(held.splice(0).map(giveBack => giveBack())))

async function hold(run: string) {
  const { home } = server.target
  held.push(await takeLock(home.lock, 'prod', { run, by: 'Jenkins', since: '', pid: 1 }))
}

async function stock() {
  const told: string[] = []
  const running = await takeStock(server.target, server.tools, said => told.push(said))
  return { running, told: told.join() }
}

const close = (how = {}) => maintenanceOn(server.target.home, 'migration', server.tools.files, how)
const isClosed = async () => (await server.state()).maintenance

test('a server that never served anything has nothing to put in order', async () => {
  server = await recordingServer('prod')
  expect(await stock()).toEqual({ running: null, told: 'rien ne sert encore' })
  const run = leave({ steps: [] })
  await close()
  expect(await stock()).toEqual({
    running: null,
    told: `rien ne sert encore ; ${run} a été interrompu à « son début »`,
  })
  expect(await isClosed()).toBe(true)
})

test('a site that an interrupted run had closed opens again, and its last step is reported', async () => {
  await serveOne()
  const run = leave({ steps: ['Tirer les images', 'Migrer la base', 'Démarrer'] })
  await close()
  const { running, told } = await stock()
  expect(running?.release.version).toBe('1.0.0')
  expect(told).toContain(`1.0.0 (${running?.release.name}) sert ; ${run} a été interrompu à « Démarrer »`)
  expect(told).toContain('rouvert')
  expect(await isClosed()).toBe(false)
})

test('the run before is the last one that held the lock: a rehearsal that was interrupted since does not hide it', async () => {
  await serveOne()
  leave()
  leave({ procedure: 'rehearse', at: '08' })
  await close()
  await stock()
  expect(await isClosed()).toBe(false)
})

test.each<[string, () => Promise<unknown>]>([
  ['no run was interrupted', async () => {}],
  ['a rehearsal was interrupted, which holds no lock', async () => leave({ procedure: 'rehearse' })],
  ['another run is at work', async () => hold(leave())],
])('the site stays closed when %s', async (_, lay) => {
  await serveOne()
  await lay()
  await close()
  const { told } = await stock()
  expect(told).toMatch(/^1\.0\.0 \(\S+\) sert$/)
  expect(await isClosed()).toBe(true)
})

test('under its own lock, a run takes no other for one at work: the number of its process was given again', async () => {
  await serveOne()
  const former = leave({ pid: process.pid })
  await hold(leave({ pid: process.pid, at: '08' }))
  await close()
  expect((await stock()).told).toContain(`${former} a été interrompu`)
  expect(await isClosed()).toBe(false)
})

test('a server that makes no rollback points opens again as well', async () => {
  await serveOne('dev')
  leave()
  await close()
  await stock()
  expect(await isClosed()).toBe(false)
})

test('a site that a person closed stays closed', async () => {
  await serveOne()
  leave()
  await close({ stays: true })
  expect((await stock()).told).toMatch(/ a été interrompu à « [^»]* »$/)
  expect(await isClosed()).toBe(true)
})

test('a site opens again with the database of the point that an interrupted migration had made', async () => {
  await serveOne()
  const { ending } = await deployOn(server, commitNamed('b'), {}, { failAt: 'Lire les réglages publics' })
  expect(ending.outcome).not.toBe('done')
  leave()
  await close()
  server.model.databases.set('tiptop', { migrations: ['0001-first', '0002-half'], plays: 7 })
  expect((await stock()).told).toContain('base de ')
  expect(await server.state()).toMatchObject({ maintenance: false, migrations: ['0001-first'] })
})

test('a migration that took plays away does not make the loss of its undo smaller than it is', async () => {
  await serveOne()
  const before = server.model.databases.get('tiptop')
  server.model.databases.set('tiptop', { migrations: [], ...before, plays: 5 })
  await deployOn(server, commitNamed('b'), {}, { failAt: 'Lire les réglages publics' })
  leave()
  await close()
  server.model.databases.set('tiptop', { migrations: ['0001-first', '0002-half'], plays: 2 })
  expect((await stock()).told).toContain(', au moins : la base quittée en a moins que la copie')
})

test('a point of another release gives nothing back', async () => {
  await serveOne()
  leave()
  await close()
  server.model.databases.set('tiptop', { migrations: ['0001-first', '0002-later'], plays: 7 })
  await stock()
  expect(await server.state()).toMatchObject({ maintenance: false, migrations: ['0001-first', '0002-later'] })
})

test('a site that does not work behind its page stays closed, with the reason', async () => {
  await serveOne()
  leave()
  await close()
  server.commit(commitNamed('a'), { release: 'ill' })
  expect((await stock()).told).toMatch(/le site reste fermé : .*503/s)
  expect(await isClosed()).toBe(true)
})
