import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { folderStore, layNight } from '../../test/laid-nights.ts'
import { AUDIT_HEAD } from '../../test/recording/models/infra/operate.ts'
import { type FailAt, failAtEachStep } from '../../test/recording/recording-server.ts'
import { nightServer } from '../../test/recording/servers/night-server.ts'
import { HALF } from '../archive/backups.ts'
import { aloneWithImages } from '../archive/images-hold.ts'
import type { Store } from '../archive/stores/store.ts'
import type { Step } from '../procedure/procedure.ts'
import { keepNightProof, type NightProof, readNightProofs } from '../release/data-checks/night-proofs.ts'
import { openFiles } from '../tools/files.ts'
import { backUpNightly, type NightlyBackupRequest } from './nightly.ts'
import type { CleanedPlace } from './report/report.ts'
import { delivery } from './sending/send-pieces.ts'

type NightServer = Awaited<ReturnType<typeof nightServer>>

/** The recording server's clock says 2026-11-23. */
const [TONIGHT, OLD, FUTURE] = ['20261123-', '20261001-020000', '20261124-020000']

let server: NightServer
beforeEach(async () => {
  server = await nightServer('prod')
  await layNight(server.target.home, OLD, [server.store])
})
afterEach(() => server.close())

/** Removes the old backup, as retention would. */
const clean = async (step: Step): Promise<CleanedPlace[]> => {
  const folder = join(server.target.home.backups.daily, OLD)
  await step(['3.1/AK', '3.1/AL'], 'Retirer ce qui est trop ancien', () => server.tools.files.remove(folder))
  return [{ place: 'Nuits', backups: [{ name: OLD, keep: false, because: '53 jours' }], left: [] }]
}

function backUp(own: Partial<NightlyBackupRequest> = {}, how: FailAt = {}) {
  const { target, tools, store } = server
  const request = {
    target,
    tools,
    stores: [store],
    delivery,
    pausesMs: [1, 1],
    makeRoom: async () => [],
    clean,
    ...own,
  }
  const recipe = (step: Step) => {
    // A step that is tried again is tried at once.
    const impatient: Step = (nodes, title, act, { retry, ...more } = {}) =>
      step(nodes, title, act, { ...more, ...(retry && { retry: { ...retry, everyMs: 0 } }) })
    return backUpNightly(impatient, request)
  }
  return server.run(recipe, how)
}

const isTonight = (name: string) => name.startsWith(TONIGHT)
const successes = () => server.notices.filter(({ severity }) => severity !== 'alert')
const halves = async () => (await readdir(server.target.home.backups.daily)).filter(name => name.endsWith(HALF))
const away = (): Store => ({
  ...folderStore(join(server.folder, 'away'), 's3:loin'),
  put: () => Promise.reject(new Error('s3:loin ne répond pas.')),
})

test('a night goes along its diagram: proven here, sent, cleaned up, reported [3.1/A 3.1/B 3.1/C 3.1/D 3.1/G 3.1/H 3.1/I 3.1/J 3.1/K 3.1/L 3.1/M 3.1/O 3.1/P 3.1/Q 3.1/R 3.1/S 3.1/T 3.1/X 3.1/AC 3.1/AE 3.1/AG 3.1/AJ 3.1/AK 3.1/AL 3.1/AM 3.1/AN 3.1/AO]', async () => {
  const { ending, steps } = await backUp()
  expect(ending).toMatchObject({ outcome: 'done', value: { release: { name: 'release-a' } } })
  expect(steps.filter(line => line.endsWith(' done')).map(line => /3\.1\/(\w+)/.exec(line)?.[1])).toEqual(
    'A C G H I L O P Q R T AC AC AJ M AK AM AN'.split(' '),
  )
  const newest = await server.newest()
  expect(newest?.pieces.map(({ kind }) => kind)).toEqual(['database', 'image', 'configuration'])
  expect(newest?.database.tables).toMatchObject({ 'public.participations': { rows: 3 } })
  expect(await server.backupsHere()).toEqual([newest?.name])
  expect(await server.backupsThere()).toEqual([newest?.name])
  expect(JSON.parse(await readFile(join(newest?.folder ?? '', 'report.json'), 'utf8'))).toMatchObject({
    name: newest?.name,
    copies: [{ destination: server.store.name }],
  })
  expect(server.notices.map(({ severity }) => severity)).toEqual(['info'])
  expect(server.night.proof).toBeNull()
})

