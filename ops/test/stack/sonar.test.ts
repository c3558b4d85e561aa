import { cp, mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import { analyse } from '../../src/deploy/checks/quality-gate.ts'
import { openShell, type Shell } from '../../src/tools/shell.ts'
import { type Java, openJava } from '../pipeline/java.ts'
import { makeEngineJar } from '../pipeline/sonar/engine-jar.ts'
import { openSonarServer, red } from '../pipeline/sonar/sonar-server.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
let java: Java
let engine: Buffer
let folder: string

beforeAll(async () => {
  java = await openJava()
  engine = await makeEngineJar(java)
  folder = await mkdtemp(join(tmpdir(), 'tiptop-sonar-'))
}, 120_000)
afterAll(() => rm(folder, { recursive: true }))

/** The shell of a deployment on a machine with a Java of its own, as Jenkins' image is. */
function openMachine(): Shell {
  const { read, run } = openShell()
  const env = {
    PATH: `${join(java.home, 'bin')}:${process.env.PATH}`,
    SONAR_SCANNER_SKIP_JRE_PROVISIONING: 'true',
    SONAR_USER_HOME: join(folder, 'cache'),
  }
  return { read, run: (command, options) => run(command, { ...options, env: { ...options?.env, ...env } }) }
}

async function analyseCheckout(given: Parameters<typeof openSonarServer>[0] = {}, scannersToken?: string) {
  const server = await openSonarServer({ engine, ...given })
  const checkout = await mkdtemp(join(folder, 'checkout-'))
  await cp(join(ROOT, 'sonar-project.properties'), join(checkout, 'sonar-project.properties'))
  const shell = openMachine()
  const run: Shell['run'] = (command, options) => {
    const env = { ...options?.env, ...(scannersToken && { SONAR_TOKEN: scannersToken }) }
    return shell.run(command, { ...options, env })
  }
  const signal = new AbortController().signal
  const asked = { checkout, url: server.url, project: 'tiptop', token: 'demo-token', version: 'abc1234', signal }
  const quality = await analyse(
    { shell: { ...shell, run } },
    { ...asked, tell() {} },
    { everyMs: 20, withinMs: 300_000 },
  )
  await server.close()
  return { quality, server, checkout }
}

test('the scanner hands in the checkout, and its gate is met [2.3/T 2.3/U 2.3/X 2.4/N]', async () => {
  const { quality, server } = await analyseCheckout({ tasks: ['PENDING', 'IN_PROGRESS', 'SUCCESS'] })
  expect(quality).toMatchObject({ state: 'passed', url: `${server.url}/dashboard?id=tiptop` })
  expect(server.submitted).toHaveLength(1)
  expect(server.submitted[0]).toMatchObject({
    'sonar.projectKey': 'tiptop',
    'sonar.projectVersion': 'abc1234',
    'sonar.projectName': 'Thé Tip Top',
  })
  reached('2.3/T', '2.3/U', '2.3/X', '2.4/N')
})

test('what the scanner has to read is there', async () => {
  const { server } = await analyseCheckout()
  const folders = server.submitted[0]?.['sonar.sources']?.split(',') ?? []
  expect(await readdir(ROOT)).toEqual(expect.arrayContaining(folders))
  expect(folders).toContain('backend')
})

test('a red gate is reported with its measures and stops nothing [2.3/V 2.3/W 2.4/Q 2.4/S]', async () => {
  const { quality } = await analyseCheckout({ gate: red })
  expect(quality).toMatchObject({ state: 'failed' })
  expect(quality.conditions.filter(({ met }) => !met)).toHaveLength(2)
  reached('2.3/V', '2.3/W', '2.4/Q', '2.4/S')
})

test('an engine that the server refuses leaves the quality unknown, without the token in the sentence', async () => {
  const { quality } = await analyseCheckout({}, 'stolen-token')
  expect(quality).toMatchObject({ state: 'unknown', reason: expect.stringContaining('Le scanner a échoué') })
  expect(JSON.stringify(quality)).not.toMatch(/demo-token|stolen-token/)
})

test('an engine that hangs ends with the scanner that started it', async () => {
  const server = await openSonarServer({ engine, silent: /ce\/submit/ })
  const checkout = await mkdtemp(join(folder, 'checkout-'))
  const stop = new AbortController()
  const asked = { checkout, url: server.url, project: 'tiptop', token: 'demo-token', signal: stop.signal, tell() {} }
  const quality = analyse({ shell: openMachine() }, asked)
  await expect.poll(() => server.asked.join(), { timeout: 15_000 }).toContain('/api/ce/submit')
  expect(await processesIn(checkout)).not.toHaveLength(0)
  stop.abort(new Error('arrêt demandé'))
  await expect(quality).rejects.toThrow('arrêt demandé')
  await expect.poll(() => processesIn(checkout), { timeout: 12_000 }).toEqual([])
  await server.close()
})

/** The programs that work in this folder. */
async function processesIn(checkout: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const folders = await Promise.all(ids.map(id => readlink(join('/proc', id, 'cwd')).catch(() => '')))
  return ids.filter((_, index) => folders[index] === checkout)
}
