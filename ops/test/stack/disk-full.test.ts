import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { servingColour } from '../../src/release/colours.ts'
import { publicHealth, serving } from './first-release.ts'
import { openServer, type Server } from './server.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'
import { until } from './waiting.ts'
import { wholeState } from './whole-state.ts'

let server: Server
let disk: SmallDisk
let first: string
beforeAll(async () => {
  server = await openServer('prod')
  disk = await mountSmallDisk(server.env.TIPTOP_ROOT, '16m')
  await server.install()
  first = await server.repository.commit({ version: '1.0.0' })
  await server.must('deploy', 'prod')
  await server.repository.commit({ version: '1.1.0' })
})
afterAll(async () => {
  await disk?.unmount()
  await server?.close()
})

const stays = async () => {
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0', commit: first })
  expect((await serving(server)).release.version).toBe('1.0.0')
}

test('on a full disk nothing begins: one sentence says which disk, and how much it has', async () => {
  const before = await wholeState(server, { traces: false })
  await disk.fill()
  const said = await server.tiptop('deploy', 'prod')
  await disk.makeRoom()
  expect(said.exitCode).toBe(1)
  expect(said.err).toMatch(
    /Le disque de \S+\/prod(\/runs)? est trop plein : 0 octets libres sur 16,8 Mo, et .*\s+→ Faites-y de la place/,
  )
  expect(await wholeState(server, { traces: false })).toEqual(before)
  await stays()
  // What was begun and holds nothing is no run that one would have to look at.
  expect((await server.must('runs', 'list', 'prod')).out).not.toContain('interrompu')
})

test('a commit that does not fit is reported with figures, and its half is taken away [2.1/P]', async () => {
  const before = await wholeState(server, { traces: false })
  await disk.fill(100_000)
  const said = await server.tiptop('deploy', 'prod')
  await disk.makeRoom()
  expect(said).toMatchObject({ exitCode: 1, err: expect.stringContaining('et le commit n’y tient pas') })
  expect(await wholeState(server, { traces: false })).toEqual(before)
  await stays()
})

test('a journal that cannot go on after the switch takes the release back [2.4/AM 2.4/AN]', async () => {
  const former = await servingColour(server.home)
  const deployment = server.start(['deploy', 'prod'])
  await until(async () => (await servingColour(server.home)) !== former, 120)
  await disk.fill()
  const said = await deployment.ended
  await disk.makeRoom()
  expect(said).toMatchObject({ exitCode: 20, err: expect.stringContaining('et le journal ne peut plus être tenu') })
  await stays()
  expect(await servingColour(server.home)).toBe(former)
  // Its journal has no room left for what is taken back.
  reached('2.4/AM', '2.4/AN')
})

test('what is left of its journal can be read and claims no success, and the next run deploys', async () => {
  expect((await server.lastRun()).state).toMatch(/^(undone|interrupted)$/)
  await server.must('deploy', 'prod')
  expect(await publicHealth(server)).toMatchObject({ version: '1.1.0' })
})
