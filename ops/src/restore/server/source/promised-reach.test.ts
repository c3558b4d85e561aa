import { appendFile, readdir, writeFile } from 'node:fs/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { loseServer } from '../../../../test/recording/servers/lost-server.ts'
import { laid, openLaidArchive } from '../../../../test/stores/laid-archive.ts'
import { drawKeys } from '../../../../test/stores/scratch-target.ts'
import { readRemoteManifest } from '../../../archive/remote-backups.ts'
import type { Store } from '../../../archive/stores/store.ts'
import { promisedReach, reachLines } from './promised-reach.ts'

const [SHOWN, NOW] = [new Date('2026-11-30T02:00:00Z'), new Date('2026-12-01T00:27:41Z')]

let server: Awaited<ReturnType<typeof loseServer>>
afterEach(() => {
  vi.unstubAllEnvs()
  return server.lost.close()
})

/** A lost server whose settings send its archive to the storage, where pgBackRest has laid one. */
async function loseArchived(destinations = 's3') {
  const archive = await openLaidArchive()
  const { recipients } = await drawKeys()
  const own = { BACKUP_DESTINATIONS: destinations, BACKUP_RECIPIENTS: recipients.join(), S3_BUCKET: 'coffre' }
  const lines = Object.entries({ ...own, S3_REGION: 'eu-west-3' }).map(([name, value]) => `\n${name}=${value}`)
  server = await loseServer({
    prepare: async ({ target: { home } }) => {
      await appendFile(home.settings, lines.join(''))
      await writeFile(home.secret('archive-passphrase'), archive.passphrase)
      await writeFile(home.secret('s3-key'), 'identifiant:clé')
    },
  })
  return archive
}

type LaidArchive = Awaited<ReturnType<typeof openLaidArchive>>

/** What the plan says that this storage has beside the backup of the night. */
async function promised(archive: LaidArchive, shownAt = SHOWN) {
  const { destination, machine } = server
  const isOfArchive = (key: string) => key.startsWith('physical/')
  const store: Store = {
    ...destination.store,
    get: (key, signal) => (isOfArchive(key) ? archive.store : destination.store).get(key, signal),
    list: prefix => (isOfArchive(prefix) ? archive.store : destination.store).list(prefix),
  }
  const manifest = await readRemoteManifest(store, 'prod', '20261123-020000')
  if (!manifest) throw new Error('There is no backup.')
  const { identities } = destination
  const reach = await promisedReach(manifest, { store, identities, tools: machine.restore.tools })
  return reachLines(reach, shownAt, NOW)
}

test('the plan for a lost server says until when plays come back, from the archive itself, and what is lost', async () => {
  const archive = await loseArchived()
  const { folder } = server.lost
  vi.stubEnv('TMPDIR', folder)
  expect(await promised(archive)).toEqual([
    'l’archive du WAL mène jusqu’à 2026-12-01 00:15:41 UTC : ce qui suit est perdu, 11 min 59 au plus',
  ])
  expect((await readdir(folder)).filter(name => name.startsWith('tiptop-plan-'))).toEqual([])
})

test('a hole shortens what comes back, and what the archive got behind it is named', async () => {
  const archive = await loseArchived()
  archive.files.delete(archive.keyOf(4))
  const [until, behind] = await promised(archive)
  expect(until).toMatch(/jusqu’à 2026-12-01 00:15:\d\d UTC : ce qui suit est perdu, 12 min/)
  expect(behind).toContain(laid.segment(4))
  expect(behind).toContain('jusqu’à 2026-12-01 00:15:42 UTC, ne se rejoue pas')
})

test('in doubt everything after the night counts as lost, with the reason', async () => {
  const archive = await loseArchived()
  expect(await promised(archive, new Date('2026-12-01T00:20:00Z'))).toEqual([
    'l’archive du WAL s’arrête avant, à 2026-12-01 00:15:41 UTC : tout ce qui suit ce moment est perdu',
  ])
  expect(
    await promised({
      ...archive,
      store: { ...archive.store, get: async () => Promise.reject(new Error('La ligne est coupée.')) },
    }),
  ).toEqual([
    'l’archive du WAL n’a pas pu être lue ; sans elle, tout ce qui suit ce moment est perdu. La ligne est coupée.',
  ])
  archive.files.clear()
  expect(await promised(archive)).toEqual([
    'il n’y a pas d’archive du WAL ailleurs : tout ce qui suit ce moment est perdu',
  ])
})

test('settings that send the archive nowhere promise nothing', async () => {
  const archive = await loseArchived('')
  expect(await promised(archive)).toEqual([
    'il n’y a pas d’archive du WAL ailleurs : tout ce qui suit ce moment est perdu',
  ])
})