test('whichever step fails, tonight’s backup is whole or not there, and nothing old goes before it has arrived', async () => {
  const titles = await failAtEachStep(
    how => backUp({}, how),
    async title => {
      const [tonight, there] = [(await server.backupsHere()).filter(isTonight), await server.backupsThere()]
      expect(await halves(), title).toEqual([])
      expect(server.night.proof, title).toBeNull()
      expect(await aloneWithImages(server.target.home, async () => 'free'), title).toBe('free')
      if (!there.length) expect(await server.backupsHere(), title).toContain(OLD)
      expect(there.length, title).toBeLessThanOrEqual(tonight.length)
      if (title !== 'Annoncer la réussite') expect(successes(), title).toEqual([])
      await server.close()
      server = await nightServer('prod')
      await layNight(server.target.home, OLD, [server.store])
    },
  )
  expect(titles).toHaveLength(18)
})

test('a destination that stays away makes the night red: nothing old goes, and no success is announced [3.1/AH 3.1/AI]', async () => {
  const { ending } = await backUp({ stores: [away(), server.store] })
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining('s3:loin : s3:loin ne répond pas.') },
  })
  expect((await server.backupsHere()).map(name => (isTonight(name) ? 'tonight' : name))).toEqual(['tonight', OLD])
  expect(await server.backupsThere()).toHaveLength(1)
  expect(server.notices.map(({ severity }) => severity)).toEqual(['alert', 'alert'])
})

test('a night proves the books and writes the head of the trail down, which the next night must find', async () => {
  await backUp()
  const { home } = server.target
  const [proof] = await readNightProofs(home)
  const head = { event: 3, hash: AUDIT_HEAD }
  expect(proof).toMatchObject({ head, faults: [], unproven: [], whole: true })
  const report = JSON.parse(await readFile(join((await server.newest())?.folder ?? '', 'report.json'), 'utf8'))
  expect(report).toMatchObject({ auditHead: head })
  expect(server.notices.at(-1)?.text).toContain(AUDIT_HEAD)
  const forged = { ...(proof as NightProof), head: { event: 3, hash: 'cd'.repeat(32) } }
  await keepNightProof(home, forged, openFiles())
  await backUp()
  expect((await readNightProofs(home))[0]).toMatchObject({
    head: null,
    unproven: [expect.stringContaining('Piste d’audit non vérifiée')],
    whole: false,
  })
})

test('tickets that were changed ring each night, until a person looks', async () => {
  const { target, model } = server
  const root = 'ab'.repeat(32)
  const committed = { migrations: ['0001-first'], plays: 3, commitments: [['the-tip-top', root, root]] }
  const settings = { ...target.settings, CONTEST: 'the-tip-top', COMMITMENT_ROOT: root }
  const night = () => backUp({ target: { ...target, settings } })
  model.databases.set('tiptop', committed)
  expect((await night()).ending.outcome).toBe('done')
  model.databases.set('tiptop', { ...committed, tickets: 'with another prize' })
  for (const _ of [1, 2]) {
    const { ending } = await night()
    const said = expect.stringContaining('lots masqués, ne sont plus ceux qui furent notés')
    expect(ending).toMatchObject({ outcome: 'failed', error: { message: said } })
  }
})

test('books that were changed make the night red, once the backup is sent: nothing old goes', async () => {
  const { target, model } = server
  const row = ['the-tip-top', 'ab'.repeat(32), 'ab'.repeat(32)]
  model.databases.set('tiptop', { migrations: ['0001-first'], plays: 3, commitments: [row] })
  const settings = { ...target.settings, CONTEST: 'the-tip-top', COMMITMENT_ROOT: 'cd'.repeat(32) }
  const { ending } = await backUp({ target: { ...target, settings } })
  const said = expect.stringContaining(`la base dit l’engagement ${'ab'.repeat(32)}, et ${'cd'.repeat(32)} fut déposé`)
  expect(ending).toMatchObject({ outcome: 'failed', error: { message: said } })
  expect(await server.backupsThere()).toHaveLength(1)
  expect(await server.backupsHere()).toContain(OLD)
  expect((await readNightProofs(target.home))[0]?.faults.length).toBe(2)
  expect(successes()).toEqual([])
})

test('a cluster that is not copied makes the night red, once the backup has been sent', async () => {
  const saveCluster = () => Promise.reject(new Error('l’archive est pleine'))
  const { ending } = await backUp({ saveCluster })
  expect(ending).toMatchObject({ outcome: 'failed', error: { message: 'l’archive est pleine' } })
  expect(await server.backupsThere()).toHaveLength(1)
  expect(await server.backupsHere()).toContain(OLD)
  expect(successes()).toEqual([])
})

