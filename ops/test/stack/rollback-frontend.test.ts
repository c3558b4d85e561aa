import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningRelease } from '../../src/release/colours.ts'
import { openServing, publicHealth, serving } from './first-release.ts'
import { nodesOf, pathOf } from './path-of.ts'
import { makeTickets } from './players.ts'
import { imagesIn } from './running-images.ts'
import { expectNobodyTurnedAway, visited } from './visitors.ts'

let production: Awaited<ReturnType<typeof openServing>>
let second: string
let [older, newer]: RunningRelease[] = []
beforeAll(async () => {
  production = await openServing('prod')
  await makeTickets(production.server, 50)
  older = await serving(production.server)
  second = await production.commit({ version: '1.1.0' })
  await production.server.must('deploy', 'prod')
  newer = await serving(production.server)
})
afterAll(() => production?.server.close())

test('the frontend alone goes back by digest, and the backend stays the newer one [4.3/L 4.3/Q 4.3/AF 4.3/AG 4.3/AP 4.3/AV]', async () => {
  const { server } = production
  const { report } = await visited(server, () => server.must('rollback', 'prod', 'frontend', '--yes'))
  expectNobodyTurnedAway(report)
  const now = await serving(server)
  expect(now.release.images).toEqual({ ...newer?.release.images, frontend: older?.release.images.frontend })
  expect(await imagesIn(server, now.colour)).toEqual(now.release.images)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.1.0', commit: second })
  const made = await server.lastRun()
  expect(pathOf(made, '4.3')).toEqual(expect.arrayContaining(nodesOf('4.3', 'L Q AF AG AO AP AT AV')))
})

test('the backend follows, and both are what they were [4.3/AE]', async () => {
  const { server, first } = production
  await server.must('rollback', 'prod', 'backend', '--yes')
  const now = await serving(server)
  expect(now.release.images).toEqual(older?.release.images)
  expect(await imagesIn(server, now.colour)).toEqual(now.release.images)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0', commit: first })
})
