import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { secrets } from '../../src/environment/home.ts'
import { registryAt } from '../../src/tools/registry.ts'
import { run, succeeds } from '../machine/run.ts'
import { layPoint, releaseOf } from '../rollback-points.ts'
import { type Machine, startRegistry } from './machine.ts'
import { stepOf } from './path-of.ts'
import { freePort, openServer, type Server } from './server.ts'
import { pushIndex, pushSmallImage } from './small-image.ts'
import { until } from './waiting.ts'

const PRELOAD = join(import.meta.dirname, 'kill-at.ts')

let folder: string
let machine: Machine
let server: Server
let images: string
let backups: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiptop-collect-'))
  // Stands where the official image keeps what it has: on its volume.
  const settings = { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/var/lib/registry' }
  machine = await startRegistry(folder, { port: await freePort(), settings })
  server = await openServer('prod', {}, machine)
  const { home } = server
  await mkdir(home.infra, { recursive: true })
  await writeFile(join(home.infra, 'infra.yaml'), '')
  for (const name of secrets) {
    const given = name === 'registry-password' ? machine.registryPassword : 'demo'
    await writeFile(home.secret(name), name === 'notify-webhook' || name === 'smtp-url' ? '' : given)
  }
  const { REGISTRY } = (await server.target()).settings
  const prefix = REGISTRY.slice(REGISTRY.indexOf('/') + 1)
  ;[images, backups] = [`${prefix}/backend`, `${prefix}-backups/backend`]
})
afterAll(async () => {
  await server?.close()
  if (machine) await run(['docker', 'rm', '--force', '--volumes', machine.registryContainer])
  await rm(folder, { recursive: true, force: true })
})

const registry = () =>
  registryAt({ host: machine.registry, user: machine.registryUser, password: machine.registryPassword })
const isRunning = async () =>
  (await run(['docker', 'container', 'inspect', '--format', '{{.State.Running}}', machine.registryContainer])) ===
  'true'
const push = (tag: string, says: string) => pushSmallImage(machine, images, tag, says)
/** Makes each image look pushed long ago: a collection leaves what is younger than an hour alone. */
const ageImages = () => {
  const manifests = ['/var/lib/registry', '-path', '*/_manifests/revisions/*', '-name', 'link']
  return run([
    'docker',
    'exec',
    machine.registryContainer,
    'find',
    ...manifests,
    '-exec',
    'touch',
    '-t',
    '202601010000',
    '{}',
    '+',
  ])
}
/** Each of its parts is there: a registry copies an image blob by blob. */
const expectWhole = (digest: string, tag: string) =>
  registry().copy({ from: images, digest, to: `${images}-copies`, tag })

test('what neither a tag, a release nor a rollback point names is shown, then goes; everything else stays whole [3.3/L]', async () => {
  const forgotten = await push('prod-latest', 'forgotten')
  const former = await push('prod-latest', 'former')
  const snapshot = await push('prod-latest', 'snapshot')
  const latest = await push('prod-latest', 'latest')
  const index = await pushIndex(machine, images, 'v1', 'several')
  const parts = await registry().partsOf(images, index)
  // A tag of its own is not what keeps a part of an index.
  for (const part of ['image', 'attestation']) await registry().untag(images, `v1-${part}`)
  await registry().copy({ from: images, digest: snapshot, to: backups, tag: 'backup-20261101-040000' })
  await layPoint(server.home, '20261101', { backend: `${machine.registry}/${backups}@${snapshot}` })
  const release = releaseOf('a', null, '2026-11-01T12:00:00.000Z')
  release.images = {
    backend: `${machine.registry}/${images}@${former}`,
    frontend: `${machine.registry}/${images}@${former}`,
  }
  await mkdir(join(server.home.releases, release.name), { recursive: true })
  await writeFile(join(server.home.releases, release.name, 'release.json'), JSON.stringify(release))

  expect((await server.must('registry', 'collect', 'prod')).out).toBe('Rien n’est de trop.\n')
  await ageImages()
  const { out } = await server.must('registry', 'collect', 'prod')
  expect(out).toContain(`✗ ${images}@${forgotten}\n`)
  for (const digest of [former, snapshot, latest, index, ...parts]) expect(out).not.toContain(`${images}@${digest}`)
  expect(await registry().digestOf(images, forgotten)).toBe(forgotten)

  await server.must('registry', 'collect', 'prod', '--confirm')
  expect(stepOf(await server.lastRun(), 'Rendre la place').detail).toMatch(/^[1-9]\d* couches retirées$/)
  expect(await registry().digestOf(images, forgotten)).toBe(null)
  expect(await registry().digestOf(images, 'prod-latest')).toBe(latest)
  expect(parts).toHaveLength(2)
  for (const [place, digest] of [former, latest, index].entries()) await expectWhole(digest, `kept-${place}`)
  expect(await registry().tags(backups)).toEqual(['backup-20261101-040000'])
  await registry().copy({ from: backups, digest: snapshot, to: `${images}-copies`, tag: 'snapshot' })
  expect((await server.must('registry', 'collect', 'prod')).out).toBe('Rien n’est de trop.\n')
})

