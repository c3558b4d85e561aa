import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { listBrokenPoints, listRollbackPoints } from '../../src/archive/rollback-points/points.ts'
import type { RunningRelease } from '../../src/release/colours.ts'
import { backupRepositoryOf, readImage } from '../../src/release/image-names.ts'
import { type ApplicationPiece, pieces } from '../../src/release/release.ts'
import { stateOf } from './backed-up.ts'
import { openServer, type Server } from './server.ts'
import { migrateByHand, pretendToServe } from './serving.ts'
import { until } from './waiting.ts'
import { openWayToRegistry, type WayToRegistry } from './way-to-registry.ts'

let server: Server
let way: WayToRegistry
let running: RunningRelease
let made: string[]
beforeAll(async () => {
  way = await openWayToRegistry()
  server = await openServer('prod', { REGISTRY: `${way.address}/prune-${process.pid}` })
  await server.install()
  await migrateByHand(await server.target())
  running = await pretendToServe(await server.target(), await server.outside())
  for (let point = 0; point < 7; point++) await server.must('backup', 'pre-deploy', 'prod')
  made = await whole()
})
afterAll(async () => {
  await server.close()
  await way.close()
})

const whole = async () => (await listRollbackPoints(server.home)).map(({ tag }) => tag)
const tagsOf = async (piece: ApplicationPiece) => {
  const { settings } = await server.target()
  const { registry } = await server.outside()
  return (await registry.tags(backupRepositoryOf(settings.REGISTRY, piece).path)).sort().reverse()
}

test('of seven rollback points, prune says which stay and why, and removes none [3.3/G]', async () => {
  const before = await stateOf(server)
  const { out } = await server.must('prune', 'prod')
  expect(made).toHaveLength(7)
  expect(out).toContain(`✓ ${made[0]}  la plus récente ; 1re des 5 dernières`)
  expect(out).toContain(`✗ ${made[6]}  7e : les 5 dernières sont gardées`)
  expect(out).toContain('5 restent, 2 de trop')
  reached('3.3/G')
  expect(await stateOf(server)).toEqual(before)
})

test('killed in the middle, prune leaves whole points or none; the next run takes the rest away, files and tags [3.3/H 3.3/L]', async () => {
  way.refuse(() => 'silence')
  const { child, ended } = server.start(['prune', 'prod', '--confirm'])
  await until(async () => (await listBrokenPoints(server.home)).length === 2)
  child.kill('SIGKILL')
  await ended
  await way.repair()
  expect(await whole()).toEqual(made.slice(0, 5))
  expect(await tagsOf('backend')).toEqual(made)
  expect((await server.must('prune', 'prod')).out).toContain(`! ${made[6]}.partial est en cours, ou interrompu`)
  await server.must('prune', 'prod', '--confirm')
  expect(await listBrokenPoints(server.home)).toEqual([])
})

test('the five newest points stay whole with their tags, and what serves is untouched [3.3/G 3.3/H 3.3/L]', async () => {
  const { registry } = await server.outside()
  expect(await whole()).toEqual(made.slice(0, 5))
  for (const piece of pieces) {
    const { path, digest } = readImage(running.release.images[piece])
    expect(await tagsOf(piece)).toEqual(made.slice(0, 5))
    expect(await registry.digestOf(path, 'prod-latest')).toBe(digest)
  }
  const { out } = await server.must('prune', 'prod', '--confirm')
  expect(out).toContain('5 restent, 0 de trop')
  const nodes = (await server.lastRun()).steps.map(({ node, also }) => [node, ...also])
  expect(nodes).toEqual(expect.arrayContaining([['3.3/G'], ['3.3/H', '3.3/L']]))
})
