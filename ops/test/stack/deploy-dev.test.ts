import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { readImage, repositoryOf } from '../../src/release/image-names.ts'
import { pieces } from '../../src/release/release.ts'
import { publicHealth, serving } from './first-release.ts'
import { openHook } from './hook.ts'
import { nodesOf, pathOf, stepOf } from './path-of.ts'
import { untilJournalSays } from './seen.ts'
import { openServer, type Server } from './server.ts'

let server: Server
let hook: Awaited<ReturnType<typeof openHook>>
/** the release that a rollback has left */
let replaced = ''
beforeAll(async () => {
  hook = await openHook()
  server = await openServer('dev', { HEALTH_PAUSE_SECONDS: '1' })
  await writeFile(server.home.secret('notify-webhook'), hook.url)
  await server.install()
})
afterAll(async () => {
  await server.close()
  await hook.close()
})

test('red lint and red tests are warnings in dev: the commit is deployed [2.1/S 2.2/A 2.2/I 2.2/J 2.2/K 2.2/L 2.2/M 2.2/N 2.2/O 2.2/AA 2.2/AB]', async () => {
  const commit = await server.repository.commit({ lint: 'red', tests: 'red' }, 'dev')
  const { err } = await server.must('deploy', '--branch', 'dev', '--cause', 'push')
  expect(err).toMatch(/Le lint est rouge : avertir et continuer/)
  expect(await publicHealth(server)).toMatchObject({ code: 200, commit })
  reached('2.2/A', '2.2/AB')
  const made = await server.lastRun()
  expect(made.state).toBe('done')
  expect(stepOf(made, 'Lancer le lint').detail).toBe('rouge')
  expect(stepOf(made, 'Le lint est rouge').detail).toContain('npm run lint : code 1\nred')
  expect(stepOf(made, 'Les tests sont rouges').detail).toContain('npm test : code 1\nred')
})

test('the way from the branch to the folder of dev is the one of its diagram [2.2/C 2.2/D 2.2/E 2.2/F 2.2/G 2.2/H 2.2/R 2.2/U 2.2/V 2.2/W 2.2/X 2.2/Y]', async () => {
  const made = await server.lastRun()
  expect(pathOf(made, '2.2')).toEqual(nodesOf('2.2', 'C D E F G H I J K L M N O P Q R S T U V W X Y AA'))
  expect(server.home.folder).toMatch(/\/dev$/)
  expect((await serving(server)).release.images.backend).toContain(`${(await server.target()).settings.REGISTRY}/`)
})

test('the images have the tags of dev, and latest as well [2.2/P 2.2/Q 2.2/S 2.2/T]', async () => {
  const [{ settings }, { registry }, { release }] = [
    await server.target(),
    await server.outside(),
    await serving(server),
  ]
  for (const piece of pieces) {
    const { path } = repositoryOf(settings.REGISTRY, piece)
    const { digest } = readImage(release.images[piece])
    for (const tag of ['dev-latest', 'latest', `dev-1.0.0-${release.commits[piece].slice(0, 7)}`])
      expect(await registry.digestOf(path, tag)).toBe(digest)
  }
  reached('2.2/P', '2.2/Q', '2.2/S', '2.2/T')
})

test('the notice lists the warnings', async () => {
  expect(hook.posts).toMatchObject([
    {
      severity: 'warning',
      subject: '[dev] version 1.0.0 déployée, avec 2 avertissements',
      text: expect.stringMatching(/Avertissement : Le lint est rouge[\s\S]*Avertissement : Les tests sont rouges/),
    },
  ])
})

test('a service that does not answer yet is asked again [2.2/X 2.2/Y 2.2/Z]', async () => {
  const commit = await server.repository.commit({ version: '1.0.1' }, 'dev')
  const closed = join(server.home.flags, 'maintenance.on')
  await writeFile(closed, '')
  const { child, ended } = server.start(['deploy', '--branch', 'dev'])
  await untilJournalSays(server, child, '"state":"retried"')
  await rm(closed)
  expect(await ended).toMatchObject({ exitCode: 0 })
  const asked = stepOf(await server.lastRun(), 'Vérifier la santé du service')
  expect(asked.state).toBe('done')
  expect(asked.retries.length).toBeGreaterThan(0)
  expect(asked.retries[0]).toContain('https://api.tiptop.test/health : 503 au lieu de 200')
  reached('2.2/Z')
  expect(await publicHealth(server)).toMatchObject({ code: 200, commit })
})

test('a container that crashes goes back to the image before, and its first words are shown [4.1/A 4.1/B 4.1/D 4.1/J 4.1/K 4.1/L 4.1/M 4.1/S 4.1/T 4.1/V 4.1/X]', async () => {
  replaced = (await serving(server)).release.name
  const { err } = await server.must('rollback', 'dev', '--yes')
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0' })
  reached('4.1/A', '4.1/B')
  const made = await server.lastRun()
  expect(pathOf(made, '4.1')).toEqual(nodesOf('4.1', 'D J K L M S T V X'))
  const { detail } = stepOf(made, 'Lire leurs journaux')
  expect(detail).toMatch(/backend-1 +\| .*\d/)
  expect(err).toContain(detail?.split('\n')[0])
})

test('a way back after which the service does not answer is taken back, and the team is called [4.1/T 4.1/U 4.1/W]', async () => {
  const before = await serving(server)
  await server.must('incident', 'open', 'dev', 'Le jeu ne répond plus', '--severity', 'P1', '--no-diagnose')
  const closed = join(server.home.flags, 'maintenance.on')
  await writeFile(closed, '')
  const said = await server.tiptop('rollback', 'dev', '--to', replaced, '--yes')
  await rm(closed)
  expect(said).toMatchObject({ exitCode: 20, err: expect.stringContaining('503 au lieu de 200') })
  expect(await serving(server)).toEqual(before)
  const undone = (await server.lastRun()).steps.filter(({ kind }) => kind === 'undo')
  expect(undone.map(({ node, also, state }) => [node, ...also, state])).toContainEqual(['4.1/U', '4.1/W', 'done'])
  expect(hook.posts.at(-2)).toMatchObject({ subject: '[dev] SECOND NIVEAU APPELÉ : Le jeu ne répond plus' })
})
