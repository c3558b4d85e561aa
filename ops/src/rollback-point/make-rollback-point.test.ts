import { basename } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FailAt, failAtEachStep } from '../../test/recording/recording-server.ts'
import { nightServer } from '../../test/recording/servers/night-server.ts'
import { listBrokenPoints, listRollbackPoints } from '../archive/rollback-points/points.ts'
import { runningRelease } from '../release/colours.ts'
import { readImage } from '../release/image-names.ts'
import { pieces } from '../release/release.ts'
import { makeRollbackPoint } from './make-rollback-point.ts'

type NightServer = Awaited<ReturnType<typeof nightServer>>

let server: NightServer
beforeEach(async () => {
  server = await nightServer('prod')
})
afterEach(() => server.close())

async function make({
  tools = server.tools,
  first = false,
  ...how
}: FailAt & { tools?: NightServer['tools']; first?: boolean } = {}) {
  const { target } = server
  const running = first ? null : await runningRelease(target.home)
  return server.run(step => makeRollbackPoint(step, { target, running, tools }), how)
}

const points = () => listRollbackPoints(server.target.home)
/** The tags of rollback points that the registry has. */
const tags = async () => Object.keys((await server.state()).labels).filter(label => label.includes(':backup-'))

test('a rollback point has the images, the database and the configuration of one moment [3.2/A 3.2/B 3.2/C 3.2/D 3.2/E 3.2/F 3.2/G 3.2/H 3.2/I 3.2/J 3.2/K 3.2/L 3.2/M 3.2/N 3.2/O 3.2/R 3.2/S]', async () => {
  const { ending } = await make()
  expect(ending.outcome).toBe('done')
  const [point] = await points()
  expect(point).toMatchObject({ release: { name: 'release-a' }, db: { schema: '0001-first' } })
  for (const piece of pieces)
    expect(readImage(point?.[piece] ?? '').digest).toBe(readImage(server.release.images[piece]).digest)
  expect(Object.keys(point?.config ?? {})).toEqual(expect.arrayContaining(['app.yaml', 'settings.env']))
  expect(await tags()).toHaveLength(2)
})

test('before the first deployment it has the database alone', async () => {
  expect((await make({ first: true })).ending.outcome).toBe('done')
  expect(await points()).toMatchObject([{ release: null, backend: null, frontend: null }])
  expect(await tags()).toEqual([])
})

test('whichever step fails, the point is whole or there is none, and what serves stays as it was [3.2/P 3.2/Q]', async () => {
  const before = await server.state()
  const titles = await failAtEachStep(make, async title => {
    expect(await listBrokenPoints(server.target.home), title).toEqual([])
    const { serves, running, maintenance, databases } = await server.state()
    expect({ serves, running, maintenance, databases }, title).toEqual({
      serves: before.serves,
      running: before.running,
      maintenance: before.maintenance,
      databases: before.databases,
    })
    const isDeclared = title.startsWith('Déclarer')
    expect(await points(), title).toHaveLength(isDeclared ? 1 : 0)
    expect(await tags(), title).toHaveLength(isDeclared ? 2 : 0)
  })
  expect(titles).toHaveLength(12)
})

test('what cannot be read back cancels the point: a file, a tag, the dump [3.2/O 3.2/P]', async () => {
  const { files, registry } = server.tools
  const otherFile: typeof files.fingerprint = async file => {
    const found = await files.fingerprint(file)
    return basename(file) === 'app.yaml' ? { ...found, sha256: 'of something else' } : found
  }
  const otherImage: typeof registry.digestOf = async (path, reference) =>
    reference.startsWith('backup-') ? `sha256:${'f'.repeat(64)}` : registry.digestOf(path, reference)
  const spoilt = [
    [{ ...server.tools, files: { ...files, fingerprint: otherFile } }, "app.yaml n'a pas le contenu qui fut noté"],
    [{ ...server.tools, registry: { ...registry, digestOf: otherImage } }, 'désigne une autre image'],
  ] as const
  for (const [tools, why] of spoilt)
    expect((await make({ tools })).ending).toMatchObject({ error: { message: expect.stringContaining(why) } })
  server.model.broken.push(/pg_restore --file=\/dev\/null/)
  expect((await make()).ending).toMatchObject({
    error: { message: expect.stringContaining('pg_restore ne peut pas relire') },
  })
  expect(await points()).toEqual([])
  expect(await tags()).toEqual([])
})

test('an image that the registry has lost cancels the point before anything is tagged [3.2/E]', async () => {
  server.model.registry.clear()
  expect((await make()).ending).toMatchObject({
    error: { message: expect.stringContaining("le registre ne l'a plus") },
  })
  expect(await tags()).toEqual([])
})
