import { writeFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import {
  type FailAt,
  failAtEachStep,
  type RecordingServer,
  recordingServer,
} from '../../../test/recording/recording-server.ts'
import { listRollbackPoints } from '../../archive/rollback-points/points.ts'
import { type Environment, environments } from '../../environment/environment.ts'
import { maintenanceOn } from '../../release/maintenance.ts'
import { findOrigin, listOrigins, NEWEST, type OriginRequest } from './origin.ts'
import { restoreInPlace } from './restore-in-place.ts'

let server: RecordingServer
afterEach(() => server.close())

const [FIRST, SECOND] = ['a', 'b'].map(commitNamed) as [string, string]
const NEWEST_COPY: OriginRequest = { point: NEWEST, to: null }
const BEGIN = new Date('2026-11-23T02:00:00Z')
const LAST = new Date('2026-11-23T07:30:00Z')

/** The second release serves with five plays; the copy that was made before its deployment has three. */
async function serveFivePlays(environment: Environment) {
  server = await recordingServer(environment)
  server.commit(FIRST, { version: '1.0.0' })
  server.commit(SECOND, { version: '1.1.0' })
  await deployOn(server, FIRST)
  play(3)
  await deployOn(server, SECOND)
  play(5)
  await writeFile(server.target.home.secret('database-url'), 'postgres://tiptop_application:demo@postgres:5432/tiptop')
  server.model.archive = {
    from: BEGIN,
    until: new Date('2026-11-23T07:00:00Z'),
    last: LAST,
    at: () => ({ migrations: ['0001-first'], plays: 4 }),
  }
  server.model.changes.length = 0
  return server.state()
}

function play(plays: number) {
  const { databases } = server.model
  databases.set('tiptop', { migrations: [], ...databases.get('tiptop'), plays })
}

async function restore(request: OriginRequest, { full = false, ...how }: FailAt & { full?: boolean } = {}) {
  const { target, tools } = server
  const origin = await findOrigin(target, request, tools)
  return server.run(step => restoreInPlace(step, { origin, full }, target, tools), how)
}

const plays = () => server.model.databases.get('tiptop')?.plays
/** The plays of the databases that restorations put aside. */
const keptPlays = () => [...server.model.databases].filter(([name]) => name !== 'tiptop').map(([, kept]) => kept.plays)
const placeOf = (pattern: RegExp) => server.model.changes.findIndex(change => pattern.test(change))

test('the newest copy comes back, the release stays, and the former database is kept and can be taken back', async () => {
  const before = await serveFivePlays('prod')
  const { ending, told } = await restore(NEWEST_COPY)
  expect(ending).toMatchObject({ outcome: 'done', value: { release: '1.1.0' } })
  const [kept = ''] = [...server.model.databases.keys()].filter(name => name !== 'tiptop')
  for (const known of [
    'inconnue',
    '1.1.0',
    `gardée sous ${kept}`,
    'schéma 0001-first',
    `reste sous ${kept}`,
    's’accordent',
  ])
    expect(told).toContain(known)
  expect(plays()).toBe(3)
  expect(keptPlays()).toEqual([5])
  expect(await server.state()).toMatchObject({ serves: before.serves, running: before.running, maintenance: false })
  const aside = (await listOrigins(server.target.home, server.tools)).find(({ kind }) => kind === 'aside')
  expect(await findOrigin(server.target, NEWEST_COPY, server.tools)).toMatchObject({ kind: 'copy' })
  const again = await restore({ point: aside?.name ?? '', to: null })
  expect(again.ending.outcome).toBe('done')
  expect(again.titles).toContain(`Reprendre la base ${aside?.name}`)
  expect(plays()).toBe(5)
})

test('the site is closed and the application stopped before the database is replaced, and both are back only after the proof', async () => {
  await serveFivePlays('prod')
  expect((await restore(NEWEST_COPY)).ending.outcome).toBe('done')
  const order = [
    /write flags\/maintenance\.on/,
    /app\.yaml stop$/,
    /pg_restore --exit-on-error/,
    /app\.yaml up /,
    /send .*claim/,
    /write releases\/.*\/proven/,
    /remove flags\/maintenance\.on/,
  ]
  const places = order.map(placeOf)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places).not.toContain(-1)
})

