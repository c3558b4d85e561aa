import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { imageByDigest, repositoryOf } from '../../src/release/image-names.ts'
import { pieces } from '../../src/release/release.ts'
import { type Run, readRun, type StepRun } from '../../src/runs/runs.ts'
import { run, succeeds } from '../machine/run.ts'
import { publicHealth, serving } from './first-release.ts'
import { type Load, startLoad } from './load.ts'
import { stepOf } from './path-of.ts'
import { makeTickets } from './players.ts'
import { containers, journalOf, untilJournalSays } from './seen.ts'
import { openServer, type Server } from './server.ts'
import { until } from './waiting.ts'

const PRELOAD = join(import.meta.dirname, 'kill-at.ts')
/** A step that takes this long is killed in its middle, a shorter one as it begins. */
const LONG_MS = 250
/** Some twenty deployments, on a machine that does other things as well. */
const PATIENCE_MS = 900_000

let server: Server
let commit: string
let probe: Load
/** the steps of a deployment that is not killed */
let way: StepRun[]

beforeAll(async () => {
  server = await openServer('prod')
  await server.install()
  await server.repository.commit({ version: '1.0.0' })
  await server.must('deploy', 'prod')
  commit = await server.repository.commit({ version: '1.1.0' })
  await server.must('deploy', 'prod')
  way = (await server.lastRun()).steps
  await makeTickets(server, 100)
  const { home, settings } = await server.target()
  probe = startLoad({
    web: settings.NEXT_PUBLIC_WEB_URL,
    api: settings.NEXT_PUBLIC_API_URL,
    through: { host: '127.0.0.1', port: settings.HTTPS_PORT },
    ca: await readFile(join(home.tls, 'fullchain.pem'), 'utf8'),
    visitors: { http1: 1, http2: 1 },
    restMs: 100,
  })
})
afterAll(async () => {
  await probe?.stop()
  await server.close()
})

/** Deploys, and kills that in the middle of its n-th step. @returns the run as its journal shows it */
async function killAt(index: number): Promise<Run> {
  const { ms } = way[index] as StepRun
  const afterMs = (ms ?? 0) > LONG_MS ? Math.min(Math.round((ms ?? 0) / 3), 500) : 0
  const env = { NODE_OPTIONS: `--import=${PRELOAD}`, KILL_AT: JSON.stringify({ step: index, afterMs }) }
  const { child, ended } = server.start(['deploy', 'prod'], env)
  const { err } = await ended
  expect(child.signalCode, `${index} ${way[index]?.title}: ${err}`).toBe('SIGKILL')
  // The lock is the kernel's: it is free once the process that held it is gone.
  await until(() => succeeds(['flock', '--nonblock', server.home.lock, 'true']), 10)
  return readRun((await journalOf(server, child)) ?? 'no journal')
}

/** Kills a deployment at each of these steps in turn; each next one finds out where the one before it ended. */
async function killAtEach(indexes: number[]): Promise<void> {
  const stockAt = way.findIndex(({ title }) => title === 'Relever ce qui tourne')
  let former: Run | null = null
  for (const index of indexes) {
    const killed = await killAt(index)
    expect(killed).toMatchObject({ state: 'interrupted', ms: null })
    expect(await publicHealth(server)).toMatchObject({ code: 200 })
    if (former && index > stockAt) expectTold(killed, former)
    former = killed
  }
  const { err } = await server.must('deploy', 'prod')
  if (former) {
    expect(err).toContain(former.name)
    expectTold(await server.lastRun(), former)
  }
}

/** What the next run says of one that was killed. */
function expectTold(next: Run, killed: Run): void {
  const where = `${killed.name} a été interrompu à « ${killed.steps.at(-1)?.title} »`
  expect(stepOf(next, 'Relever ce qui tourne').detail).toContain(where)
}

/**
 * Everything is as after an undisturbed deployment.
 * @param gone what the other colour no longer has: a release that was taken back
 */
async function expectWhole(gone: string[] = []): Promise<void> {
  const { colour, release } = await serving(server)
  expect(release.commits.backend).toBe(commit)
  expect(await publicHealth(server)).toMatchObject({ code: 200, commit })
  const other = colour === 'blue' ? 'green' : 'blue'
  const states = { infra: ['nginx', 'postgres'], [colour]: ['backend', 'frontend'] }
  const running = Object.entries(states).flatMap(([name, all]) => all.map(one => `${name}-${one}-1 running`))
  const kept = ['backend', 'frontend'].filter(one => !gone.includes(one)).map(one => `${other}-${one}-1 exited`)
  expect(await containers(server)).toEqual([...running, ...kept].toSorted())
  expect(await named('volume')).toEqual(['archive', 'database', 'static'])
  expect(await named('network')).toEqual(['archive', 'database', 'edge'])
  expect((await readdir(server.home.folder)).filter(name => /workshop|\.tmp$/.test(name))).toEqual([])
  expect((await readdir(server.home.flags)).filter(name => /maintenance\.on|^pass-/.test(name))).toEqual([])
  expect((await readdir(server.home.backups.preDeploy)).filter(name => name.endsWith('.partial'))).toEqual([])
  expect(await server.sql('select datname from pg_database where not datistemplate order by 1')).toBe(
    'postgres\ntiptop',
  )
  expect(await server.sql('select count(*) from users where access_until > now()')).toBe('0')
  expect(await server.sql("select count(*) from pg_stat_activity where application_name = 'tiptop-dump'")).toBe('0')
}

