import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { manifestOf } from '../../../../test/laid-nights.ts'
import { type RecordingServer, recordingServer } from '../../../../test/recording/recording-server.ts'
import { drawKeys } from '../../../../test/stores/scratch-target.ts'
import type { Backup } from '../../../archive/backups.ts'
import type { BackupManifest } from '../../../archive/manifest.ts'
import { fingerprintOf } from '../../../tools/files.ts'
import { rebuildNodes } from '../nodes.ts'
import { restoreDatabase } from './restore-database.ts'

let server: RecordingServer
afterEach(() => server.close())

const NIGHT = '20261123-020000'
const SNAPSHOT = '2026-11-23T02:00:00.000Z'

/** A server with an archive far away, whose one base backup ends at `from`, and its WAL at `until`. */
async function openWithArchive(from = '2026-11-23T02:30:00Z', until = '2026-11-23T07:00:00Z') {
  const { recipients } = await drawKeys()
  const s3 = { BACKUP_DESTINATIONS: 's3', S3_REGION: 'eu-west-3', S3_BUCKET: 'coffre' }
  server = await recordingServer('prod', { ...s3, BACKUP_RECIPIENTS: recipients.join() })
  server.model.archive = {
    from: new Date(from),
    until: new Date(until),
    last: new Date(until),
    at: moment => ({ migrations: ['0001-first'], plays: moment ? 4 : 5 }),
  }
}

/** A backup whose copy of the database has three plays. */
async function layBackup(own: Partial<BackupManifest> = {}): Promise<Backup> {
  const { home } = server.target
  const folder = join(home.backups.daily, NIGHT)
  await mkdir(folder, { recursive: true })
  const dump = JSON.stringify({ migrations: ['0001-first'], plays: 3 })
  await writeFile(join(folder, 'database.dump'), dump)
  const manifest = manifestOf(home, NIGHT)
  const tables = { 'public.participations': { rows: 3, sum: '3' } }
  const pieces: BackupManifest['pieces'] = [{ name: 'database.dump', kind: 'database', ...fingerprintOf(dump) }]
  return { ...manifest, folder, pieces, database: { ...manifest.database, schema: '0001-first', tables }, ...own }
}

async function restore(own: { to?: Date; archive?: boolean; backup?: Partial<BackupManifest> } = {}) {
  const { target, tools } = server
  const backup = await layBackup(own.backup)
  const prepared = { made: [], applicationUrl: 'postgres://tiptop_application:demo@postgres:5432/tiptop' }
  const { to = null, archive = true } = own
  const asked = {
    nodes: rebuildNodes.prod,
    target,
    prepared,
    backup,
    roles: 'CREATE ROLE other;\n',
    to,
    archive,
    tools,
  }
  const { ending } = await server.run(step => restoreDatabase(step, asked))
  if (ending.outcome !== 'done') throw ending.error
  return ending.value
}
const plays = () => server.model.databases.get('tiptop')?.plays

test('where no archive is far away, the database comes from the copy of the night', async () => {
  server = await recordingServer('prod')
  expect(await restore()).toEqual({ from: 'dump', until: SNAPSHOT, warning: null })
  expect(plays()).toBe(3)
  expect([...server.model.databases.keys()]).toEqual(['tiptop'])
})

test('an archive that reaches further than the copy gives the database, with what was written after the copy', async () => {
  await openWithArchive()
  expect(await restore()).toEqual({ from: 'physical', until: '2026-11-23T02:30:00.999Z', warning: null })
  expect(plays()).toBe(5)
  expect(server.model.changes.join('\n')).not.toContain('--archive-mode=off')
})

test('a lost server comes back up to a hole in the archive, with a warning, or from the copy if that is newer', async () => {
  await openWithArchive()
  const lose = (segment: RegExp) => {
    const { archive } = server.model
    if (archive) archive.damage = (_, name, content) => (segment.test(name) ? null : content)
  }
  lose(/4$/)
  expect(await restore()).toMatchObject({
    from: 'physical',
    warning: expect.stringMatching(/un trou avant sa fin.*4 manque/s),
  })
  expect(plays()).toBe(4)
  expect(server.model.changes.join('\n')).toContain('--target=2026-11-23 04:44:59.999+00')
  lose(/1$/)
  expect(await restore()).toMatchObject({ from: 'dump', warning: expect.stringContaining('1 manque') })
  await expect(restore({ to: new Date('2026-11-23T06:00:00Z') })).rejects.toMatchObject({ code: 'damaged' })
})

test('a database that is only looked at never writes to the archive that it comes from', async () => {
  await openWithArchive()
  await restore({ archive: false })
  expect(server.model.changes.join('\n')).toContain('--archive-mode=off')
})

test('an archive that ends before the copy leaves the copy of the night, and that is said', async () => {
  await openWithArchive('2026-11-23T00:00:00Z', '2026-11-23T01:00:00Z')
  expect(await restore()).toMatchObject({ from: 'dump', warning: expect.stringContaining('finit avant la sauvegarde') })
  expect(plays()).toBe(3)
})

test('an archive without a base backup leaves the copy of the night, and that is said', async () => {
  await openWithArchive()
  server.model.archive = null
  expect(await restore()).toMatchObject({ from: 'dump', warning: expect.stringContaining('pas de sauvegarde de base') })
  expect(plays()).toBe(3)
})

test.each([
  ['does not answer', /pgbackrest .*info/],
  ['breaks off', /pgbackrest .* restore$/],
])('an archive that %s leaves the copy of the night, and why is said', async (_, broken) => {
  await openWithArchive()
  server.model.broken.push(broken)
  const restored = await restore()
  expect(restored).toMatchObject({ from: 'dump', until: SNAPSHOT, warning: expect.stringContaining('on purpose') })
  expect(plays()).toBe(3)
})

test('a moment comes from the archive alone, even one before the copy', async () => {
  await openWithArchive()
  const to = new Date('2026-11-23T03:00:00Z')
  expect(await restore({ to })).toMatchObject({ from: 'physical' })
  expect(plays()).toBe(4)
  server.model.broken.push(/pgbackrest .* restore$/)
  await expect(restore({ to })).rejects.toThrow('broken on purpose')
  server.model.archive = null
  await expect(restore({ to })).rejects.toThrow('Ce moment ne peut être rejoué')
  await server.close()
  server = await recordingServer('prod')
  await expect(restore({ to })).rejects.toThrow('il n’y a pas d’archive')
})

test('half a cluster is removed before the copy is restored: PostgreSQL would not start on it', async () => {
  await openWithArchive()
  server.model.broken.push(/pgbackrest .* restore$/)
  await restore()
  const { changes } = server.model
  const places = [/docker volume rm .*-database$/, /pg_restore --exit-on-error/].map(pattern =>
    changes.findIndex(change => pattern.test(change)),
  )
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
})

test('a copy that has other rows than the original is refused, and so is a backup without a copy', async () => {
  server = await recordingServer('prod')
  const { database } = await layBackup()
  const tables = { 'public.participations': { rows: 4, sum: '4' } }
  await expect(restore({ backup: { database: { ...database, tables } } })).rejects.toThrow('3 lignes au lieu de 4')
  await expect(restore({ backup: { pieces: [] } })).rejects.toThrow('ne contient pas de base')
})
