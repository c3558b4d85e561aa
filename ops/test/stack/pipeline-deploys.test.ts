import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic } from '../../src/ci/ci-server.ts'
import { type AnsweringServer, jenkinsBuild, openAnswering } from '../ci/ci-servers.ts'
import { run } from '../machine/run.ts'
import { addGate, type Circumstances, causes, type Jenkins, openJenkins } from '../pipeline/run-jenkinsfile.ts'
import { freePort, openServer, type Server } from './server.ts'

let jenkins: Jenkins
let server: Server
let api: AnsweringServer
let folder: string
let workspace: string
let environment: Record<string, string>
let commit: string

beforeAll(async () => {
  jenkins = await openJenkins()
  // Nothing answers where SonarQube should be.
  const SONAR_URL = `http://127.0.0.1:${await freePort()}`
  api = await openAnswering({}, basic('lecture', 'demo-token'))
  const asking = { JENKINS_URL: api.url, JENKINS_USER: 'lecture', JENKINS_HOME: '/var/jenkins_home' }
  server = await openServer('prod', { APPROVAL: 'manual', SONAR_URL, SONAR_PROJECT: 'tiptop', ...asking })
  await server.install()
  await writeFile(server.home.secret('sonar-token'), 'demo-token')
  await writeFile(server.home.secret('jenkins-token'), 'demo-token')
  commit = await server.repository.commit({ version: '1.0.0' })
  folder = await mkdtemp(join(tmpdir(), 'tiptop-jenkins-'))
  workspace = join(folder, 'workspace')
  await mkdir(workspace)
  const source = join(folder, 'source.git')
  await run(['git', 'clone', '--quiet', '--mirror', server.repository.folder, source])
  environment = { ...server.env, PATH: await addGate(folder, ['--source', source, '--branches', 'main,essai']) }
})
afterAll(async () => {
  await jenkins.close()
  await api.close()
  await server.close()
  await rm(folder, { recursive: true })
})

const build = (given: Partial<Circumstances> = {}) =>
  jenkins.build(workspace, { branch: 'main', commit, causes: [causes.push], environment, ...given })

/** What Jenkins itself answers of the build that asks, when the person has said yes in it. */
const approve = (approver: string) => {
  Object.assign(api.answers, jenkinsBuild({ branch: 'main', number: 42 }, { commit, approver }))
  return { answer: 'yes', answeredBy: approver } as const
}

const deployments = async () => (await readdir(server.home.runs)).filter(name => name.includes('-deploy-'))

test('tiptop’s own plan has Jenkins ask for production, with what it warns of, and a no leaves no trace on the server', async () => {
  const refused = await build({ answer: 'no', answeredBy: 'chef' })
  expect(refused).toMatchObject({ result: 'ABORTED', page: null })
  const warning = 'Aucune répétition de restauration n’a encore été faite (tiptop rehearse).'
  const message = `Déployer main (${commit.slice(0, 7)}) en prod ? ${warning}`
  expect(refused.questions).toMatchObject([{ message }])
  expect(await deployments()).toEqual([])
})

test('a build that says that it was approved, and in which Jenkins knows of no approval, deploys nothing', async () => {
  approve('')
  const ended = await build({ answer: 'yes', answeredBy: 'chef' })
  expect(ended.result).toBe('FAILURE')
  expect(ended.description).toContain('Le build main #42 de Jenkins ne vaut pas accord')
  expect(await deployments()).toEqual([])
})

test('tiptop’s own words say why a branch without an environment goes nowhere', async () => {
  await run(['git', 'branch', 'essai'], { cwd: server.repository.folder })
  const ended = await build({ branch: 'essai' })
  expect(ended.result).toBe('NOT_BUILT')
  expect(ended.description).toContain('La branche essai n')
})

test('who holds the lock is named in the build', async () => {
  await writeFile(
    `${server.home.lock}.holder`,
    JSON.stringify({ run: 'demo', by: 'une collègue', since: '06:50', pid: 42 }),
  )
  const holder = spawn('flock', ['--no-fork', server.home.lock, 'sh', '-c', 'echo held; cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  const ended = await build(approve('chef'))
  holder.stdin.end()
  expect(ended).toMatchObject({ result: 'FAILURE', page: null })
  expect(ended.description).toContain('Verrouillé, rien n’a été fait : prod est verrouillé : une collègue')
})

test('an approved push to main is in service at the end; its page shows its way, and the build what was let through', async () => {
  const ended = await build(approve('chef'))
  const description = expect.stringContaining(
    'En service, avec avertissement : La qualité n’est pas validée : SonarQube ne répond pas',
  )
  expect(ended, ended.said).toMatchObject({ result: 'UNSTABLE', description, page: { name: 'Exécution' } })
  expect(ended.page?.text).toContain('2.4/')
  expect(ended.said).not.toContain('demo-token')
  expect(await deployments()).toHaveLength(1)
  const { web } = await server.outside()
  const { body } = await web.read('https://api.tiptop.test/health')
  expect(JSON.parse(body)).toMatchObject({ status: 'ok', commit })
})
