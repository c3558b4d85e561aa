import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../test/recording/deploying.ts'
import { type RecordingServer, recordingServer } from '../../test/recording/recording-server.ts'
import { stopRelease } from './activate.ts'
import { runningRelease } from './colours.ts'
import { launchRelease, type ReleaseLaunch } from './launch.ts'
import { maintenanceOn } from './maintenance.ts'

let server: RecordingServer
beforeEach(async () => {
  server = await recordingServer('dev')
  server.commit(commitNamed('a'))
  await deployOn(server, commitNamed('a'))
})
afterEach(() => server.close())

/** Launches what serves once more, under another name, as a rollback of the configuration does. */
async function relaunch(own: Partial<ReleaseLaunch> = {}) {
  const { home } = server.target
  const former = await runningRelease(home)
  if (!former) throw new Error('nothing serves')
  const release = { ...former.release, name: '20261124-080000-1.0.0-again' }
  const folder = join(home.releases, former.release.name)
  const files = { app: join(folder, 'app.yaml'), settings: join(folder, 'settings.env') }
  const nodes = {
    folder: '4.1/J',
    pull: '4.1/K',
    activate: '4.1/L',
    logs: '4.1/M',
    health: ['4.1/S', '4.1/T'],
    goBack: ['4.1/U', '4.1/W'],
    journeys: '4.1/S',
    done: ['4.1/V', '4.1/X'],
  } as const
  const launch = { release, former, files, nodes, journeys: false, migrate: false, restoreDatabase: null, ...own }
  return { former, release, ...(await server.run(step => launchRelease(step, launch, server.target, server.tools))) }
}

test('a release that was launched is proven, and its first words are in the journal', async () => {
  const { release, ending, journal } = await relaunch()
  expect(ending.outcome).toBe('done')
  expect(await readdir(join(server.target.home.releases, release.name))).toEqual(
    expect.arrayContaining(['app.yaml', 'proven', 'release.json', 'settings.env']),
  )
  expect(journal).toContainEqual(expect.objectContaining({ node: '4.1/M', detail: 'tiptop-test-dev-green speaks' }))
})

test('a release that fails is not proven, and the one before it serves again', async () => {
  server.model.broken.push(/^ask .*_astro/)
  const { former, release, ending, steps } = await relaunch()
  expect(ending.outcome).toBe('undone')
  expect(steps).toContain('undo 4.1/U done')
  expect(await server.state()).toMatchObject({ serves: former.release.name, running: ['tiptop-test-dev-blue'] })
  expect(await readdir(join(server.target.home.releases, release.name))).not.toContain('proven')
})

test('a site that a person closed stays closed; one that a killed run closed opens again', async () => {
  const { home } = server.target
  await maintenanceOn(home, 'essai', server.tools.files, { stays: true })
  expect((await relaunch()).ending.outcome).toBe('done')
  expect(await server.state()).toMatchObject({ maintenance: true })
  await writeFile(
    join(home.flags, 'maintenance.on'),
    JSON.stringify({ since: '', reason: '', by: 'demo', run: '', stays: false }),
  )
  const second = { ...(await runningRelease(home))?.release, name: '20261125-080000-1.0.0-once-more' }
  expect((await relaunch({ release: second as ReleaseLaunch['release'] })).ending.outcome).toBe('done')
  expect(await server.state()).toMatchObject({ maintenance: false })
})

test('a release is stopped once the requests on their way to it are answered: right after the switch it waits, later it does not', async () => {
  const { home } = server.target
  const serving = await runningRelease(home)
  if (!serving) throw new Error('nothing serves')
  const waited = async (since?: number) => {
    server.model.changes.length = 0
    await stopRelease(serving, home, server.tools, since)
    return server.model.changes.filter(change => change.startsWith('sleep '))
  }
  expect(await waited()).toEqual(['sleep 3.0'])
  expect(await waited(performance.now() - 1_000)).toEqual(['sleep 2.0'])
  expect(await waited(performance.now() - 3_000)).toEqual([])
})