test.each([
  ['a copy', NEWEST_COPY],
  ['a moment', { point: null, to: new Date('2026-11-23T06:00:00Z') }],
] as [string, OriginRequest][])(
  'whatever step fails on the way to %s, the site stays closed, and the former database is kept',
  async (_, request) => {
    await serveFivePlays('prod')
    let closed = false
    const titles = await failAtEachStep(
      how => {
        play(5)
        return restore(request, how)
      },
      async (title, { ending }) => {
        closed ||= title === 'Montrer la page de maintenance'
        expect(await server.state(), title).toMatchObject({ maintenance: closed })
        expect(ending.outcome, title).toBe(closed ? 'stuck' : 'failed')
        if (plays() === 5) return
        const { volumes } = server.model
        expect(keptPlays().at(-1) === 5 || [...volumes].some(name => name.includes('-until-')), title).toBe(true)
      },
    )
    expect(titles.length).toBeGreaterThan(10)
    expect(await server.state()).toMatchObject({ maintenance: false })
  },
)

const MOMENT: OriginRequest = { point: null, to: new Date('2026-11-23T06:00:00Z') }

test.each<[RegExp, OriginRequest]>([
  [/pg_restore --exit-on-error/, NEWEST_COPY],
  [/app\.yaml up /, NEWEST_COPY],
  [/--entrypoint=cp/, MOMENT],
  [/pgbackrest .* restore$/, MOMENT],
  [/infra\.yaml up .* postgres$/, MOMENT],
])(
  'a restoration that is stopped breaks off what takes long, and the site stays closed: %s',
  async (stopAt, request) => {
    await serveFivePlays('prod')
    const { ending } = await restore(request, { stopAt })
    expect(ending).toMatchObject({ outcome: 'stuck', error: { message: 'stopped' } })
    expect(placeOf(stopAt)).toBe(-1)
    expect(await server.state()).toMatchObject({ maintenance: true })
  },
)

test('a release that an interrupted deployment left running is stopped before the database is replaced', async () => {
  const before = await serveFivePlays('prod')
  const idle = 'tiptop-test-prod-blue'
  expect(before.running).toEqual(['tiptop-test-prod-green'])
  server.model.projects.set(idle, { ...server.model.projects.get(idle), running: true } as never)
  const { ending, told } = await restore(NEWEST_COPY)
  expect(ending.outcome).toBe('done')
  expect(told).toContain('1.1.0 ; 1.0.0, qui ne servait pas, est arrêtée')
  const places = [/-1\.0\.0-\w+\/app\.yaml stop$/, /pg_restore --exit-on-error/].map(placeOf)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places).not.toContain(-1)
  expect((await server.state()).running).toEqual(before.running)
})

test('the people on call and the shops are notified before the application stops, and once the site is open [4.3/T]', async () => {
  await serveFivePlays('prod')
  const { way } = await restore(NEWEST_COPY)
  expect(way('4.3')).toMatch(/ S T U .* AC /)
  expect(server.notices.map(({ subject }) => subject)).toEqual([
    '[prod] maintenance en cours, le site est fermé',
    '[prod] maintenance en cours, le site est fermé',
    '[prod] le site est rouvert',
    '[prod] le site est rouvert',
  ])
  server.notices.length = 0
  server.model.broken.push(/audit\/commands\.ts verify/)
  await restore(NEWEST_COPY)
  expect(server.notices.map(({ subject }) => subject)).not.toContain('[prod] le site est rouvert')
})