test('a part that cannot be saved makes the night red, and costs neither the backup nor its copies', async () => {
  const { settings } = server.target
  const target = { ...server.target, settings: { ...settings, JENKINS_HOME: '/nowhere', BACKUP_WITHOUT: [] } }
  const { ending } = await backUp({ target })
  const newest = await server.newest()
  const said = 'Jenkins n’est pas sauvegardé : JENKINS_HOME, /nowhere, n’existe pas sur ce serveur.'
  expect(newest?.without?.filter(({ why }) => why === 'failed')).toEqual([{ part: 'jenkins', why: 'failed', said }])
  expect(ending).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining('est faite sans :\n') } })
  expect(await server.backupsThere()).toEqual([newest?.name])
  expect(await server.backupsHere()).toContain(OLD)
  expect(successes()).toEqual([])
})

test('when no file says what serves, the night is red, and the database is saved and sent without the images', async () => {
  const { home } = server.target
  const file = join(home.releases, server.release.name, 'release.json')
  await writeFile(file, '')
  const { ending } = await backUp()
  expect(ending).toMatchObject({ outcome: 'failed', error: { message: expect.stringContaining(file) } })
  const newest = await server.newest()
  expect(newest?.without).toContainEqual({ part: 'image', why: 'failed', said: expect.stringContaining(file) })
  expect(newest?.pieces.map(({ kind }) => kind)).not.toContain('image')
  expect(newest?.database.tables).toMatchObject({ 'public.participations': { rows: 3 } })
  expect(await server.backupsThere()).toEqual([newest?.name])
  expect(await server.backupsHere()).toContain(OLD)
  expect(successes()).toEqual([])
})

test('a part that the settings do not name is a warning, and one that they leave out is not [3.1/AM 3.1/AN]', async () => {
  const { settings } = server.target
  await backUp({ target: { ...server.target, settings: { ...settings, BACKUP_WITHOUT: [] } } })
  expect(server.notices).toMatchObject([
    { severity: 'warning', text: expect.stringContaining('Jenkins n’est pas sauvegardé : JENKINS_HOME est vide.') },
  ])
  await backUp()
  expect(server.notices.at(-1)).toMatchObject({ severity: 'info' })
  const report = await readFile(join((await server.newest())?.folder ?? '', 'report.json'), 'utf8')
  expect(JSON.parse(report)).toMatchObject({
    warnings: [],
    leftOut: expect.arrayContaining(['Jenkins n’est pas sauvegardé, par choix.']),
  })
})

test('a newest backup dated in the future stops the night before it changes anything [3.1/B]', async () => {
  await layNight(server.target.home, FUTURE, [server.store])
  const { ending } = await backUp()
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining(`${FUTURE} est datée du futur`) },
  })
  expect(await server.backupsHere()).toEqual([FUTURE, OLD])
  expect(server.notices).toEqual([])
})

test('a copy that does not restore as it was is made again, and the people on call are alerted [3.1/M 3.1/N]', async () => {
  server.night.damagedCopies = 1
  expect((await backUp()).ending.outcome).toBe('done')
  expect(server.notices.map(({ severity }) => severity)).toEqual(['alert', 'info'])
  expect(server.notices[0]?.text).toContain('public.participations a 4 lignes au lieu de 3')
})

test('if no copy is good there is no backup of this night [3.1/M 3.1/N]', async () => {
  server.night.damagedCopies = 3
  const { ending } = await backUp()
  expect(ending).toMatchObject({ error: { message: expect.stringContaining('Aucune des 3 copies') } })
  expect(await server.backupsHere()).toEqual([OLD])
})

test('a file that the disk has changed before the manifest is written leaves no backup [3.1/AC]', async () => {
  const { files } = server.tools
  const changed: typeof files.fingerprint = async file => {
    const found = await files.fingerprint(file)
    return basename(file) === 'configuration.tar' ? { ...found, sha256: 'of something else' } : found
  }
  const { ending } = await backUp({ tools: { ...server.tools, files: { ...files, fingerprint: changed } } })
  expect(ending).toMatchObject({ error: { message: expect.stringContaining('le disque est à vérifier') } })
  expect(await server.backupsHere()).toEqual([OLD])
  expect(await server.backupsThere()).toEqual([])
})

test('if the disk is too small, room is made once among the old backups, with an alert [3.1/D 3.1/E 3.1/F]', async () => {
  const makeRoom = async () => [OLD]
  server.night.databaseBytes = [1e18, 1000]
  expect((await backUp({ makeRoom })).ending.outcome).toBe('done')
  expect(server.notices.map(({ severity }) => severity)).toEqual(['alert', 'info'])
  server.night.databaseBytes = [1e18]
  expect((await backUp({ makeRoom })).ending).toMatchObject({
    error: { message: expect.stringMatching(/^La place manque/) },
  })
})
