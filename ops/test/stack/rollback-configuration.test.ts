import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reached } from '../../../scripts/diagrams/reached.ts'
import type { Diagnosis } from '../../src/diagnosis/diagnose.ts'
import { readCertificate } from '../../src/environment/facts/certificate.ts'
import type { RunningRelease } from '../../src/release/colours.ts'
import { run } from '../machine/run.ts'
import { addresses, REPOSITORY } from './application.ts'
import { publicHealth, serving } from './first-release.ts'
import { follow } from './follow-runbook.ts'
import type { Load } from './load.ts'
import { nodesOf, pathOf } from './path-of.ts'
import { depositRoot, makeTickets } from './players.ts'
import { imagesIn } from './running-images.ts'
import { makeCertificate, openServer, type Server } from './server.ts'
import { expectNobodyTurnedAway, startVisits } from './visitors.ts'
import { until } from './waiting.ts'
import { wholeState } from './whole-state.ts'

/** Addresses that do not exist; nginx answers for them, so that the deployment with them is found good. */
const WRONG = { web: 'https://nobody.tiptop.test', api: 'https://api.nobody.tiptop.test' }
const NAMES = [addresses.web, addresses.api, WRONG.web, WRONG.api].map(url => new URL(url).hostname)

/** One server of preproduction on which 1.1.0 serves with bad settings. All of it takes two minutes. */
let server: Server
let good: RunningRelease
let bad: RunningRelease
beforeAll(async () => {
  server = await openServer('preprod')
  await makeCertificate(server.home.tls, NAMES)
  await server.install()
  const deploy = async (version: string) => {
    await server.repository.commit({ version }, 'preprod')
    await server.must('deploy', 'preprod')
    return serving(server)
  }
  good = await deploy('1.0.0')
  await makeTickets(server, 100)
  await depositRoot(server)
  await server.must('backup', 'pre-deploy', 'preprod')
  await change(server.home.settings, text =>
    text.replace(`URL=${addresses.web}`, `URL=${WRONG.web}`).replace(`URL=${addresses.api}`, `URL=${WRONG.api}`),
  )
  bad = await deploy('1.1.0')
})
afterAll(() => server?.close())

async function change(file: string, how: (text: string) => string): Promise<void> {
  await writeFile(file, how(await readFile(file, 'utf8')))
}

const nginx = () => `${server.home.stack}-infra-nginx-1`
const nginxFile = () => join(server.home.infra, 'nginx.conf')
const backendEnvironment = async () =>
  run(['docker', 'exec', `${server.home.stack}-${(await serving(server)).colour}-backend-1`, 'env'])
const beside = async (name: string) => (await readdir(server.home.folder)).filter(file => file.startsWith(name))

/** It was edited by hand, and nginx was restarted with it: the site is down. */
async function breakNginx(): Promise<void> {
  await appendFile(nginxFile(), 'serveur { }\n')
  await run(['docker', 'restart', '--time', '1', nginx()])
  await until(async () => !(await publicHealth(server).catch(() => null)))
}

test('without a person to agree, what would change is shown line by line, and nothing is done', async () => {
  const before = await wholeState(server)
  const said = await server.tiptop('rollback', 'preprod', 'config')
  expect(said).toMatchObject({ exitCode: 1, out: '', err: expect.stringContaining('personne n’a confirmé') })
  expect(said.err).toContain(`NEXT_PUBLIC_API_URL : ${WRONG.api} → ${addresses.api}`)
  expect(said.err).toContain('cela n’a jamais été fait ici')
  expect(said.err).toContain('aucune donnée n’est perdue')
  expect(await wholeState(server)).toEqual(before)
})