test('data that is not proven keeps the site closed, with the former database beside it', async () => {
  await serveFivePlays('prod')
  server.model.broken.push(/audit\/commands\.ts verify/)
  const { ending, journal } = await restore(NEWEST_COPY)
  expect(ending.outcome).toBe('stuck')
  expect(await server.state()).toMatchObject({ maintenance: true })
  expect(keptPlays()).toEqual([5])
  const said = JSON.stringify(journal)
  expect(said).toContain('l’état quitté est gardé sous tiptop_until_')
  for (const way of ['diagnose prod', 'restore prod', 'maintenance off prod']) expect(said).toContain(`tiptop ${way}`)
})

test('a database older than the views for operations comes back, and what cannot be checked is said', async () => {
  await serveFivePlays('prod')
  if (server.model.archive) server.model.archive.at = () => ({ migrations: ['0001-first'], plays: 4, views: false })
  const { ending, journal } = await restore({ point: null, to: new Date('2026-11-23T06:00:00Z') })
  expect(ending.outcome).toBe('done')
  expect(JSON.stringify(journal)).toContain('plus ancienne que operations_v1.invariants')
})

test('a site that visitors do not reach again is closed again', async () => {
  await serveFivePlays('prod')
  const { ending } = await restore(NEWEST_COPY, { failAt: 'Rouvrir le site' })
  expect(ending.outcome).toBe('stuck')
  expect(await server.state()).toMatchObject({ maintenance: true })
})

test('a copy that cannot be restored leaves the database in use, with its application behind the page', async () => {
  const before = await serveFivePlays('prod')
  server.model.broken.push(/pg_restore --exit-on-error/)
  const { ending, journal } = await restore(NEWEST_COPY)
  expect(ending.outcome).toBe('stuck')
  expect(plays()).toBe(5)
  expect(await server.state()).toMatchObject({ maintenance: true, running: before.running, databases: ['tiptop'] })
  expect(JSON.stringify(journal)).toContain('la base quittée n’a pas été remplacée')
})

test('a database that is down, or gone, gives way to the copy all the same', async () => {
  await serveFivePlays('prod')
  const { infra, databases } = server.model
  infra.delete(server.target.home.database.container)
  expect((await restore(NEWEST_COPY)).ending).toMatchObject({
    outcome: 'done',
    value: { kept: expect.stringMatching(/^tiptop_until_/) },
  })
  expect(plays()).toBe(3)
  databases.clear()
  expect((await restore(NEWEST_COPY)).ending).toMatchObject({ outcome: 'done', value: { kept: null } })
  expect(plays()).toBe(3)
})

test('a database from before a migration is brought to the level of the release', async () => {
  await serveFivePlays('prod')
  if (server.model.archive) server.model.archive.at = () => ({ migrations: [], plays: 4 })
  const { ending, told } = await restore({ point: null, to: new Date('2026-11-23T06:00:00Z') })
  expect(ending.outcome).toBe('done')
  expect((await server.state()).migrations).toEqual(['0001-first'])
  expect(told).toMatch(/schéma vide ; 1 migrations/)
})

test('without room for the files of the former database nothing is replaced, and no half of a copy stays', async () => {
  await serveFivePlays('prod')
  server.model.broken.push(/--entrypoint=cp/)
  expect((await restore({ point: null, to: new Date('2026-11-23T06:00:00Z') })).ending.outcome).toBe('stuck')
  expect(plays()).toBe(5)
  const [volume] = server.model.changes.flatMap(change => /^docker volume rm --force (\S+)$/.exec(change)?.[1] ?? [])
  expect(volume).toMatch(/-database-until-/)
})

test('a moment comes back by the WAL, and the files of the former database are kept', async () => {
  await serveFivePlays('prod')
  const { ending, told } = await restore({ point: null, to: new Date('2026-11-23T06:00:00Z') })
  expect(ending).toMatchObject({ outcome: 'done', value: { kept: expect.stringContaining('-database-until-') } })
  expect(told).toMatch(/20261123-020000F en .*, WAL en .* ; état quitté gardé : \S+-database-until-/)
  expect(plays()).toBe(4)
  expect(server.model.changes.join('\n')).not.toContain('--archive-mode=off')
  expect([...server.model.volumes]).toContain(ending.outcome === 'done' ? ending.value.kept : '')
})

