import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic } from '../../src/ci/ci-server.ts'
import { type AnsweringServer, jenkinsBuild, openAnswering } from '../ci/ci-servers.ts'
import { REPOSITORY } from './application.ts'
import { publicHealth } from './first-release.ts'
import { pathOf, stepOf } from './path-of.ts'
import { untouched } from './seen.ts'
import { openServer, type Server } from './server.ts'

let server: Server
let jenkins: AnsweringServer
beforeAll(async () => {
  jenkins = await openAnswering({}, basic('lecture', 'demo-token'))
  const settings = { JENKINS_URL: jenkins.url, JENKINS_USER: 'lecture', JENKINS_HOME: '/var/jenkins_home' }
  server = await openServer('prod', { APPROVAL: 'manual', ...settings })
  await writeFile(server.home.secret('jenkins-token'), 'demo-token')
  await server.install()
})
afterAll(async () => {
  await server.close()
  await jenkins.close()
})

/** `tiptop deploy prod` on a terminal, where a person types this when asked. */
async function onTerminal(typed: string) {
  const command = `${process.execPath} ${join(REPOSITORY, 'ops', 'src', 'main.ts')} deploy prod`
  const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: server.repository.folder,
    env: { ...process.env, ...server.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  terminal.stdout.on('data', (said: Buffer) => {
    if (said.includes('pour continuer')) terminal.stdin.write(`${typed}\n`)
  })
  const ended = new Promise<number | null>(resolve => terminal.once('close', resolve))
  const [exitCode, said] = await Promise.all([ended, text(terminal.stdout)])
  return { exitCode, said }
}

test('without the approval that production asks for nothing happens, and the reason shows [2.4/C 2.4/D]', async () => {
  await server.repository.commit({ version: '1.0.0', lint: 'red' })
  const before = await untouched(server)
  const said = await server.tiptop('deploy', '--branch', 'main', '--cause', 'push')
  expect(said.exitCode).toBe(1)
  expect(said.err).toMatch(/prod demande l'accord d'une personne, et personne ne l'a donné\.\n +→ --approved-by/)
  expect(pathOf(await server.lastRun(), '2.4')).toEqual([])
  expect(await untouched(server)).toEqual(before)
})

test('the person at the terminal is asked, and anything but the name of the environment is a no [2.4/D]', async () => {
  const { exitCode, said } = await onTerminal('oui')
  expect(said).toMatch(/! Aucune répétition de restauration .*\s+Déployer main \([\da-f]{7}\) en prod \?/)
  expect(exitCode).toBe(1)
  expect(pathOf(await server.lastRun(), '2.4')).toEqual([])
})

test('a yes is recorded with the name of the person, and the checks begin [2.4/D]', async () => {
  const { exitCode } = await onTerminal('prod')
  expect(exitCode).toBe(1)
  const made = await server.lastRun()
  expect(stepOf(made, "S'assurer de l'accord")).toMatchObject({
    state: 'done',
    detail: expect.stringMatching(
      /^donné par exploitant \(dans un terminal de ce serveur\) ; Aucune répétition de restauration/,
    ),
  })
  expect(stepOf(made, 'Le lint est rouge')).toMatchObject({ node: '2.4/R', state: 'failed' })
})

test('a name is no approval, and neither is a build that Jenkins knows nothing of', async () => {
  await server.repository.commit({ version: '1.0.0' })
  const before = await untouched(server)
  const push = ['deploy', '--branch', 'main', '--cause', 'push', '--approved-by'] as const
  expect(await server.tiptop(...push, 'la cheffe de projet')).toMatchObject({ exitCode: 2 })
  const said = await server.tiptop(...push, '41')
  expect(said).toMatchObject({ exitCode: 1, err: expect.stringContaining('Jenkins n’a pas de build main #41') })
  expect(await untouched(server)).toEqual(before)
})

test('an approval that a user gave in Jenkins goes on to the end, and the run says whose it is and where [2.4/C 2.4/D]', async () => {
  const commit = await server.repository.commit({ version: '1.0.0' })
  Object.assign(jenkins.answers, jenkinsBuild({ branch: 'main', number: 42 }, { commit, approver: 'cheffe' }))
  await server.must('deploy', '--branch', 'main', '--cause', 'push', '--approved-by', '42')
  expect(await publicHealth(server)).toMatchObject({ code: 200, commit })
  const asked = stepOf(await server.lastRun(), "S'assurer de l'accord")
  expect(asked.detail).toMatch(/^donné par cheffe \(dans Jenkins, main #42\) ;/)
})