test('bad settings and a broken nginx go back by the runbook, word by word, the settings under visitors [4.2/F 4.2/G 4.2/I 4.2/K 4.2/P 4.2/Q 4.2/R 4.2/X 4.2/Y 4.2/Z 4.2/AA 4.2/AB 4.2/AC 4.2/AD 4.2/AF]', async () => {
  const infra = await readFile(nginxFile(), 'utf8')
  let load: Load | undefined
  const happenings = {
    'config --yes': async () => {
      load = await startVisits(server)
    },
    'infra --dry-run': async () => {
      expectNobodyTurnedAway(await (load as Load).stop())
      await expectGoodSettings()
      // A copy that is as wrong as what it is to mend: it never takes its place.
      await appendFile(nginxFile(), 'mauvais;\n')
      await server.must('backup', 'pre-deploy', 'preprod')
      await breakNginx()
      const { out } = await server.tiptop('diagnose', 'preprod', '--json')
      expect((JSON.parse(out) as Diagnosis).advice.command).toBe('tiptop rollback preprod infra')
      reached('4.2/F')
    },
  }
  const env = { ...process.env, ...server.env, ENVIRONNEMENT: 'preprod', OUTILS: REPOSITORY }
  const blocks = await follow('configuration-broken', env, happenings).finally(() => load?.stop())
  expect(blocks[3]).toMatch(
    /nginx refuse sa configuration : unknown directive "mauvais" in \/etc\/tiptop\/nginx.conf:\d+/,
  )
  expect(blocks[5]).toContain('Rien d’anormal')
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.1.0' })
  expect(await readFile(nginxFile(), 'utf8')).toBe(infra)
  const [kept = ''] = await beside('infra-')
  expect(await readFile(join(server.home.folder, kept, 'nginx.conf'), 'utf8')).toContain('serveur { }')
  const made = await server.lastRun()
  expect(pathOf(made, '4.2')).toEqual(expect.arrayContaining(nodesOf('4.2', 'K X Y Z AA AB AC AD AF')))
})

/** The backend of 1.1.0 with the settings of 1.0.0, and the pages that were built with their addresses. */
async function expectGoodSettings(): Promise<void> {
  const now = await serving(server)
  expect(now.release.images).toEqual({
    backend: bad.release.images.backend,
    frontend: good.release.images.frontend,
  })
  expect(await imagesIn(server, now.colour)).toEqual(now.release.images)
  expect(await backendEnvironment()).toContain(`WEB_URL=${addresses.web}\n`)
  expect(await readFile(server.home.settings, 'utf8')).toContain(`NEXT_PUBLIC_API_URL=${addresses.api}\n`)
  const [kept = ''] = await beside('.env.preprod.')
  expect(await readFile(join(server.home.folder, kept), 'utf8')).toContain(`NEXT_PUBLIC_API_URL=${WRONG.api}\n`)
  const made = await server.lastRun()
  expect(pathOf(made, '4.2')).toEqual(expect.arrayContaining(nodesOf('4.2', 'G I P Q R AB AC AD AF')))
}

test('a certificate that is about to expire is reported with what renews it, and nginx shows the one that is there [4.2/Z]', async () => {
  await makeCertificate(server.home.tls, NAMES.slice(0, 2), 5)
  const shown = async () => (await readCertificate(await server.target(), new AbortController().signal)).shown
  expect(await shown()).toBe('other')
  const { err } = await server.must('rollback', 'preprod', 'infra', '--yes')
  expect(err).toMatch(/certificat valable jusqu’au .* \([45] jours\) ; .* : tiptop certificate renew/)
  await until(async () => (await shown()) === 'same')
})

test('a configuration that does not work is taken back with everything, and the second level is called [4.2/AB 4.2/AE 4.2/AG]', async () => {
  const before = await serving(server)
  const settings = await readFile(server.home.settings, 'utf8')
  await server.must('incident', 'open', 'preprod', 'Des joueurs sont refusés', '--severity', 'P1', '--no-diagnose')
  // The certificate is not for the addresses that it would bring back.
  const said = await server.tiptop('rollback', 'preprod', 'config', '--to', bad.release.name, '--yes')
  expect(said).toMatchObject({ exitCode: 20, err: expect.stringContaining(WRONG.api) })
  expect(await serving(server)).toEqual(before)
  expect(await readFile(server.home.settings, 'utf8')).toBe(settings)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.1.0' })
  const undone = (await server.lastRun()).steps.filter(({ kind }) => kind === 'undo')
  expect(undone.map(({ node, also }) => [node, ...also])).toContainEqual(['4.2/AE', '4.2/AG'])
  expect((await server.must('incident', 'report', 'preprod')).out).toContain('second niveau appelé')
})

test('the release before comes back whole, past the configuration that was left [4.2/H 4.2/L 4.2/M 4.2/N 4.2/O 4.2/AB 4.2/AC]', async () => {
  await server.must('rollback', 'preprod', 'full', '--yes')
  expect((await serving(server)).release).toEqual(good.release)
  expect(await publicHealth(server)).toMatchObject({ code: 200, version: '1.0.0' })
  const made = await server.lastRun()
  expect(pathOf(made, '4.2')).toEqual(expect.arrayContaining(nodesOf('4.2', 'H L M N O AB AC AD AF')))
})
