import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { commitNamed, deployOn } from '../../../test/recording/deploying.ts'
import {
  type FailAt,
  failAtEachStep,
  type RecordingServer,
  recordingServer,
} from '../../../test/recording/recording-server.ts'
import { type Environment, environments } from '../../environment/environment.ts'
import type { RollbackRequest, RollbackScope } from '../../release/earlier/release-before.ts'
import { planRollback, type RollbackPlan, rollBack } from './roll-back.ts'

let server: RecordingServer
afterEach(() => server.close())

const [FIRST, SECOND, THIRD] = ['a', 'b', 'c'].map(commitNamed) as [string, string, string]

/** A server on which two releases were put in service, one after the other. */
async function serveSecond(environment: Environment) {
  server = await recordingServer(environment)
  server.commit(FIRST, { version: '1.0.0' })
  server.commit(SECOND, { version: '1.1.0' })
  server.commit(THIRD, { version: '1.2.0' })
  for (const commit of [FIRST, SECOND]) await deployOn(server, commit)
  server.model.changes.length = 0
  return server.state()
}

const FULL: RollbackRequest = { scope: 'full', to: null }

const plan = (request = FULL) => planRollback(request, server.target.home)

function goBack(agreed: RollbackPlan, request = FULL, how: FailAt = {}) {
  return server.run(step => rollBack(step, { ...request, agreed }, server.target, server.tools), how)
}

/** What the backend and the frontend that run were built from. */
function commitsThatRun() {
  const { projects, engine, images } = server.model
  const [project] = [...projects.values()].filter(({ running }) => running)
  const commitOf = (image = '') => images.get(engine.get(image) ?? '')?.commit
  return { backend: commitOf(project?.backend), frontend: commitOf(project?.frontend) }
}

test.each(environments)(
  'in %s the release that served before serves again, and its label follows',
  async environment => {
    const before = await serveSecond(environment)
    const { ending } = await goBack(await plan())
    expect(ending).toMatchObject({ outcome: 'done', value: { version: '1.0.0' } })
    expect(commitsThatRun()).toEqual({ backend: FIRST, frontend: FIRST })
    expect(server.model.changes.filter(change => /\bmigrate\b/.test(change))).toEqual([])
    const after = await server.state()
    expect(after).toMatchObject({ serves: before.holds.blue, running: [`tiptop-test-${environment}-blue`] })
    const label = `tiptop/backend:${environment}-latest`
    expect(server.model.images.get(before.labels[label] ?? '')?.commit).toBe(SECOND)
    expect(server.model.images.get(after.labels[label] ?? '')?.commit).toBe(FIRST)
    expect({ migrations: after.migrations, databases: after.databases }).toEqual({
      migrations: before.migrations,
      databases: before.databases,
    })
  },
)

test.each(['backend', 'frontend'] as const)('the %s goes back alone, and the other piece stays', async scope => {
  await serveSecond('prod')
  const request: RollbackRequest = { scope, to: null }
  const { ending } = await goBack(await plan(request), request)
  expect(ending.outcome).toBe('done')
  expect(commitsThatRun()).toEqual({ backend: SECOND, frontend: SECOND, [scope]: FIRST })
})

/** What the compose file says that the release which serves was started with: the commit that it came from. */
const appOf = async () =>
  readFile(join(server.target.home.releases, (await server.state()).serves ?? '', 'app.yaml'), 'utf8')

test.each<[RollbackScope, string]>([
  ['full', FIRST],
  ['backend', SECOND],
  ['frontend', SECOND],
])(
  'a release that goes back %s is started with the compose file of the whole release that it goes on from',
  async (scope, commit) => {
    await serveSecond('preprod')
    const request: RollbackRequest = { scope, to: null }
    await goBack(await plan(request), request)
    expect(await appOf()).toContain(`# ${commit}\n`)
  },
)

test.each<[Environment, RollbackScope, string, string]>([
  ['dev', 'full', '4.1', 'D J K L M S T V X'],
  ['dev', 'backend', '4.1', 'D J K L M S T V X'],
  ['preprod', 'full', '4.2', 'H L N M O AB AC AD AF'],
  ['preprod', 'frontend', '4.2', 'H L N M O AB AC AD AF'],
  ['prod', 'full', '4.3', 'L O AA V W X AB AO AP AT AV'],
  ['prod', 'backend', '4.3', 'L P AD AE AO AP AT AV'],
  ['prod', 'frontend', '4.3', 'L Q AF AG AO AP AT AV'],
])('in %s a rollback (%s) takes its way through diagram %s', async (environment, scope, diagram, ids) => {
  await serveSecond(environment)
  const request: RollbackRequest = { scope, to: null }
  const { way } = await goBack(await plan(request), request)
  expect(way(diagram)).toBe(ids)
})

test.each<[Environment, string]>([
  ['dev', '4.1/U'],
  ['preprod', '4.2/AE'],
  ['prod', '4.3/AU'],
])('in %s a release that is ill is left again at the node that calls for a person', async (environment, node) => {
  await serveSecond(environment)
  server.commit(FIRST, { release: 'ill' })
  const { ending, steps } = await goBack(await plan())
  expect(ending.outcome).toBe('undone')
  expect(steps).toContain(`undo ${node} done`)
})

