import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { openServing, publicHealth } from './first-release.ts'
import { pathOf, stepOf } from './path-of.ts'
import { makeTickets } from './players.ts'
import { expectNobodyTurnedAway, visited } from './visitors.ts'
import { openWayToRegistry, type WayToRegistry } from './way-to-registry.ts'
import { wholeState } from './whole-state.ts'

let way: WayToRegistry
let production: Awaited<ReturnType<typeof openServing>>
let before: Record<string, string>
beforeAll(async () => {
  way = await openWayToRegistry()
  production = await openServing('prod', { REGISTRY: `${way.address}/registry-down-${process.pid}` })
  await makeTickets(production.server, 50)
  before = await wholeState(production.server, { traces: false })
  await production.commit({ version: '1.1.0' })
})
afterEach(() => way.repair())
afterAll(async () => {
  await production?.server.close()
  await way?.close()
})

test('a registry that is away is reported before anything is built, and the release that serves goes on [2.1/T 2.1/AA]', async () => {
  const { server, first } = production
  await way.stop()
  const { value: said, report } = await visited(server, () => server.tiptop('deploy', 'prod'))
  expect(said.exitCode).toBe(1)
  expect(said.err).toContain(`dans le registre ${way.address}`)
  expectNobodyTurnedAway(report)
  expect(pathOf(await server.lastRun(), '2.4')).not.toContain('2.4/J')
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0', commit: first })
  await way.repair()
  expect(await wholeState(server, { traces: false })).toEqual(before)
  reached('2.1/T', '2.1/AA')
})

test('a registry that goes away before the images are sent leaves the former release and its labels [2.1/T 2.1/AA]', async () => {
  const { server, first } = production
  let gone = Promise.resolve()
  way.once(({ path, authorized }, status) => {
    // Docker has signed in.
    if (path === '/v2/' && authorized && status === 200) gone = way.stop()
  })
  const { value: said, report } = await visited(server, () => server.tiptop('deploy', 'prod'))
  await gone
  expect(said.exitCode).toBe(20)
  expect(said.err).toContain("n'a pas pu être envoyée au registre")
  expectNobodyTurnedAway(report)
  expect(stepOf(await server.lastRun(), 'Envoyer les images').state).toBe('failed')
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0', commit: first })
  await way.repair()
  const labels = (state: Record<string, string>) => Object.entries(state).filter(([name]) => /:prod-|:\d/.test(name))
  expect(labels(await wholeState(server))).toEqual(labels(before))
  reached('2.1/T', '2.1/AA')
})

test('a registry that came back takes the next deployment', async () => {
  const { server } = production
  await server.must('deploy', 'prod')
  expect(await publicHealth(server)).toMatchObject({ version: '1.1.0' })
})
