import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { listRollbackPoints } from '../../src/archive/rollback-points/points.ts'
import { type RunningRelease, servingColour } from '../../src/release/colours.ts'
import { backupRepositoryOf, readImage, repositoryOf } from '../../src/release/image-names.ts'
import { pieces, type Release } from '../../src/release/release.ts'
import type { Run } from '../../src/runs/runs.ts'
import { run } from '../machine/run.ts'
import { openMailServer } from '../mail-server.ts'
import { publicHealth, serving } from './first-release.ts'
import { openHook } from './hook.ts'
import { nodesOf, pathOf, stepOf } from './path-of.ts'
import { containers } from './seen.ts'
import { openServer, type Server } from './server.ts'

let server: Server
let mails: Awaited<ReturnType<typeof openMailServer>>
let hook: Awaited<ReturnType<typeof openHook>>
let commit: string
let first: RunningRelease
let report: string

beforeAll(async () => {
  ;[mails, hook] = await Promise.all([openMailServer(), openHook()])
  server = await openServer('prod', { NOTIFY_EMAILS: 'exploitation@tiptop.test' })
  await writeFile(server.home.secret('smtp-url'), mails.url)
  await writeFile(server.home.secret('notify-webhook'), hook.url)
  await server.install()
  commit = await server.repository.commit({ version: '1.0.0' })
  report = join(server.repository.folder, '..', 'report')
})
afterAll(async () => {
  await server.close()
  await Promise.all([mails.close(), hook.close()])
})

test('the plan says what a push to main means, and does nothing [2.1/F 2.1/G 2.1/J 2.1/N 2.4/F 2.4/G 2.4/H]', async () => {
  const { out } = await server.must('deploy', '--branch', 'main', '--plan')
  const plan = { environment: 'prod', branch: 'main', commit, tag: 'prod-latest', approval: 'auto' }
  const warnings = [expect.stringContaining('Aucune répétition de restauration')]
  expect(JSON.parse(out)).toEqual({ ...plan, warnings })
  reached('2.1/F', '2.1/G', '2.1/J', '2.1/N', '2.4/F', '2.4/G', '2.4/H')
  expect((await readdir(server.home.runs)).filter(name => name.includes('deploy'))).toEqual([])
})

test('a push to main is in service at the end, seen through TLS and nginx [2.1/A 2.1/W 2.1/X 2.1/Y 2.1/Z 2.1/AB 2.4/A 2.4/AF 2.4/AH 2.4/AI 2.4/AJ 2.4/AQ 2.4/AR]', async () => {
  await server.must('deploy', '--branch', 'main', '--cause', 'push', '--report', report)
  first = await serving(server)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0', commit })
  const { web } = await server.outside()
  const page = await web.read('https://tiptop.test/')
  expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Thé Tip Top') })
  reached('2.1/A', '2.1/AB', '2.4/A', '2.4/AR')
})

test('it took its way through the diagram, from the extracted commit to the journeys [2.1/P 2.1/Q 2.1/R 2.1/S 2.1/U 2.1/V 2.4/E 2.4/I 2.4/J 2.4/K 2.4/L 2.4/M 2.4/O 2.4/P 2.4/T 2.4/Z 2.4/AA 2.4/AD 2.4/AE 2.4/AG 2.4/AO 2.4/AP]', async () => {
  const made = await server.lastRun()
  expect(made).toMatchObject({ state: 'done', by: 'exploitant', procedure: 'deploy', environment: 'prod' })
  const through = 'E C D F G H I J K L O M P T V W X Y Z AA AB AC AD AE AF AG AH AI AJ AO AP AQ'
  expect(pathOf(made, '2.4').toSorted()).toEqual(nodesOf('2.4', through).toSorted())
  expect(pathOf(made, '2.1')).toEqual(nodesOf('2.1', 'F G P Q R S U V W X Y Z'))
  expect(pathOf(made, '3.2')).toEqual(nodesOf('3.2', 'A B C D E F G H I J K L M N O R S'))
  expect(stepOf(made, "S'assurer de l'accord").detail).toMatch(/^automatique \(poussée\) ; Aucune répétition/)
  const lint = stepOf(made, 'Lancer le lint')
  const tests = stepOf(made, 'Lancer les tests')
  expect(tests.startedAt < endOf(lint)).toBe(true)
})

const endOf = ({ startedAt, ms }: { startedAt: string; ms: number | null }) =>
  new Date(Date.parse(startedAt) + (ms ?? 0)).toISOString()

test('both images have their tags in the registry, and what runs is their digest [2.4/AB 2.4/AC 2.4/AE]', async () => {
  const { settings } = await server.target()
  const { registry } = await server.outside()
  for (const piece of pieces) {
    const { path } = repositoryOf(settings.REGISTRY, piece)
    const { digest } = readImage(first.release.images[piece])
    const tags = ['prod-latest', `prod-1.0.0-${commit.slice(0, 7)}`, '1.0.0']
    expect((await registry.tags(path)).toSorted()).toEqual(tags.toSorted())
    expect(await Promise.all(tags.map(tag => registry.digestOf(path, tag)))).toEqual(tags.map(() => digest))
    const container = `${server.home.stack}-${first.colour}-${piece}-1`
    const image = await run(['docker', 'inspect', '--format', '{{.Image}} {{.Config.Image}}', container])
    const known = await run(['docker', 'image', 'inspect', '--format', '{{.Id}}', first.release.images[piece]])
    expect(image).toBe(`${known} ${first.release.images[piece]}`)
  }
  reached('2.4/AB', '2.4/AC', '2.4/AE')
})

