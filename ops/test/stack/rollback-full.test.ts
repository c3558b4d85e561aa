import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningRelease } from '../../src/release/colours.ts'
import { openServing, publicHealth, serving } from './first-release.ts'
import { nodesOf, pathOf, stepOf } from './path-of.ts'
import { makeTickets } from './players.ts'
import { imagesIn } from './running-images.ts'
import type { Server } from './server.ts'
import { expectNobodyTurnedAway, visited } from './visitors.ts'
import { containersOf, wholeState } from './whole-state.ts'

let production: Awaited<ReturnType<typeof openServing>>
const releases: RunningRelease[] = []
beforeAll(async () => {
  production = await openServing('prod')
  const { server, commit } = production
  await makeTickets(server, 50)
  releases.push(await serving(server))
  for (const version of ['1.1.0', '1.2.0']) {
    await commit({ version })
    await server.must('deploy', 'prod')
    releases.push(await serving(server))
  }
})
afterAll(() => production?.server.close())

async function expectServes(version: string): Promise<void> {
  const release = releases.find(({ release }) => release.version === version)?.release
  const now = await serving(production.server)
  expect(now.release).toEqual(release)
  expect(await imagesIn(production.server, now.colour)).toEqual(release?.images)
  expect(await publicHealth(production.server)).toMatchObject({ code: 200, version, commit: release?.commits.backend })
}

/** Which containers there are, whether or not they run. */
async function idsOf(server: Server): Promise<Record<string, string>> {
  const described = Object.entries(await containersOf(server))
  return Object.fromEntries(described.map(([name, what]) => [name, what.split(' ')[0] ?? '']))
}

test('the release before comes back at once: its containers were kept [4.3/L 4.3/O 4.3/AA 4.3/AB 4.3/AO 4.3/AP 4.3/AT 4.3/AV]', async () => {
  const { server } = production
  const kept = await idsOf(server)
  const { value, report } = await visited(server, () => server.must('rollback', 'prod', '--yes'))
  expectNobodyTurnedAway(report)
  await expectServes('1.1.0')
  expect(await idsOf(server)).toEqual(kept)
  const made = await server.lastRun()
  expect(value.out).toContain(made.name)
  expect(pathOf(made, '4.3')).toEqual(expect.arrayContaining(nodesOf('4.3', 'L O AA AB AO AP AT AV')))
  expect(made.ms).toBeGreaterThan(0)
  expect((await server.must('runs', 'show', 'last')).out).toContain('Lui envoyer tout le monde')
})

test('going back once more goes further back, and from the first release there is no way back', async () => {
  const { server } = production
  await server.must('rollback', 'prod', 'full', '--yes')
  await expectServes('1.0.0')
  const said = await server.tiptop('rollback', 'prod')
  expect(said).toMatchObject({ exitCode: 1, err: expect.stringContaining('est la première version de ce serveur') })
  await expectServes('1.0.0')
})

test('a release is named to go to it, also forward again; one that is not there or serves already is refused', async () => {
  const { server } = production
  const [, , last] = releases
  const refused = async (name: string) => (await server.tiptop('rollback', 'prod', 'full', '--to', name)).err
  expect(await refused('20200101-000000-0.1.0-abcdef0')).toContain("n'a pas de version")
  expect(await refused((await serving(server)).release.name)).toContain('sert déjà')
  await server.must('rollback', 'prod', 'full', '--to', last?.release.name ?? '', '--yes')
  await expectServes('1.2.0')
})

test('a dry run of a deployment reports what it would do and changes nothing at all', async () => {
  const { server, commit } = production
  const next = await commit({ version: '1.3.0' })
  const before = await wholeState(server)
  const { out, err } = await server.must('deploy', 'prod', '--dry-run')
  expect(out).toContain('Rien n’a été changé')
  for (const part of ['docker buildx build', 'docker push', 'docker compose', next.slice(0, 7)])
    expect(err).toContain(part)
  expect(await wholeState(server)).toEqual(before)
})

test('after rollbacks the next release is deployed, and what it replaced is what served', async () => {
  const { server } = production
  await server.must('deploy', 'prod')
  const now = await serving(server)
  expect(now.release).toMatchObject({ version: '1.3.0', former: releases[2]?.release.name })
  expect(stepOf(await server.lastRun(), 'Arrêter la version 1.2.0').state).toBe('done')
})
