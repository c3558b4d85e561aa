import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../machine/run.ts'
import { stepOf } from './path-of.ts'
import { openServer, type Server } from './server.ts'

let server: Server
beforeAll(async () => {
  server = await openServer('dev')
  await server.install()
})
afterAll(() => server.close())

/** Tries everything that a script of a package would take from a server, and says what it got. */
const HOSTILE = `
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'

const secret = process.argv[2]
const said = what => { try { return String(what()).trim() } catch (error) { return error.code ?? error.message } }
const socket = path => new Promise(resolve => connect(path).on('connect', () => resolve('open')).on('error', error => resolve(error.code)))
const got = {
  secret: said(() => readFileSync(secret)),
  socket: await socket('/var/run/docker.sock'),
  user: process.getuid(),
  capabilities: /CapEff:\\s*(\\w+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1],
  root: said(() => execFileSync('setpriv', ['--reuid=0', 'true'], { stdio: 'pipe' })) ? 'refused' : 'root',
  settings: Object.keys(process.env).filter(name => /TIPTOP|REGISTRY|DOCKER|SECRET|TOKEN|JENKINS/.test(name)).join(),
  mounts: readFileSync('/proc/self/mounts', 'utf8').split('\\n').filter(line => /^\\/dev\\//.test(line)).map(line => line.split(' ')[1]).join(),
}
const folder = process.env.JUNIT_FOLDER
mkdirSync(folder, { recursive: true })
writeFileSync(folder + '/' + process.argv[3] + '.json', JSON.stringify(got))
symlinkSync(secret, folder + '/' + process.argv[3] + '.xml')
`

test('the script of a package gets neither engine nor secret nor root, and leaves no link in the results', async () => {
  const secret = server.home.secret('registry-password')
  const hostile = (when: string) => `node hostile.mjs ${secret} ${when}`
  const scripts = { lint: 'true', test: hostile('test'), postinstall: hostile('install') }
  const files = {
    'hostile.mjs': HOSTILE,
    'package.json': JSON.stringify({ name: 'release-of-tests', version: '1.0.0', private: true, scripts }),
  }
  await server.repository.commit({ files }, 'dev')
  const report = join(server.home.folder, '..', 'report')
  await server.must('deploy', '--branch', 'dev', '--report', report)

  for (const when of ['install', 'test']) {
    const got = JSON.parse(await readFile(join(report, 'junit', `${when}.json`), 'utf8'))
    expect(got).toMatchObject({ secret: 'ENOENT', socket: 'ENOENT', user: 1000, settings: '', root: 'refused' })
    expect(got.capabilities).toBe('0000000000000000')
    // What the engine itself mounts into every container.
    expect(got.mounts.replace(/(\/etc\/(resolv\.conf|hostname|hosts)|\/usr\/s?bin\/docker-init),?/g, '')).toBe('')
    await expect(lstat(join(report, 'junit', `${when}.xml`))).rejects.toThrow('ENOENT')
  }
  expect(stepOf(await server.lastRun(), 'Noter les tests passés')).toMatchObject({ state: 'done' })
})

test('what serves says which commit it is made of, and its release which packages', async () => {
  const commit = await server.repository.commit({ version: '1.1.0' }, 'dev')
  await server.must('deploy', '--branch', 'dev')
  const made = await server.lastRun()
  expect(stepOf(made, 'Dresser l’inventaire des images').detail).toBe('backend 0, frontend 0')
  const [release = ''] = (await readdir(server.home.releases)).filter(name => name.includes('-1.1.0-'))
  const { images } = JSON.parse(await readFile(join(server.home.releases, release, 'release.json'), 'utf8'))
  for (const piece of ['backend', 'frontend']) {
    expect(images[piece]).toMatch(/@sha256:[\da-f]{64}$/)
    const labels = JSON.parse(
      await run(['docker', 'image', 'inspect', '--format', '{{json .Config.Labels}}', images[piece]]),
    )
    expect(labels).toMatchObject({
      'org.opencontainers.image.revision': commit,
      'org.opencontainers.image.version': '1.1.0',
      'org.opencontainers.image.created': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    })
    const bill = JSON.parse(await readFile(join(server.home.releases, release, `${piece}.cdx.json`), 'utf8'))
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', metadata: { component: { name: expect.any(String) } } })
  }
})

test('nothing that it started is left when the deployment ends, even a red one', async () => {
  const scripts = { lint: 'true', test: 'sleep 600 & exit 1' }
  const files = {
    'package.json': JSON.stringify({ name: 'release-of-tests', version: '1.0.0', private: true, scripts }),
  }
  await server.repository.commit({ files }, 'dev')
  await server.must('deploy', '--branch', 'dev')
  expect(await run(['docker', 'ps', '--all', '--quiet', '--filter', `name=${server.home.stack}-checks`])).toBe('')
  expect(await readdir(server.home.folder)).not.toContain('workshop')
})
