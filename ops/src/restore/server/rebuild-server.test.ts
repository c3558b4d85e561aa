import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import { heldRelease } from '../../../test/recording/models/web.ts'
import {
  type FailAt,
  failAtEachStep,
  type RecordingServer,
  recordingServer,
} from '../../../test/recording/recording-server.ts'
import { emptyMachine, layRest, openDestination, sendNight } from '../../../test/recording/restoring.ts'
import { readMaintenance } from '../../release/maintenance.ts'
import { rebuildServer } from './rebuild-server.ts'
import type { RestoreFindings } from './restore-environment.ts'
import { startStopwatch } from './stopwatch.ts'

let lost: RecordingServer
let destination: Awaited<ReturnType<typeof openDestination>>
let machine: ReturnType<typeof emptyMachine>
afterEach(() => lost.close())

const LAST = 'Déclarer le serveur reconstruit'
const [FIRST, SECOND] = ['a', 'b'].map(commitNamed) as [string, string]

/** A server with five plays, whose backup is away; and a machine that has nothing. */
async function loseServer() {
  lost = await recordingServer('prod')
  lost.commit(FIRST, { version: '1.0.0' })
  lost.commit(SECOND, { version: '1.1.0' })
  await layRest(lost.target)
  await deployOn(lost, FIRST)
  setPlays(5)
  destination = await openDestination(lost)
  await sendNight(lost, destination, new Date('2026-11-23T02:00:00Z'))
  machine = emptyMachine(lost)
}

function setPlays(plays: number) {
  lost.model.databases.set('tiptop', { migrations: [], ...lost.model.databases.get('tiptop'), plays })
}

function rebuild(how: FailAt = {}, on = machine) {
  const found: Partial<RestoreFindings> = {}
  const { home, restore } = on
  const { store, identities } = destination
  const request = { ...restore, home, store, identities, named: null }
  const run = lost.run(
    step => rebuildServer(step, request, startStopwatch(), more => void Object.assign(found, more)),
    how,
  )
  return run.then(ran => ({ ...ran, found }))
}

const isClosed = async () => (await readMaintenance(machine.home)) !== null
const placeOf = (pattern: RegExp) => machine.model.changes.findIndex(change => pattern.test(change))

test('a lost server comes back from its backup alone, with its release, its data and its settings', async () => {
  await loseServer()
  const { ending, found } = await rebuild()
  expect(ending).toMatchObject({ outcome: 'done', value: { release: { version: '1.0.0' } } })
  expect(found).toMatchObject({ skipped: [], database: { from: 'dump', warning: null }, release: '1.0.0' })
  expect(machine.model.databases.get('tiptop')?.plays).toBe(5)
  expect([...machine.model.databases.keys()]).toEqual(['tiptop'])
  expect(await heldRelease(machine.home.colour('green'))).toBe(await heldRelease(lost.target.home.colour('green')))
  expect(await isClosed()).toBe(false)
})

test('the maintenance page is up before the database comes back, and goes only after the proof', async () => {
  await loseServer()
  await rebuild()
  const places = [
    /write flags\/maintenance\.on/,
    /pg_restore --exit-on-error/,
    /app\.yaml up /,
    /send .*claim/,
    /remove flags\/maintenance\.on/,
    /remove \.rebuilding/,
  ].map(placeOf)
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
})

test('whatever step fails, a second try goes on from there, and the site opens only at the end', async () => {
  await loseServer()
  let closed = false
  const titles = await failAtEachStep(rebuild, async title => {
    closed ||= title === 'Montrer la page de maintenance'
    const reopened = title === 'Rouvrir le site' || title === LAST
    expect(await isClosed(), title).toBe(closed && !reopened)
    // The last step did its work: this server would be a living one.
    if (title === LAST) await writeFile(join(machine.home.folder, '.rebuilding'), '')
  })
  expect(titles.length).toBeGreaterThan(12)
  expect(machine.model.databases.get('tiptop')?.plays).toBe(5)
})

test('a living server is never overwritten: neither its folder nor its database', async () => {
  await loseServer()
  const before = await lost.state()
  lost.model.changes.length = 0
  const living = { ...machine, home: lost.target.home, model: lost.model }
  living.restore = { ...machine.restore, tools: lost.tools, openTools: async () => lost.tools }
  const refused = { outcome: 'failed', error: { code: 'already-there', message: expect.stringContaining('rien n') } }
  expect((await rebuild({}, living)).ending).toMatchObject(refused)
  await rm(join(lost.target.home.infra, 'infra.yaml'))
  expect((await rebuild({}, living)).ending).toMatchObject(refused)
  expect(lost.model.changes).toEqual([])
  expect(await lost.state()).toEqual(before)
})

test('a rebuilt server is living: the next rebuild is refused', async () => {
  await loseServer()
  await rebuild()
  expect((await rebuild()).ending).toMatchObject({ outcome: 'failed', error: { code: 'already-there' } })
})

test('data that is not proven keeps the new server closed', async () => {
  await loseServer()
  machine.model.broken.push(/audit\/commands\.ts verify/)
  expect((await rebuild()).ending.outcome).not.toBe('done')
  expect(await isClosed()).toBe(true)
})

test('a newest backup that is damaged is named, and the one before it comes back', async () => {
  await loseServer()
  setPlays(9)
  await sendNight(lost, destination, new Date('2026-11-24T02:00:00Z'))
  const dump = join(lost.folder, 'away', 'prod', '20261124-020000', 'database.dump.age')
  await writeFile(dump, 'x'.repeat((await stat(dump)).size))
  const { ending, found } = await rebuild()
  expect(ending.outcome).toBe('done')
  expect(found.skipped).toMatchObject([{ name: '20261124-020000' }])
  expect(machine.model.databases.get('tiptop')?.plays).toBe(5)
})
