import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FailAt, type RecordingServer, recordingServer } from '../../../test/recording/recording-server.ts'
import { containRegistry } from '../../../test/registry/contained-registry.ts'
import { releaseOf } from '../../../test/rollback-points.ts'
import { type Home, homeOf } from '../../environment/home.ts'
import type { Target } from '../../environment/target.ts'
import { collectRegistry } from './collect-registry.ts'
import { findOwnRegistry } from './own-registry.ts'

let server: RecordingServer
let own: ReturnType<typeof containRegistry>
beforeEach(async () => {
  server = await recordingServer('prod', { REGISTRY: 'localhost:5000/tiptop' })
  own = containRegistry(server)
})
afterEach(() => server.close())

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`

/** Lays images in a repository: by its tag, or null, the letter that makes an image's digest. */
function layImages(repository: string, letters: readonly (readonly [tag: string | null, letter: string])[]): void {
  const names = letters.flatMap(([tag, letter]) =>
    [digestOf(letter), ...(tag ? [tag] : [])].map(name => [name, digestOf(letter)] as const),
  )
  server.model.registry.set(repository, new Map(names))
}

async function layRelease(home: Home, letter: string): Promise<void> {
  const release = releaseOf(letter, null, '2026-11-01T12:00:00.000Z')
  await mkdir(join(home.releases, release.name), { recursive: true })
  await writeFile(join(home.releases, release.name, 'release.json'), JSON.stringify(release))
}

function collect(how: FailAt & { homes?: readonly Home[] } = {}) {
  const { target } = server
  return server.run(step => collectRegistry(step, { target, homes: how.homes ?? [target.home], tools: own.tools }), how)
}
const imagesIn = (repository: string) =>
  [...(server.model.registry.get(repository)?.keys() ?? [])].filter(name => name.startsWith('sha256:'))

test('what no tag and no environment of this server names is forgotten, and its room is given back', async () => {
  const dev = homeOf({ root: server.folder, backups: server.folder, project: 'tiptop-test' }, 'dev')
  await layRelease(server.target.home, 'b')
  await layRelease(dev, 'c')
  layImages('tiptop/backend', [
    ['prod-latest', 'a'],
    [null, 'b'],
    [null, 'c'],
    [null, 'd'],
  ])
  layImages('tiptop-backups/frontend', [
    [null, 'e'],
    ['backup-20261101-040000', 'f'],
  ])
  layImages('another-project/backend', [[null, '9']])
  const { ending, told } = await collect({ homes: [server.target.home, dev] })
  expect(ending).toEqual({
    outcome: 'done',
    value: [
      { repository: 'tiptop/backend', digest: digestOf('d') },
      { repository: 'tiptop-backups/frontend', digest: digestOf('e') },
    ],
  })
  expect(imagesIn('tiptop/backend')).toEqual(['a', 'b', 'c'].map(digestOf))
  expect(imagesIn('tiptop-backups/frontend')).toEqual([digestOf('f')])
  expect(imagesIn('another-project/backend')).toEqual([digestOf('9')])
  expect(own.history).toEqual(['stop', 'collect', 'start'])
  expect(told.split('\n')).toEqual(['ci-registry-1', '2 images', '7 couches retirées'])
})

test('an image whose push has not written its tag yet is not forgotten', async () => {
  layImages('tiptop/backend', [[null, 'd']])
  own.pushed.add(digestOf('d'))
  expect((await collect()).ending).toMatchObject({ outcome: 'done', value: [] })
  expect(imagesIn('tiptop/backend')).toEqual([digestOf('d')])
})

test('the collection has the volumes, the file and the settings of the registry, and no value in its command', async () => {
  expect((await collect()).ending.outcome).toBe('done')
  const { command, env } = own.collected
  expect(env).toEqual({ REGISTRY_HTTP_SECRET: 'secret=', REGISTRY_LOG_LEVEL: 'warn' })
  for (const name of Object.keys(env)) expect(command).toContain(`--env ${name} `)
  expect(command).toContain(`--volumes-from=${own.container.Id}`)
  expect(command).toMatch(/registry:3 garbage-collect \/etc\/distribution\/config\.yml$/)
  expect(command).not.toContain('secret=')
})

test('a registry that was given no file of its own is collected by the one of its image', async () => {
  own.container.Args = []
  await collect()
  expect(own.collected.command).toMatch(/ garbage-collect \/etc\/docker\/registry\/config\.yml$/)
})

test('a registry that a killed run left stopped is started before it is asked, and given time to answer', async () => {
  own.container.State.Running = false
  own.slow.refusals = 1
  layImages('tiptop/backend', [[null, 'd']])
  expect((await collect()).ending.outcome).toBe('done')
  expect(imagesIn('tiptop/backend')).toEqual([])
  expect(own.history).toEqual(['start', 'stop', 'collect', 'start'])
})

test('a collection that is stopped forgets no further image, and leaves the registry running', async () => {
  layImages('tiptop/backend', [
    [null, 'd'],
    [null, 'e'],
  ])
  const { removeManifest } = own.tools.registry
  own.tools.registry.removeManifest = async (repository, digest) => {
    server.model.stop.controller.abort(new Error('stopped'))
    return removeManifest(repository, digest)
  }
  expect((await collect()).ending).toMatchObject({ outcome: 'failed', error: { message: 'stopped' } })
  expect(imagesIn('tiptop/backend')).toEqual([digestOf('e')])
  expect(own.history).toEqual([])
})

test('where room cannot be made, the registry is started again', async () => {
  server.model.broken.push(/collect/)
  expect((await collect()).ending).toMatchObject({ outcome: 'undone', error: { message: 'no space left' } })
  expect(own.history).toEqual(['stop', 'collect', 'start'])
  expect(own.container.State.Running).toBe(true)
})

const at = (REGISTRY: string): Target => ({ ...server.target, settings: { ...server.target.settings, REGISTRY } })

test.each([
  ['localhost:5000/tiptop', '5000'],
  ['127.0.0.1:5000', '5000'],
  ['localhost/tiptop', '80'],
])('the registry of this server is the container that publishes its port: %s', async (address, port) => {
  const { HostConfig } = own.container
  HostConfig.PortBindings = { '8080/tcp': [{ HostPort: port }], '5000/tcp': [{ HostPort: '9' }] }
  await expect(findOwnRegistry(at(address), own.tools)).rejects.toThrow('Aucun conteneur de ce serveur')
  HostConfig.PortBindings = { '8080/tcp': null, '5000/tcp': [{ HostPort: '9' }, { HostPort: port }] }
  expect(await findOwnRegistry(at(address), own.tools)).toMatchObject({ Id: own.container.Id })
})

test.each(['registre.exemple.fr/tiptop', 'registre.localhost:5000/tiptop', 'localhost.exemple.fr', 'localhost:5000x'])(
  'a registry elsewhere does not count as one of this server: %s',
  async address => {
    await expect(findOwnRegistry(at(address), own.tools)).rejects.toThrow('n’est pas sur ce serveur')
  },
)
