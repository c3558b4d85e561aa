import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningRelease } from '../../src/release/colours.ts'
import { openServing, publicHealth, serving } from './first-release.ts'
import { nodesOf, pathOf } from './path-of.ts'
import { makeTickets } from './players.ts'
import { imagesIn } from './running-images.ts'
import { expectNobodyTurnedAway, visited } from './visitors.ts'
import { wholeState } from './whole-state.ts'

const ADDITION = { name: '0999-of-the-test', sql: 'alter table users add column of_the_test text;\n' }

let production: Awaited<ReturnType<typeof openServing>>
let older: RunningRelease
let newer: RunningRelease
beforeAll(async () => {
  production = await openServing('prod')
  await makeTickets(production.server, 50)
  older = await serving(production.server)
  await production.commit({ version: '1.1.0', migration: ADDITION })
  await production.server.must('deploy', 'prod')
  newer = await serving(production.server)
})
afterAll(() => production?.server.close())

test('a dry run of a rollback reports what it would do and changes nothing at all', async () => {
  const { server } = production
  const before = await wholeState(server)
  const { out, err } = await server.must('rollback', 'prod', 'backend', '--dry-run')
  expect(out).toContain('Rien n’a été changé')
  expect(err).toMatch(/ferait : docker compose .* up /)
  expect(await wholeState(server)).toEqual(before)
})

test('the backend alone goes back by digest, under players, and lives with the newer schema [4.3/L 4.3/P 4.3/AD 4.3/AE 4.3/AO 4.3/AV]', async () => {
  const { server, first } = production
  const { report } = await visited(server, () => server.must('rollback', 'prod', 'backend', '--yes'))
  expectNobodyTurnedAway(report)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0', commit: first })
  const now = await serving(server)
  expect(now.release.images).toEqual({ ...newer.release.images, backend: older.release.images.backend })
  expect(await imagesIn(server, now.colour)).toEqual(now.release.images)
  expect(await server.sql("select count(*) from information_schema.columns where column_name = 'of_the_test'")).toBe(
    '1',
  )
  const made = await server.lastRun()
  expect(pathOf(made, '4.3')).toEqual(expect.arrayContaining(nodesOf('4.3', 'L P AD AE AO AP AT AV')))
})

test('what goes back twice needs another backend further back, and the first one has none', async () => {
  const { server } = production
  const before = await wholeState(server, { traces: false })
  const said = await server.tiptop('rollback', 'prod', 'backend')
  expect(said).toMatchObject({ exitCode: 1, err: expect.stringContaining("n'a un autre backend") })
  expect(await wholeState(server, { traces: false })).toEqual(before)
})

test('after a rollback of one piece the next deployment brings both', async () => {
  const { server, commit } = production
  const next = await commit({ version: '1.2.0' })
  await server.must('deploy', 'prod')
  expect(await publicHealth(server)).toMatchObject({ version: '1.2.0', commit: next })
  expect((await serving(server)).release.commits).toEqual({ backend: next, frontend: next })
})
