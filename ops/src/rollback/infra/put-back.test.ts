import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { commitNamed } from '../../../test/recording/deploying.ts'
import { type FailAt, failAtEachStep } from '../../../test/recording/recording-server.ts'
import { infraServer, NONSENSE } from '../../../test/recording/servers/infra-server.ts'
import type { Environment } from '../../environment/environment.ts'
import { type InfraPlan, planInfra } from './plan.ts'
import { putBackInfra } from './put-back.ts'

let server: Awaited<ReturnType<typeof infraServer>>
afterEach(() => server.close())

const plan = (to: string | null = null) => planInfra(server.target, to, server.tools)

const putBack = (agreed: InfraPlan, how: FailAt & { to?: string } = {}) =>
  server.run(step => putBackInfra(step, { to: how.to ?? null, agreed }, server.target, server.tools), how)

type PutBack = Awaited<ReturnType<typeof putBack>>

/** What the steps of a run have found, a sentence each. */
const told = ({ journal }: PutBack) =>
  journal.flatMap(entry => ('detail' in entry && entry.detail ? [entry.detail] : []))

const changes = (pattern: RegExp) => server.model.changes.filter(change => pattern.test(change))

test('files that nginx refuses are replaced and kept aside, and nginx starts again', async () => {
  server = await infraServer()
  const good = await server.files()
  const tag = await server.keep('20261101')
  await server.breakDoor()
  const run = await putBack(await plan())
  const { ending } = run
  expect(ending).toMatchObject({ outcome: 'done', value: { point: tag } })
  expect(await server.files()).toEqual(good)
  const kept = (ending.outcome === 'done' && ending.value.kept) || ''
  expect(await server.files(kept)).toEqual({ ...good, 'nginx.conf': NONSENSE })
  expect(told(run).filter(said => said.includes(kept))).toHaveLength(2)
  expect(told(run)[0]).toMatch(/^nginx refuse sa configuration : unknown directive/)
  expect(server.model.infra).toContain(server.nginx)
  expect(told(run)).toContainEqual(expect.stringMatching(/^certificat valable jusqu’au/))
  expect(run.journal.some(event => 'unchanged' in event)).toBe(false)
})

test('a service that is not well behind a good nginx fails the run', async () => {
  server = await infraServer('dev')
  await server.keep('20261101')
  const agreed = await plan()
  server.commit(commitNamed('a'), { release: 'ill' })
  const { ending } = await putBack(agreed)
  expect(ending).toMatchObject({ error: { code: 'check-failed', message: expect.stringContaining('/health') } })
})

test('where everything is in order nothing is stopped: nginx reloads', async () => {
  server = await infraServer()
  await server.keep('20261101')
  const run = await putBack(await plan())
  expect(run.ending).toEqual({ outcome: 'done', value: { point: null, kept: null } })
  expect(changes(/^docker exec/)).toEqual([
    `docker exec --interactive ${server.nginx} nginx -c /etc/tiptop/nginx.conf -s reload`,
  ])
  expect(changes(/write infra|infra.yaml/)).toEqual([])
  expect(told(run)[0]).toMatch(/^nginx accepte sa configuration ; nginx en état ; postgres en état ; \/.* libres/)
  expect(told(run)).toContain('nginx rechargé')
  expect(run.journal.some(event => 'unchanged' in event)).toBe(true)
})

test('what does not run is started alone, while nginx goes on and reloads', async () => {
  server = await infraServer()
  const { container } = server.target.home.database
  server.model.infra.delete(container)
  const run = await putBack(await plan())
  expect(run.ending.outcome).toBe('done')
  expect(server.model.infra).toContain(container)
  expect(changes(/infra\.yaml up/)).toEqual([expect.stringMatching(/ --no-deps --force-recreate --wait \S+ postgres$/)])
  expect(told(run)[0]).toContain('postgres : absent')
  expect(told(run)).toContain('postgres : relancé')
  expect(run.journal.some(event => 'unchanged' in event)).toBe(false)
})

test('nginx and the database are started together when neither runs, and then nginx need not reload', async () => {
  server = await infraServer()
  server.model.infra.clear()
  expect(told(await putBack(await plan()))).toContain('nginx et postgres : relancés')
  expect(changes(/reload/)).toEqual([])
})

test.each<[Environment, string, string]>([
  ['dev', '4.1', 'D J L S T V X'],
  ['preprod', '4.2', 'K X Y Z AA AB AC AD AF'],
  ['prod', '4.3', 'L AA AB AO AP AT AV'],
])('in %s the infrastructure takes its way through diagram %s', async (environment, diagram, ids) => {
  server = await infraServer(environment)
  await server.keep('20261101')
  await server.edit('nginx.conf', '# edited\n')
  const { ending, way } = await putBack(await plan())
  expect(ending.outcome).toBe('done')
  expect(way(diagram)).toBe(ids)
})

test('a server without a release has its infrastructure put back, and no health to ask for', async () => {
  server = await infraServer()
  await rm(server.target.home.colour('blue'))
  await rm(server.target.home.releases, { recursive: true })
  const { ending, way } = await putBack(await plan())
  expect(ending.outcome).toBe('done')
  expect(way('4.3')).toBe('L AA AB AV')
})

test('whatever step fails, files that nginx had accepted are those of before', async () => {
  server = await infraServer('preprod')
  await server.keep('20261101')
  await server.edit('nginx.conf', '# edited\n')
  const before = await server.files()
  const titles = await failAtEachStep(
    async how => putBack(await plan(), how),
    async title => expect(await server.files(), title).toEqual(before),
  )
  expect(titles).toContain('Remettre nginx et l’infrastructure comme en backup-20261101-040000')
})

test('files that nginx had refused do not come back, whatever fails later', async () => {
  server = await infraServer()
  const good = await server.files()
  await server.keep('20261101')
  await server.breakDoor()
  const { ending } = await putBack(await plan(), { failAt: 'Relancer ce qui n’est pas en état' })
  expect(ending.outcome).toBe('failed')
  expect(await server.files()).toEqual(good)
})

test('the files of a point that is named come back, though a newer one has others', async () => {
  server = await infraServer()
  const to = await server.keep('20261101', { 'infra.env': 'OLD=1\n' })
  await server.keep('20261102', { 'infra.env': 'NEW=1\n' })
  const { ending } = await putBack(await plan(to), { to })
  expect(ending).toMatchObject({ outcome: 'done', value: { point: to } })
  expect(await server.files()).toMatchObject({ 'infra.env': 'OLD=1\n' })
})

test('a point that came since the operator agreed, or is gone since, stops everything before it begins', async () => {
  server = await infraServer()
  const without = await plan()
  const tag = await server.keep('20261101', { 'infra.env': 'OLD=1\n' })
  const agreed = await plan()
  expect((await putBack(without)).ending).toMatchObject({
    outcome: 'failed',
    error: { code: 'changed-meanwhile', message: expect.stringContaining(`${tag} au lieu de rien`) },
  })
  await rm(join(server.target.home.backups.preDeploy, tag), { recursive: true })
  expect((await putBack(agreed)).ending).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining(tag) },
  })
  expect(server.model.changes).toEqual([])
})