test('an image that was forgotten is taken again, with everything that it is made of [3.3/L]', async () => {
  const digest = await push('prod-latest', 'forgotten')
  await expectWhole(digest, 'again')
  reached('3.3/L')
})

test('images that are pushed while room is made are there whole, or were refused [3.3/L]', async () => {
  // A push that has not written its tag yet.
  const halfPushed = await push('half', 'half pushed')
  await registry().untag(images, 'half')
  let collecting = true
  const done = server.tiptop('registry', 'collect', 'prod', '--confirm').finally(() => {
    collecting = false
  })
  const taken: string[] = []
  let refused = 0
  for (let count = 0; collecting || count < 3; count++)
    await push(`pushed-${count}`, `pushed ${count}`).then(
      digest => taken.push(digest),
      () => {
        refused++
      },
    )
  expect((await done).exitCode).toBe(0)
  expect(taken.length).toBeGreaterThan(3)
  expect(refused).toBeGreaterThan(0)
  for (const [place, digest] of taken.entries()) await expectWhole(digest, `pushed-${place}`)
  await expectWhole(halfPushed, 'half')
})

test('when room cannot be made the registry is started again, and that is reported [3.3/L]', async () => {
  const programs = join(folder, 'programs')
  await mkdir(programs)
  const real = await run(['which', 'docker'])
  await writeFile(
    join(programs, 'docker'),
    `#!/bin/bash\n[[ "$1" == run ]] && { echo 'no space left' >&2; exit 1; }\nexec ${real} "$@"\n`,
  )
  await chmod(join(programs, 'docker'), 0o755)
  const PATH = `${programs}:${process.env.PATH}`
  const said = await server.start(['registry', 'collect', 'prod', '--confirm'], { PATH }).ended
  expect(said).toMatchObject({ exitCode: 20, err: expect.stringContaining('Redémarrer le registre') })
  expect(await isRunning()).toBe(true)
  expect(await registry().tags(backups)).toEqual(['backup-20261101-040000'])
})

test('killed while the registry is stopped, the next run says so and starts it [3.3/L]', async () => {
  const steps = (await server.lastRun()).steps.filter(({ kind }) => kind === 'step').map(({ title }) => title)
  const step = steps.indexOf('Rendre la place')
  const env = { NODE_OPTIONS: `--import=${PRELOAD}`, KILL_AT: JSON.stringify({ step, afterMs: 0 }) }
  const { child, ended } = server.start(['registry', 'collect', 'prod', '--confirm'], env)
  await ended
  expect(child.signalCode).toBe('SIGKILL')
  expect(await isRunning()).toBe(false)
  await until(() => succeeds(['flock', '--nonblock', server.home.lock, 'true']), 20)
  expect(await server.tiptop('registry', 'collect', 'prod')).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/est arrêté\.\n +→ --confirm le redémarre\./),
  })
  await server.must('registry', 'collect', 'prod', '--confirm')
  expect(stepOf(await server.lastRun(), 'Trouver le registre').detail).toContain('qui était arrêté, redémarre')
  expect(await isRunning()).toBe(true)
  expect(await registry().tags(backups)).toEqual(['backup-20261101-040000'])
})