async function named(kind: 'volume' | 'network'): Promise<string[]> {
  const said = await run(['docker', kind, 'ls', '--format', '{{.Name}}', '--filter', `name=${server.home.stack}-`])
  return said
    .split('\n')
    .map(name => name.slice(server.home.stack.length + 1))
    .toSorted()
}

/** The steps of a deployment from this title on, to the one before that title. */
function steps(from: string, to?: string): number[] {
  const at = (title: string) => way.findIndex(step => step.title.startsWith(title))
  const [first, last] = [at(from), to ? at(to) : way.length]
  if (first < 0 || last <= first) throw new Error(`No steps from « ${from} » to « ${to} ».`)
  return Array.from({ length: last - first }, (_, index) => first + index)
}

test(
  'killed at any step of the preparation, checks and backup, nothing of it stays',
  async () => {
    await killAtEach(steps("S'assurer de l'accord", 'Lire les réglages publics'))
    await expectWhole()
  },
  PATIENCE_MS,
)

test(
  'killed while images are built and sent and the release starts, the one that serves serves',
  async () => {
    await killAtEach(steps('Lire les réglages publics', 'Lui envoyer tout le monde'))
    await expectWhole()
  },
  PATIENCE_MS,
)

test(
  'killed after the switch, one of the two releases serves, whole, and the next run goes on from there',
  async () => {
    await killAtEach(steps('Lui envoyer tout le monde'))
    await expectWhole()
  },
  PATIENCE_MS,
)

/** Deploys, and asks that to stop once its journal says this. */
async function stopAt(title: string, signal: 'SIGINT' | 'SIGTERM') {
  const before = await serving(server)
  const { child, ended } = server.start(['deploy', 'prod'])
  await untilJournalSays(server, child, `"title":"${title}`)
  child.kill(signal)
  return { said: await ended, before, made: await server.lastRun() }
}

test('asked to stop before anything was changed, it ends at once, and nothing has changed', async () => {
  const scripts = { lint: 'true', test: 'sleep 600' }
  const files = { 'package.json': JSON.stringify({ name: 'release-of-tests', version: '1.2.0', scripts }) }
  await server.repository.commit({ files })
  const { said, made, before } = await stopAt('Lancer les tests', 'SIGINT')
  expect(said).toMatchObject({ exitCode: 1, err: expect.stringContaining('✗ échoué : arrêt demandé (SIGINT)') })
  expect(stepOf(made, 'Lancer les tests').state).toBe('failed')
  expect(await serving(server)).toEqual(before)
  await expectWhole()
})

test.each([
  ['while the release starts', 'Démarrer la version 1.3.0'],
  ['after the switch', 'Essayer une connexion'],
])('asked to stop %s, it takes back what it did and says so', async (_when, title) => {
  await server.repository.commit({ version: '1.3.0' })
  const { said, made, before } = await stopAt(title, 'SIGTERM')
  expect(said).toMatchObject({ exitCode: 20, err: expect.stringContaining('échoué, défait : arrêt demandé (SIGTERM)') })
  expect(made.steps.filter(({ kind, state }) => kind === 'undo' && state !== 'done')).toEqual([])
  expect(await serving(server)).toEqual(before)
  expect(await latest()).toEqual(Object.values(before.release.images))
  await expectWhole(['backend', 'frontend'])
})

/** What `prod-latest` names. */
async function latest(): Promise<string[]> {
  const [{ settings }, { registry }] = [await server.target(), await server.outside()]
  const images = pieces.map(async piece => {
    const repository = repositoryOf(settings.REGISTRY, piece)
    return imageByDigest(repository, (await registry.digestOf(repository.path, 'prod-latest')) ?? '')
  })
  return Promise.all(images)
}

test('during all of that no visitor of the site was refused', async () => {
  const { total, failed, firstFailures } = await probe.stop()
  expect(firstFailures).toEqual([])
  expect(failed).toBe(0)
  expect(total).toBeGreaterThan(200)
})
