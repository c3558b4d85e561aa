import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import type { RunningRelease } from '../../src/release/colours.ts'
import { openServing, publicHealth, serving } from './first-release.ts'
import { nodesOf, pathOf, stepOf } from './path-of.ts'
import { makeTickets } from './players.ts'
import type { Said } from './server.ts'
import { expectNobodyTurnedAway, visited } from './visitors.ts'
import { containersOf, wholeState } from './whole-state.ts'

let production: Awaited<ReturnType<typeof openServing>>
let former: RunningRelease
let labels: Record<string, string>
beforeAll(async () => {
  production = await openServing('prod')
  await makeTickets(production.server, 50)
  former = await serving(production.server)
  labels = await movingLabels()
})
afterAll(() => production?.server.close())

/** What the labels that move from release to release name; a label that one commit has for itself stays. */
async function movingLabels(): Promise<Record<string, string>> {
  const all = Object.entries(await wholeState(production.server))
  return Object.fromEntries(all.filter(([name]) => /\/(backend|frontend):(prod-latest|\d+\.\d+\.\d+)$/.test(name)))
}

/** The former release serves as before, and nothing in the engine is left of the one that failed. */
async function expectAsBefore(): Promise<void> {
  const { server, first } = production
  expect(await serving(server)).toEqual(former)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0', commit: first })
  const names = Object.keys(await containersOf(server)).map(name => name.replace(`/${server.home.stack}-`, ''))
  const colour = [`${former.colour}-backend-1`, `${former.colour}-frontend-1`]
  expect(names.toSorted()).toEqual([...colour, 'infra-nginx-1', 'infra-postgres-1'].toSorted())
  expect(await movingLabels()).toEqual(labels)
}

test('a release that never gets healthy never serves, and the former one never stops [2.4/U 2.1/AA]', async () => {
  const { server, commit } = production
  const before = await containersOf(server)
  await commit({ version: '1.1.0', backend: 'dead' })
  const { value: said, report } = await visited(server, () => server.tiptop('deploy', 'prod'))
  expect(said).toMatchObject({ exitCode: 20, err: expect.stringContaining('La version 1.1.0 ne démarre pas') })
  expectNobodyTurnedAway(report)
  await expectAsBefore()
  // Not even restarted: these are the containers that were there.
  expect(await containersOf(server)).toEqual(before)
  reached('2.4/U', '2.1/AA')
})

test('the operator reads the last words of the container that failed, and the way that the run took [2.1/AA]', async () => {
  const { server } = production
  const made = await server.lastRun()
  expect(made).toMatchObject({ state: 'undone' })
  expect(made.reason).toContain('sert à rien : je ne réponds à personne')
  expect(stepOf(made, 'Démarrer la version 1.1.0').state).toBe('failed')
  expect(pathOf(made, '2.4')).not.toContain('2.4/AH')
  reached('2.1/AA')
})

test('a release that reports another commit in public is asked ten times, then traffic goes back [2.4/AI 2.4/AJ 2.4/AK 2.4/AL 2.4/AM 2.4/AN 2.1/X 2.1/Y 2.1/T]', async () => {
  const { server, commit } = production
  await commit({ version: '1.2.0', backend: 'lying' })
  const { value: said, report } = await visited(server, () => server.tiptop('deploy', 'prod'))
  expect(said).toMatchObject({ exitCode: 20 })
  expectNobodyTurnedAway(report)
  await expectTriedTenTimes(said)
  reached('2.4/AK', '2.4/AL')
  await expectAsBefore()
})

async function expectTriedTenTimes(said: Said, { server } = production): Promise<void> {
  const made = await server.lastRun()
  const health = stepOf(made, 'Vérifier la santé du service')
  expect(health.state).toBe('failed')
  expect(health.retries).toHaveLength(9)
  expect(said.err).toContain('répond encore')
  expect(stepOf(made, 'Revenir à la version 1.0.0')).toMatchObject({ kind: 'undo', state: 'done' })
}

test('after failures, the next release goes its way', async () => {
  const { server, commit } = production
  const good = await commit({ version: '1.3.0' })
  await server.must('deploy', 'prod')
  expect(await publicHealth(server)).toMatchObject({ version: '1.3.0', commit: good })
})

test('health is asked again and again in preprod too, then traffic goes back [2.3/AH 2.3/AI 2.3/AJ 2.3/AK 2.3/AL 2.3/S]', async () => {
  await expectSentBack('preprod', nodesOf('2.3', 'AH AI'), '2.3/AL')
  reached('2.3/AJ', '2.3/AK', '2.3/S')
})

test('and in dev [2.2/X 2.2/Y 2.2/Z]', async () => {
  await expectSentBack('dev', nodesOf('2.2', 'X Y'), '2.1/T')
  reached('2.2/Z')
})

async function expectSentBack(environment: 'preprod' | 'dev', nodes: string[], undone: string): Promise<void> {
  const opened = await openServing(environment)
  try {
    await opened.commit({ version: '1.1.0', backend: 'lying' })
    const said = await opened.server.tiptop('deploy', environment)
    expect(said).toMatchObject({ exitCode: 20 })
    await expectTriedTenTimes(said, opened)
    const made = await opened.server.lastRun()
    expect(pathOf(made, nodes[0]?.slice(0, 3) ?? '', 'failed')).toEqual(nodes)
    expect(stepOf(made, 'Revenir à la version 1.0.0').node).toBe(undone)
    expect(await publicHealth(opened.server)).toMatchObject({ version: '1.0.0', commit: opened.first })
  } finally {
    await opened.server.close()
  }
}
