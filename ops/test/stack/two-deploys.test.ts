import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { publicHealth } from './first-release.ts'
import { untilJournalSays } from './seen.ts'
import { openServer, type Server } from './server.ts'

let server: Server
beforeAll(async () => {
  server = await openServer('prod')
  await server.install()
})
afterAll(() => server.close())

const runs = async () => (await readdir(server.home.runs)).filter(name => name.endsWith('.jsonl')).length

test('of two deployments at once the second reports who holds the lock and since when, and the first is not disturbed', async () => {
  const commit = await server.repository.commit({ version: '1.0.0' })
  const before = await runs()
  const first = server.start(['deploy', 'prod', '--cause', 'push'], { BUILD_TAG: 'jenkins-main-42' })
  await untilJournalSays(server, first.child, '"title":"Extraire le commit"')
  const second = await server.tiptop('deploy', 'prod')
  expect(second.exitCode).toBe(11)
  expect(second.err).toMatch(
    /✗ prod est verrouillé : jenkins-main-42, depuis \d{4}-\d\d-\d\dT[\d:.]+Z \(\d{8}-\d{6}-deploy-[\da-f]{4}, processus \d+\)/,
  )
  expect(second.err).toContain(`processus ${first.child.pid}`)
  const rollback = await server.tiptop('rollback', 'prod')
  expect(rollback).toMatchObject({ exitCode: 11, err: expect.stringContaining('jenkins-main-42') })
  expect(await first.ended).toMatchObject({ exitCode: 0 })
  expect(await publicHealth(server)).toMatchObject({ code: 200, commit })
  expect(await runs()).toBe(before + 1)
})

test.each([
  ['a branch without an environment of its own needs one', ['--branch', 'essai'], 'La branche essai n'],
  [
    'a branch goes to its own environment and to no other',
    ['dev', '--branch', 'main'],
    'se déploie en prod, pas en dev',
  ],
  ['an environment has to be one of the three', ['production'], '« production » ne convient pas'],
])('%s: nothing begins', async (_title, args, why) => {
  await server.repository.commit({}, 'essai')
  const before = await runs()
  const said = await server.tiptop('deploy', ...args)
  expect(said).toMatchObject({ exitCode: 2, out: '', err: expect.stringContaining(why) })
  expect(await runs()).toBe(before)
})

test('a branch without an environment of its own is deployed where it is sent, with the tag of that environment [2.1/K 2.1/O]', async () => {
  const commit = await server.repository.commit({ version: '1.0.1' }, 'essai')
  const { out } = await server.must('deploy', 'prod', '--branch', 'essai', '--plan')
  expect(JSON.parse(out)).toMatchObject({ environment: 'prod', branch: 'essai', commit, tag: 'prod-latest' })
  reached('2.1/K', '2.1/O')
})