test('a moment past the end of the archive is refused, and the database goes on with all it had', async () => {
  await serveFivePlays('prod')
  const later = { point: null, to: new Date('2026-11-23T07:45:00Z') }
  const { ending } = await restore(later)
  expect(ending).toMatchObject({
    outcome: 'stuck',
    error: { message: expect.stringContaining('est après 2026-11-23') },
  })
  expect(plays()).toBe(5)
  expect(server.model.infra).toContain(server.target.home.database.container)
  expect(placeOf(/pgbackrest .*restore$/)).toBe(-1)
})

test('while the database is down, no moment past the end of the archive is found', async () => {
  await serveFivePlays('prod')
  server.model.infra.delete(server.target.home.database.container)
  await expect(restore({ point: null, to: new Date('2026-11-23T07:15:00Z') })).rejects.toMatchObject({
    code: 'not-there',
    message: expect.stringMatching(/n’atteint 2026-11-23 07:15:00.* va du 2026-11-23 02:00:00/s),
  })
  await expect(restore({ point: null, to: new Date('2026-11-23T01:00:00Z') })).rejects.toThrow('Aucune archive')
})

test('a copy whose schema is newer than the release in service is refused before anything changes', async () => {
  await serveFivePlays('prod')
  server.model.databases.set('tiptop', { migrations: ['0000-older'], plays: 5 })
  const before = await server.state()
  const { ending } = await restore(NEWEST_COPY)
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { code: 'refused', hint: expect.stringContaining('--full') },
  })
  expect(server.model.changes).toEqual([])
  expect(await server.state()).toEqual(before)
})

test('a whole rollback point brings its release and its configuration back with the database', async () => {
  await serveFivePlays('prod')
  const { ending } = await restore(NEWEST_COPY, { full: true })
  expect(ending).toMatchObject({ outcome: 'done', value: { release: '1.0.0' } })
  expect(plays()).toBe(3)
  const state = await server.state()
  expect(state.serves).toMatch(/-1\.0\.0-aaaaaaa$/)
  expect(state).toMatchObject({ running: ['tiptop-test-prod-blue'], maintenance: false })
})

test('a site that a person had closed stays closed after the restoration', async () => {
  await serveFivePlays('prod')
  await maintenanceOn(server.target.home, 'essai', server.tools.files, { stays: true })
  expect((await restore(NEWEST_COPY)).ending.outcome).toBe('done')
  expect(await server.state()).toMatchObject({ maintenance: true })
})

test.each(environments.filter(name => name !== 'prod'))('in %s a moment comes back as well', async environment => {
  await serveFivePlays(environment)
  const { ending } = await restore({ point: null, to: new Date('2026-11-23T06:00:00Z') })
  expect(ending.outcome).toBe('done')
  expect(plays()).toBe(4)
})

test('an archive that cannot be read, or has no base backup, is named among what reaches no moment', async () => {
  await serveFivePlays('prod')
  const request = { point: null, to: new Date('2026-11-23T06:00:00Z') }
  server.model.archive = null
  await expect(restore(request)).rejects.toThrow('l’archive de ce serveur n’a pas de sauvegarde de base')
  server.model.broken.push(/pgbackrest .*info/)
  await expect(restore(request)).rejects.toThrow('broken on purpose')
})

test('a server without any copy says so', async () => {
  server = await recordingServer('dev')
  await expect(restore(NEWEST_COPY)).rejects.toMatchObject({
    code: 'not-there',
    message: expect.stringMatching(/une copie de la base.*aucune/),
  })
})

test('what is not on this server is refused with what is', async () => {
  await serveFivePlays('prod')
  const [point] = await listRollbackPoints(server.target.home)
  await expect(restore({ point: 'backup-20200101-000000', to: null })).rejects.toMatchObject({
    code: 'not-there',
    message: expect.stringMatching(`« backup-20200101-000000 ».*${point?.tag}`),
  })
})
