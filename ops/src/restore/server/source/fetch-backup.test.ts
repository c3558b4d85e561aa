import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../../../test/recording/deploying.ts'
import { type RecordingServer, recordingServer } from '../../../../test/recording/recording-server.ts'
import { emptyMachine, layRest, openDestination, sendNight } from '../../../../test/recording/restoring.ts'
import { folderOf, listBackups } from '../../../archive/backups.ts'
import type { BackupManifest } from '../../../archive/manifest.ts'
import { readRemoteManifest } from '../../../archive/remote-backups.ts'
import { NotThere, type Store } from '../../../archive/stores/store.ts'
import { bytesNeeded, fetchBackup } from './fetch-backup.ts'

const NIGHT = '20261123-020000'

let server: RecordingServer
let destination: Awaited<ReturnType<typeof openDestination>>
let manifest: BackupManifest
let machine: ReturnType<typeof emptyMachine>
beforeEach(async () => {
  server = await recordingServer('prod')
  await layRest(server.target)
  destination = await openDestination(server)
  await send()
  machine = emptyMachine(server)
})
afterEach(() => server.close())

async function send() {
  await sendNight(server, destination, new Date('2026-11-23T02:00:00Z'))
  manifest = (await readRemoteManifest(destination.store, 'prod', NIGHT)) as BackupManifest
}

function fetch(store: Partial<Store> = {}, own: { signal?: AbortSignal; manifest?: BackupManifest } = {}) {
  const { signal = new AbortController().signal } = own
  const { home, restore } = machine
  const { identities } = destination
  const asked = { store: { ...destination.store, ...store }, identities, home, tools: restore.tools, signal }
  return fetchBackup(own.manifest ?? manifest, { ...asked, tell() {} })
}

/** The pieces that are fetched from now on, by the names of their files. */
function fetched() {
  const names: string[] = []
  const get: Store['get'] = (key, signal) => {
    names.push(basename(key, '.age'))
    return destination.store.get(key, signal)
  }
  return { names, get }
}
const halves = () => readdir(machine.home.backups.daily)
const sealedFile = (piece: string) =>
  join(server.folder, 'away', manifest.copies['s3:coffre']?.sealed[piece]?.key ?? '')

test('a backup that was fetched is one of this server, in the place of a damaged one', async () => {
  server.commit(commitNamed('a'))
  await deployOn(server, commitNamed('a'))
  await send()
  await machine.restore.tools.files.makeFolder(folderOf(machine.home, NIGHT).whole)
  await writeFile(join(folderOf(machine.home, NIGHT).whole, 'damaged'), '')
  const backup = await fetch()
  expect(await listBackups(machine.home)).toEqual([backup])
  expect(await halves()).toEqual([NIGHT])
  expect(await readdir(folderOf(machine.home, NIGHT).whole)).not.toContain('damaged')
})

test('what a try that broke off has fetched is not fetched again', async () => {
  const cut = (key: string) =>
    key.includes('configuration') ? Promise.reject(new Error('cut')) : destination.store.get(key)
  await expect(fetch({ get: cut })).rejects.toThrow('cut')
  expect(await halves()).toEqual([`${NIGHT}.partial`])
  const { names, get } = fetched()
  await fetch({ get })
  expect(names).toEqual(['configuration.tar', 'ticket-pepper.sealed'])
})

test('half a file that a killed try left is fetched again', async () => {
  const { half, whole } = folderOf(machine.home, NIGHT)
  await machine.restore.tools.files.makeFolder(half)
  await writeFile(join(half, 'database.dump'), 'half of it')
  await fetch()
  expect(await readFile(join(whole, 'database.dump'), 'utf8')).toContain('migrations')
})

test('a piece that is another file once it is opened is damaged, and does not stay', async () => {
  const pieces = manifest.pieces.map(piece => ({ ...piece, sha256: '0'.repeat(64) }))
  const first = pieces[0] as (typeof pieces)[number]
  expect(await fetch({}, { manifest: { ...manifest, pieces } })).toEqual({
    damaged: expect.stringContaining(`${NIGHT}/${first.name}`),
  })
  expect(await readdir(folderOf(machine.home, NIGHT).half)).toEqual([])
})

test.each<[string, () => Promise<unknown>]>([
  ['cut off', async () => writeFile(sealedFile('database.dump'), 'cut')],
  ['gone', async () => rm(sealedFile('database.dump'))],
])('a piece that is %s at the destination is damaged, and named', async (_, damage) => {
  await damage()
  expect(await fetch()).toEqual({ damaged: expect.stringContaining('database.dump.age') })
})

test('a piece that the manifest does not know there is damaged', async () => {
  const copies = { 's3:coffre': { ...manifest.copies['s3:coffre'], sealed: {} } } as BackupManifest['copies']
  const unknown = { damaged: expect.stringContaining('database.dump n’est pas dans son manifeste') }
  expect(await fetch({}, { manifest: { ...manifest, copies } })).toEqual(unknown)
  expect(await fetch({ name: 'rclone:ailleurs:x' })).toEqual(unknown)
})

test('a destination that does not answer has damaged nothing: the same backup can be tried again', async () => {
  const error = new Error('la ligne est coupée')
  await expect(fetch({ get: () => Promise.reject(error) })).rejects.toBe(error)
  const stopped = AbortSignal.abort(new Error('stopped'))
  const gone = () => Promise.reject(new NotThere('gone'))
  await expect(fetch({ get: gone }, { signal: stopped })).rejects.toThrow('stopped')
})

test('a backup takes what it weighs, its database also unfolded and its images also in the engine', async () => {
  const bytes = (kind: BackupManifest['pieces'][number]['kind']) =>
    bytesNeeded({ pieces: [{ name: kind, kind, sha256: '', bytes: 10 }] })
  expect((['database', 'image', 'configuration', 'jenkins'] as const).map(bytes)).toEqual([70, 40, 20, 10])
})

test('a backup for which there is no room is not fetched', async () => {
  const pieces = manifest.pieces.map(piece => ({ ...piece, bytes: 2 ** 60 }))
  const { names, get } = fetched()
  await expect(fetch({ get }, { manifest: { ...manifest, pieces } })).rejects.toMatchObject({ code: 'disk-full' })
  expect(names).toEqual([])
})
