import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { manifestOf } from '../../../test/laid-nights.ts'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import { type FailAt, type RecordingServer, recordingServer } from '../../../test/recording/recording-server.ts'
import { layPoint } from '../../../test/rollback-points.ts'
import { manifestText } from '../../archive/copies.ts'
import type { BackupManifest } from '../../archive/manifest.ts'
import { type Environment, environments } from '../../environment/environment.ts'
import { runningRelease } from '../../release/colours.ts'
import type { ReleaseImages } from '../../release/release.ts'
import { fingerprintOf } from '../../tools/files.ts'
import { findOrigin, NEWEST } from './origin.ts'
import { restoreInPlace } from './restore-in-place.ts'

let server: RecordingServer
afterEach(() => server.close())

const NIGHT = '20261123-020000'
const POINT = 'backup-20261122-040000'
const DUMP = JSON.stringify({ migrations: ['0001-first'], plays: 3 })
const DATABASE = { name: 'database.dump', kind: 'database' as const, ...fingerprintOf(DUMP) }

/** A release serves with five plays; the copy of a night and a rollback point have three. */
async function serveFivePlays(environment: Environment) {
  server = await recordingServer(environment)
  server.commit(commitNamed('a'))
  await deployOn(server, commitNamed('a'))
  server.model.databases.set('tiptop', { migrations: ['0001-first'], plays: 5 })
  await layNight()
  await layWholePoint()
}

async function layWholePoint(images: Partial<ReleaseImages> = {}) {
  const { home } = server.target
  const { environment } = home
  const release = (await runningRelease(home))?.release ?? null
  const db = { schema: '0001-first', dump: { file: 'database.dump', ...fingerprintOf(DUMP) } }
  const { folder } = await layPoint(home, '20261122', { environment, release, ...release?.images, ...images, db })
  for (const [file, text] of [
    ['database.dump', DUMP],
    ['app.yaml', '# of the point\n'],
    ['settings.env', '# of the point\n'],
  ] as const)
    await writeFile(join(folder, file), text)
}

async function layNight(pieces: BackupManifest['pieces'] = [DATABASE]) {
  const { home } = server.target
  const folder = join(home.backups.daily, NIGHT)
  await mkdir(folder, { recursive: true })
  const manifest = manifestOf(home, NIGHT)
  await writeFile(join(folder, 'database.dump'), DUMP)
  await writeFile(
    join(folder, 'manifest.json'),
    manifestText({
      ...manifest,
      pieces,
      database: { ...manifest.database, schema: '0001-first' },
    }),
  )
}

async function restore(point: string, { full = false, ...how }: FailAt & { full?: boolean } = {}) {
  const { target, tools } = server
  const origin = await findOrigin(target, { point, to: null }, tools)
  return server.run(step => restoreInPlace(step, { origin, full }, target, tools), how)
}
const plays = () => server.model.databases.get('tiptop')?.plays

test.each(environments)('in %s the copy of a night comes back; after a failure the site stays closed', async env => {
  await serveFivePlays(env)
  expect((await restore(NIGHT, { failAt: 'Rouvrir le site' })).ending.outcome).toBe('stuck')
  expect(await server.state()).toMatchObject({ maintenance: true })
  const { ending, journal } = await restore(NIGHT)
  expect(ending).toMatchObject({ outcome: 'done', value: { release: '1.0.0' } })
  expect(journal).toContainEqual(expect.objectContaining({ broughtBack: '2026-11-23T02:00:00.000Z', state: 'done' }))
  expect(await server.state()).toMatchObject({ maintenance: false })
  expect(plays()).toBe(3)
})

test('a copy of a night that is newer than the release is refused: no release of its own could come back with it', async () => {
  await serveFivePlays('prod')
  server.model.databases.set('tiptop', { migrations: ['0000-older'], plays: 5 })
  const { ending } = await restore(NIGHT)
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { code: 'refused', hint: expect.not.stringContaining('--full') },
  })
  expect((await restore(NIGHT, { full: true })).ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining(NIGHT) },
  })
  expect(plays()).toBe(5)
})

test('images that the registry has lost come from the repository of the rollback point', async () => {
  await serveFivePlays('prod')
  const { registry, engine } = server.model
  const { home } = server.target
  const images = (await runningRelease(home))?.release.images as ReleaseImages
  const kept = Object.fromEntries(
    Object.entries(images).map(([piece, image]) => {
      const digest = image.slice(image.indexOf('@') + 1)
      registry.set(`tiptop-backups/${piece}`, new Map([[digest, digest]]))
      return [piece, image.replace('/tiptop/', '/tiptop-backups/')]
    }),
  )
  await layWholePoint(kept)
  for (const piece of Object.keys(images)) registry.delete(`tiptop/${piece}`)
  engine.clear()
  expect((await restore(POINT, { full: true })).ending.outcome).toBe('done')
  expect((await runningRelease(home))?.release.images).toEqual(kept)
})

test('a rollback point comes back where nothing serves any more', async () => {
  await serveFivePlays('prod')
  for (const colour of ['blue', 'green'] as const) await rm(server.target.home.colour(colour), { force: true })
  expect((await restore(POINT, { full: true })).ending).toMatchObject({ outcome: 'done', value: { release: '1.0.0' } })
  expect((await server.state()).serves).toMatch(/-1\.0\.0-/)
})

test('the newest copy is that of a night or that of a point; a night without one does not count', async () => {
  await serveFivePlays('dev')
  const newest = () => findOrigin(server.target, { point: NEWEST, to: null }, server.tools)
  expect(await newest()).toMatchObject({ name: NIGHT, at: new Date('2026-11-23T02:00:00Z') })
  await layNight([])
  expect(await newest()).toMatchObject({ name: POINT, at: new Date('2026-11-22T04:00:00Z') })
  await expect(restore(NIGHT)).rejects.toMatchObject({ code: 'not-there' })
})

test.each(environments)('in %s a rollback point comes back with its release and its configuration', async env => {
  await serveFivePlays(env)
  expect((await restore(POINT, { full: true })).ending.outcome).toBe('done')
  expect(plays()).toBe(3)
})