test('where nothing serves there is nothing to go back to', async () => {
  server = await recordingServer('dev')
  await expect(plan()).rejects.toThrow('Rien ne sert encore en dev')
})

test('when another release serves than the one agreed to leave, nothing is done', async () => {
  await serveSecond('prod')
  const agreed = await plan()
  await deployOn(server, THIRD)
  const before = await server.state()
  server.model.changes.length = 0
  const { ending } = await goBack(agreed)
  expect(ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringMatching(/1\.2\.0-ccccccc au lieu de .*1\.1\.0-bbbbbbb/) },
  })
  expect(server.model.changes).toEqual([])
  expect(await server.state()).toEqual(before)
})

test('when the way back leads to another release than the one agreed to, nothing is done', async () => {
  const { holds } = await serveSecond('prod')
  await deployOn(server, THIRD)
  const before = await server.state()
  server.model.changes.length = 0
  const agreed = await plan({ scope: 'full', to: null })
  const first = await plan({ scope: 'full', to: holds.blue })
  expect(first.before.name).not.toBe(agreed.before.name)
  const { ending } = await goBack(first)
  expect(ending).toMatchObject({ outcome: 'failed', error: { code: 'changed-meanwhile' } })
  expect(server.model.changes).toEqual([])
  expect(await server.state()).toEqual(before)
})

test.each(['full', 'backend'] as const)(
  'whatever step of a rollback (%s) fails, what served goes on serving',
  async scope => {
    const before = await serveSecond('preprod')
    const request: RollbackRequest = { scope, to: null }
    const titles = await failAtEachStep(
      async how => goBack(await plan(request), request, how),
      async title => expect(await server.state(), title).toEqual(before),
    )
    expect(titles.at(-1)).toBe('Faire suivre l’étiquette')
  },
)

test('no rollback cuts a connection: what served is stopped after the other was tried', async () => {
  await serveSecond('prod')
  await goBack(await plan())
  const places = [/up --detach/, /remove flags\/green\.on/, /send .*claim/, / stop$/].map(pattern =>
    server.model.changes.findIndex(change => pattern.test(change)),
  )
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test.each<[string, () => Promise<void> | void, RegExp]>([
  ['its compose file is gone', () => rm(fileOfFirst('app.yaml')), /app\.yaml manque/],
  ['its settings are empty', () => writeFile(fileOfFirst('settings.env'), ''), /settings\.env manque ou est vide/],
  [
    'its settings are of another environment',
    () => writeFile(fileOfFirst('settings.env'), 'ENVIRONMENT=dev\n'),
    /settings\.env est de dev/,
  ],
  ['its images are nowhere', loseImages, /backend@sha256:\w+ n’est ni sur ce serveur ni au registre/],
])('a release that cannot come back is refused before anything changes: %s', async (_, damage, words) => {
  const { holds } = await serveSecond('prod')
  first = holds.blue ?? ''
  const agreed = await plan()
  await damage()
  const { ending } = await goBack(agreed)
  expect(ending).toMatchObject({ outcome: 'failed', error: { code: 'damaged', message: expect.stringMatching(words) } })
  expect(server.model.changes).toEqual([])
})

let first = ''
const fileOfFirst = (name: string) => join(server.target.home.releases, first, name)

function loseImages(): void {
  server.model.engine.clear()
  server.model.registry.clear()
}

test('a release whose folder is gone comes back from the rollback point that keeps it [4.3/L 4.3/M]', async () => {
  await serveSecond('prod')
  const { running } = await plan()
  const { home } = server.target
  await rm(join(home.releases, running.release.former ?? ''), { recursive: true })
  // The images of the point alone are left.
  server.model.engine.clear()
  for (const [repository, known] of server.model.registry) if (!repository.includes('backups')) known.clear()
  const agreed = await plan()
  expect(agreed.point?.tag).toMatch(/^backup-/)
  const { ending, way, told } = await goBack(agreed)
  expect(ending).toMatchObject({ outcome: 'done', value: { version: '1.0.0' } })
  expect(commitsThatRun()).toEqual({ backend: FIRST, frontend: FIRST })
  expect(way('4.3')).toMatch(/^L M /)
  expect(told).toContain(`gardée par ${agreed.point?.tag}`)
  expect(told).toContain('prod-latest nomme maintenant ces images')
})

test('of several rollback points the one that keeps the wanted release is taken, and none for a piece alone', async () => {
  const { holds } = await serveSecond('prod')
  await deployOn(server, THIRD)
  const to = holds.blue
  await rm(join(server.target.home.releases, to ?? ''), { recursive: true })
  const { before, point } = await plan({ scope: 'full', to })
  expect(before.name).toBe(to)
  expect(point?.release.name).toBe(to)
  await expect(plan({ scope: 'backend', to })).rejects.toMatchObject({ code: 'not-there' })
})

test('a registry that is away does not stop a way back, and the label that stays is named', async () => {
  await serveSecond('prod')
  server.model.broken.push(/prod-latest/)
  const { ending, told } = await goBack(await plan())
  expect(ending.outcome).toBe('done')
  expect(told).toContain('prod-latest nomme encore ce qui a été quitté')
})
