import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { repositoryOf } from '../../src/release/image-names.ts'
import { pieces } from '../../src/release/release.ts'
import { openJava } from '../pipeline/java.ts'
import { makeEngineJar } from '../pipeline/sonar/engine-jar.ts'
import { openSonarServer, red } from '../pipeline/sonar/sonar-server.ts'
import { REPOSITORY } from './application.ts'
import { publicHealth } from './first-release.ts'
import { nodesOf, pathOf, stepOf } from './path-of.ts'
import { untouched } from './seen.ts'
import { openServer, type Server } from './server.ts'

const PROPERTIES = 'sonar-project.properties'
let server: Server
let sonar: Awaited<ReturnType<typeof openSonarServer>>
let folder: string
/** A machine with a Java of its own, as Jenkins' image is. */
let machine: Record<string, string>

beforeAll(async () => {
  const java = await openJava()
  sonar = await openSonarServer({ engine: await makeEngineJar(java), gate: red })
  folder = await mkdtemp(join(tmpdir(), 'tiptop-sonar-'))
  machine = {
    PATH: `${join(java.home, 'bin')}:${process.env.PATH}`,
    SONAR_SCANNER_SKIP_JRE_PROVISIONING: 'true',
    SONAR_USER_HOME: folder,
  }
  server = await openServer('preprod', { SONAR_URL: sonar.url, SONAR_PROJECT: 'tiptop' })
  await writeFile(server.home.secret('sonar-token'), sonar.behaviour.token)
  await server.install()
})
afterAll(async () => {
  await server.close()
  await sonar.close()
  await rm(folder, { recursive: true })
})

test('green lint and green tests go through, and a red quality gate only warns [2.3/A 2.3/J 2.3/K 2.3/L 2.3/M 2.3/P 2.3/Q 2.3/R 2.3/T 2.3/U 2.3/V 2.3/W 2.3/Y 2.3/AM 2.3/AN]', async () => {
  const files = { [PROPERTIES]: await readFile(join(REPOSITORY, PROPERTIES), 'utf8') }
  const commit = await server.repository.commit({ files }, 'preprod')
  const report = join(folder, 'report')
  const asked = ['deploy', '--branch', 'preprod', '--cause', 'push', '--report', report]
  expect(await server.start(asked, machine).ended).toMatchObject({ exitCode: 0 })
  expect(await publicHealth(server)).toMatchObject({ code: 200, commit })
  reached('2.3/A', '2.3/AN')
  expect(sonar.submitted).toHaveLength(1)
  const made = JSON.parse(await readFile(join(report, 'run.json'), 'utf8')) as { warnings: string[] }
  expect(made.warnings).toEqual([expect.stringMatching(/couverture du nouveau code 71,2 \(au moins 80\)/)])
})

test('its way is the one of the diagram, with the settings and the tag of preprod [2.3/C 2.3/D 2.3/E 2.3/F 2.3/G 2.3/H 2.3/I 2.3/Z 2.3/AA 2.3/AB 2.3/AC 2.3/AD 2.3/AE 2.3/AF 2.3/AG 2.3/AH 2.3/AI]', async () => {
  const made = await server.lastRun()
  const through = 'C D E F G H I J L K M P Q R T U V W Y Z AA AB AC AD AE AF AG AH AI AM'
  expect(pathOf(made, '2.3').toSorted()).toEqual(nodesOf('2.3', through).toSorted())
  const [{ settings }, { registry }] = [await server.target(), await server.outside()]
  for (const piece of pieces)
    expect(await registry.tags(repositoryOf(settings.REGISTRY, piece).path)).toContain('preprod-latest')
})

test.each([
  ['red lint stops before anything is built, and what served serves [2.3/L 2.3/N 2.3/S 2.1/T 2.1/AA]', 'lint', 'N'],
  ['red tests stop before anything is built, and what served serves [2.3/M 2.3/O 2.3/S 2.1/T 2.1/AA]', 'tests', 'O'],
] as const)('%s', async (_title, check, node) => {
  const before = await untouched(server)
  const served = await publicHealth(server)
  await server.repository.commit({ version: '1.1.0', [check]: 'red' }, 'preprod')
  const said = await server.start(['deploy', '--branch', 'preprod'], machine).ended
  const why = check === 'lint' ? 'Le lint est rouge' : 'Les tests sont rouges'
  expect(said).toMatchObject({ exitCode: 1, err: expect.stringContaining(`✗ échoué : ${why}`) })
  const made = await server.lastRun()
  expect(stepOf(made, why)).toMatchObject({ node: `2.3/${node}`, state: 'failed' })
  expect(pathOf(made, '2.3', 'failed')).toEqual([`2.3/${node}`])
  expect(made.steps.at(-1)?.state).toBe('failed')
  reached('2.3/S', '2.1/AA')
  expect(await untouched(server)).toEqual(before)
  expect(await publicHealth(server)).toEqual(served)
})
