import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../machine/run.ts'
import { CI, readCi, readCompose } from '../pipeline/ci-files.ts'
import { freePort, makeCertificate } from './server.ts'

const project = `tiptop-test-ci-${randomBytes(3).toString('hex')}`
let home: string
let port: number

/** `docker compose` on the project's file, with the settings of env.example on a folder of our own. */
const compose = (...args: string[]) =>
  run(
    [
      'docker',
      'compose',
      '--project-name',
      project,
      '--file',
      join(CI, 'compose.yaml'),
      '--env-file',
      join(home, '.env'),
      ...args,
    ],
    {
      env: { CI_HOME: home, REGISTRY_PORT: String(port) },
    },
  )

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tiptop-ci-'))
  port = await freePort()
  await copyFile(join(CI, 'env.example'), join(home, '.env'))
  await mkdir(join(home, 'secrets'))
  for (const name of Object.keys(readCompose().secrets)) await writeFile(join(home, 'secrets', name), 'demo-secret\n')
  await mkdir(join(home, 'tls'))
  await makeCertificate(join(home, 'tls'), ['jenkins.ci.example.test', 'git.ci.example.test', 'sonar.ci.example.test'])
})
afterAll(async () => {
  await compose('down', '--volumes', '--timeout', '1')
  await rm(home, { recursive: true })
})

test('the compose file is valid with the documented settings, and what it says carries no secret', async () => {
  const said = await compose('config', '--format', 'json')
  const { services } = JSON.parse(said) as { services: Record<string, { environment: Record<string, string> }> }
  expect(Object.keys(services).sort()).toEqual(Object.keys(readCompose().services).sort())
  expect(said).not.toContain('demo-secret')
  expect(services.jenkins?.environment).toMatchObject({
    JENKINS_URL: 'https://jenkins.ci.example.test:8443/',
    JAVA_OPTS: expect.stringContaining(`CSP="sandbox; default-src 'none';`),
  })
})

test('a setting that is missing is named, before anything starts', async () => {
  await writeFile(join(home, 'without'), readCi('env.example').replace(/^GITEA_OWNER=.*$/m, ''))
  const config = ['--file', join(CI, 'compose.yaml'), '--env-file', join(home, 'without'), 'config'] as const
  await expect(run(['docker', 'compose', ...config])).rejects.toThrow('GITEA_OWNER')
})

test('the registry takes its people by their password, and deletes what it is asked to', async () => {
  const line = await run(['htpasswd', '-niB', 'tiptop'], { input: 'demo-secret' })
  await writeFile(join(home, 'secrets', 'registry-htpasswd'), `${line.trim()}\n`)
  await compose('up', '--detach', '--no-deps', '--pull', 'never', 'registry')
  const ask = (path: string, method = 'GET', password = 'demo-secret') =>
    fetch(`http://127.0.0.1:${port}/v2/${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from(`tiptop:${password}`).toString('base64')}` },
    }).then(
      ({ status }) => status,
      () => 0,
    )
  await expect.poll(() => ask(''), { timeout: 20_000 }).toBe(200)
  expect(await ask('', 'GET', 'wrong')).toBe(401)
  // 405 is what a registry answers that deletes nothing.
  expect(await ask(`nothing/manifests/sha256:${'0'.repeat(64)}`, 'DELETE')).toBe(404)
})

test('the door of the three sites is a configuration that nginx takes', async () => {
  const values: Record<string, string> = { CI_DOMAIN: 'ci.example.test', CI_LISTEN: '127.0.0.1:8443' }
  const site = readCi('nginx/ci.conf.template').replace(/\$\{(CI_\w+)\}/g, (_, name: string) => values[name] ?? name)
  await writeFile(join(home, 'nginx.conf'), `events {}\nhttp {\n${site}\n}\n`)
  const mounts = [
    '--volume',
    `${home}/nginx.conf:/etc/nginx/nginx.conf:ro`,
    '--volume',
    `${home}/tls:/etc/nginx/tls:ro`,
  ]
  await run(['docker', 'run', '--rm', ...mounts, 'nginx:stable', 'nginx', '-t'])
})

test.each([
  ['Jenkins’ image', 'jenkins/Dockerfile', 'debian:trixie-slim', ['git', 'openssh-client']],
  ['the image of the checks', 'checks/Dockerfile', 'debian:bookworm-slim', ['git', 'chromium']],
])('every package that %s adds exists in its Debian', async (_image, file, debian, named) => {
  const [, list = ''] = /--no-install-recommends \\\n\s+(.*?) >/.exec(readCi(file)) ?? []
  expect(list.split(' ').length).toBeGreaterThan(2)
  const script = `apt-get update -qq && apt-get install --simulate --no-install-recommends ${list}`
  const planned = await run(['docker', 'run', '--rm', debian, 'sh', '-c', script])
  for (const name of named) expect(planned).toContain(`Inst ${name} `)
})
