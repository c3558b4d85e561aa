import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openServing, publicHealth } from './first-release.ts'
import { nodesOf, pathOf } from './path-of.ts'
import type { Server } from './server.ts'
import { mountSmallDisk } from './small-disk.ts'
import { openWayToRegistry, type WayToRegistry } from './way-to-registry.ts'
import { wholeState } from './whole-state.ts'

let way: WayToRegistry
let server: Server
let first: string
let before: Record<string, string>
beforeAll(async () => {
  way = await openWayToRegistry()
  const opened = await openServing('prod', { REGISTRY: `${way.address}/backup-fails-${process.pid}` })
  ;({ server, first } = opened)
  await opened.commit({ version: '1.1.0' })
})
afterAll(async () => {
  await server?.close()
  await way?.close()
})
beforeEach(async () => {
  before = await wholeState(server, { traces: false })
})

/** The deployment is cancelled at this node of the backup, and leaves no sign that there was one. */
async function expectCancelled(at: string[], reason: string): Promise<void> {
  const said = await server.tiptop('deploy', 'prod')
  expect(said).toMatchObject({ exitCode: 1, err: expect.stringContaining(reason) })
  const made = await server.lastRun()
  expect(made.state).toBe('failed')
  expect(pathOf(made, '3.2', 'failed')).toEqual(at)
  expect(pathOf(made, '3.2')).toEqual(expect.arrayContaining(nodesOf('3.2', 'P Q')))
  expect(pathOf(made, '2.4')).not.toContain('2.4/Z')
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0', commit: first })
}

test('a tag that the registry refuses cancels the deployment, and nothing was touched [3.2/G 3.2/P 3.2/Q]', async () => {
  way.refuse(({ method, path }) =>
    method === 'PUT' && path.includes('/manifests/backup-') ? { status: 403, code: 'DENIED' } : 'pass',
  )
  await expectCancelled(nodesOf('3.2', 'G'), "n'en a pas le droit")
  await way.repair()
  expect(await wholeState(server, { traces: false })).toEqual(before)
})

test('a disk without room for the dump cancels it before anything begins [3.2/B 3.2/P 3.2/Q]', async () => {
  const disk = await mountSmallDisk(server.home.backups.preDeploy, '1m')
  try {
    await expectCancelled(nodesOf('3.2', 'A B'), 'est trop plein')
    expect((await server.lastRun()).reason).toMatch(/libres sur 1,0 Mo, et la base en occupe \d+,\d Mo/)
  } finally {
    await disk.unmount()
  }
  expect(await wholeState(server, { traces: false })).toEqual(before)
})

test('a folder of backups that cannot be written cancels it too [3.2/G 3.2/P 3.2/Q]', async () => {
  const disk = await mountSmallDisk(server.home.backups.preDeploy, '100m', 'ro')
  try {
    await expectCancelled(nodesOf('3.2', 'G'), 'ne peut pas être écrit (EROFS)')
  } finally {
    await disk.unmount()
  }
  expect(await wholeState(server, { traces: false })).toEqual(before)
})

test('once what was in the way is gone, the same commit is deployed [3.2/R 3.2/S]', async () => {
  await server.must('deploy', 'prod')
  expect(await publicHealth(server)).toMatchObject({ version: '1.1.0' })
})