test('the site is built with the addresses of this environment, and says its version and its commit [2.4/Z 2.4/AA]', async () => {
  const image = first.release.images.frontend
  const labels = JSON.parse(await run(['docker', 'image', 'inspect', '--format', '{{json .Config.Labels}}', image]))
  expect(labels).toMatchObject({
    'org.opencontainers.image.version': '1.0.0',
    'org.opencontainers.image.revision': commit,
    'tiptop.api': 'https://api.tiptop.test',
    'tiptop.web': 'https://tiptop.test',
  })
  expect(stepOf(await server.lastRun(), 'Lire les réglages publics').detail).toBe('https://tiptop.test')
})

test('the report holds the page, the run and the results of the tests', async () => {
  const made = JSON.parse(await readFile(join(report, 'run.json'), 'utf8')) as Run & { warnings: string[] }
  expect(made).toMatchObject({ state: 'done', name: (await server.lastRun()).name, warnings: [] })
  expect(await readFile(join(report, 'junit', 'unit.xml'), 'utf8')).toContain('<testcase')
  const page = await readFile(join(report, 'run.html'), 'utf8')
  expect(page).toContain('deploy prod, réussi')
})

test('runs show draws the way that it took, in one file that opens offline', async () => {
  const file = join(report, 'drawn.html')
  await server.must('runs', 'show', 'last', '--html', file)
  const page = await readFile(file, 'utf8')
  for (const title of ['2.1', '2.4', '3.2']) expect(page).toContain(`<h2>${title} `)
  expect(page.match(/class="[^"]*\bdone\b/g)?.length).toBeGreaterThan(50)
  expect(page).not.toMatch(/(src|href)="https?:|url\(https?:/)
})

test('the people on call have a mail and a message that say what is in service', async () => {
  expect(mails.mails).toMatchObject([{ to: ['exploitation@tiptop.test'] }])
  expect(mails.mails[0]?.text).toContain(`En service : 1.0.0 (${first.release.name})`)
  expect(hook.posts).toMatchObject([
    { environment: 'prod', severity: 'info', subject: '[prod] version 1.0.0 déployée' },
  ])
})

test('the next release runs beside the first one, serves, and the first one is kept, stopped [2.4/AG 2.4/AH]', async () => {
  const next = await server.repository.commit({ version: '1.1.0' })
  await server.must('deploy', 'prod')
  const now = await serving(server)
  expect(now.colour).not.toBe(first.colour)
  expect(now.release.former).toBe(first.release.name)
  expect(await servingColour(server.home)).toBe(now.colour)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.1.0', commit: next })
  const states = [`${now.colour}-backend-1 running`, `${first.colour}-backend-1 exited`]
  expect(await containers(server)).toEqual(expect.arrayContaining(states))
})

test('before that, what served was kept: its images, its database and its configuration [2.4/V 2.4/W 2.4/X 2.4/Y]', async () => {
  const points = await listRollbackPoints(server.home)
  expect(points).toHaveLength(2)
  const [point] = points as [(typeof points)[0]]
  expect(point.release).toEqual(first.release satisfies Release)
  const { settings } = await server.target()
  const { registry } = await server.outside()
  for (const piece of pieces) {
    const { digest } = readImage(first.release.images[piece])
    expect(await registry.digestOf(backupRepositoryOf(settings.REGISTRY, piece).path, point.tag)).toBe(digest)
  }
  expect(await readFile(join(point.folder, 'app.yaml'), 'utf8')).toContain('BACKEND_IMAGE')
  expect(point.db.schema).toMatch(/^\d{4}-/)
  reached('2.4/V', '2.4/W', '2.4/X', '2.4/Y')
})

test('nothing that a deployment needs for itself stays: no workshop, no container of a moment, no half backup', async () => {
  const folders = await readdir(server.home.folder)
  expect(folders).not.toContain('workshop')
  const { colour } = await serving(server)
  const other = colour === 'blue' ? 'green' : 'blue'
  const two = (name: string, state: string) => ['backend', 'frontend'].map(piece => `${name}-${piece}-1 ${state}`)
  const infra = ['infra-nginx-1 running', 'infra-postgres-1 running']
  expect(await containers(server)).toEqual([...two(colour, 'running'), ...two(other, 'exited'), ...infra].toSorted())
  expect((await readdir(server.home.backups.preDeploy)).filter(name => name.endsWith('.partial'))).toEqual([])
})

test('another build of a version is deployed too, and the version goes on naming the first one', async () => {
  const { settings } = await server.target()
  const { registry } = await server.outside()
  const digestsNamed = (tag: string) =>
    Promise.all(pieces.map(piece => registry.digestOf(repositoryOf(settings.REGISTRY, piece).path, tag)))
  const before = await digestsNamed('1.1.0')
  const again = await server.repository.commit({ version: '1.1.0' })
  await server.must('deploy', 'prod')
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.1.0', commit: again })
  expect(await digestsNamed('1.1.0')).toEqual(before)
  expect(await digestsNamed('prod-latest')).not.toEqual(before)
  expect(stepOf(await server.lastRun(), 'Envoyer les images').detail).toContain('npm run release')
})
