import { spawn } from 'node:child_process'
import { readFile, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntil } from '../../../src/time/wait-until.ts'
import { run } from '../../machine/run.ts'
import { REPOSITORY } from '../application.ts'
import { openHook } from '../hook.ts'
import { removeProject } from '../server.ts'
import { deriveImage } from './environment.ts'
import { openOneServer } from './one-server.ts'

const MONITORING = join(REPOSITORY, 'environments', 'monitoring')
const SOON = { everyMs: 1_000, withinMs: 90_000 }

let server: Awaited<ReturnType<typeof openOneServer>>
let chat: Awaited<ReturnType<typeof openHook>>
const project = () => `${server.project}-monitoring`

beforeAll(async () => {
  chat = await openHook('0.0.0.0')
  server = await openOneServer()
  await standIn()
  const gateway = ['docker', 'network', 'inspect', 'bridge', '--format', '{{(index .IPAM.Config 0).Gateway}}'] as const
  const secret = server.homes.prod.secret('notify-webhook')
  await writeFile(secret, `http://${await run(gateway)}:${new URL(chat.url).port}/jeton`)
})
afterAll(async () => {
  await removeProject(project())
  for (const volume of ['prometheus', 'alertmanager', 'grafana'])
    await run(['docker', 'volume', 'rm', '--force', `${project()}_${volume}`])
  await server?.close()
  await chat?.close()
  // Only what the README made here, if anything.
  await rmdir('/var/lib/prometheus/node-exporter').catch(() => {})
})

/**
 * Debian's programs under the names of the images. Grafana cannot be had: in its place something waits, so that Compose
 * has all of its services.
 */
async function standIn(): Promise<void> {
  const compose = await readFile(join(MONITORING, 'compose.yaml'), 'utf8')
  const tagOf = (image: string) => new RegExp(`image: (${image}:\\S+)`).exec(compose)?.[1] ?? ''
  const packages = 'prometheus prometheus-alertmanager prometheus-node-exporter'
  const install = `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${packages}`
  const folders = 'install -d -o nobody -g nogroup /prometheus /alertmanager'
  await deriveImage('tiptop-test/prometheus', 'debian:trixie-slim', `RUN ${install} >/dev/null && ${folders}`)
  const programs = {
    prometheus: 'prometheus',
    alertmanager: 'prometheus-alertmanager',
    'node-exporter': 'prometheus-node-exporter',
  }
  for (const [name, program] of Object.entries(programs))
    await deriveImage(
      tagOf(`prom/${name}`),
      'tiptop-test/prometheus',
      `USER nobody\nENTRYPOINT ["/usr/bin/${program}"]`,
    )
  await deriveImage(tagOf('grafana/grafana'), 'tiptop-test/prometheus', 'USER nobody\nENTRYPOINT ["sleep", "infinity"]')
}

/** Runs what the README's block says, word by word, from a folder that is not the checkout. */
async function followReadme(): Promise<void> {
  const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(await readFile(join(MONITORING, 'README.md'), 'utf8')) ?? []
  const { prod } = server.homes
  const env = { ...process.env, OUTILS: REPOSITORY, TIPTOP_ROOT: dirname(prod.folder), TIPTOP_PROJECT: server.project }
  const shell = spawn('bash', ['-e', '-u', '-o', 'pipefail', '-c', block], {
    env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>(resolve => shell.once('close', resolve))
  const [, said] = await Promise.all([text(shell.stdout), text(shell.stderr)])
  expect({ code: await ended, said: (await ended) === 0 ? '' : said }).toEqual({ code: 0, said: '' })
}

async function askPrometheus<T>(path: string): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:9090/api/v1/${path}`)
  return ((await answer.json()) as { data: T }).data
}

test('Compose takes the services that measure, and no secret stands in them', async () => {
  const said = await run(['docker', 'compose', '--file', join(MONITORING, 'compose.yaml'), 'config'])
  expect(said).toContain('prom/prometheus:')
  expect(said).not.toMatch(/PASSWORD: /)
})

test('what the README says starts everything, twice, and its password is made once', async () => {
  await followReadme()
  const file = join(server.homes.prod.folder, 'secrets', 'grafana-password')
  const password = await readFile(file, 'utf8')
  expect(password).toMatch(/^[\da-f]{48}\n$/)
  await followReadme()
  expect(await readFile(file, 'utf8')).toBe(password)
})

test('Prometheus asks every environment and knows where alerts go', async () => {
  type Targets = { activeTargets: { health: string }[] }
  const isUp = async () => {
    const { activeTargets } = await askPrometheus<Targets>('targets')
    return activeTargets.length === 7 && activeTargets.every(({ health }) => health === 'up')
  }
  expect(await waitUntil(isUp, SOON)).toBe(true)
  const { activeAlertmanagers } = await askPrometheus<{ activeAlertmanagers: object[] }>('alertmanagers')
  expect(activeAlertmanagers).toHaveLength(1)
})

test('an alert goes from Alertmanager through the relay into the chat, with the text that chats want', async () => {
  const alert = [
    'alert',
    'add',
    'NginxMuet',
    'environment=dev',
    'severity=critical',
    '--annotation=summary=nginx de dev ne répond plus.',
  ]
  const exec = [
    'docker',
    'exec',
    `${project()}-alertmanager-1`,
    'amtool',
    '--alertmanager.url=http://127.0.0.1:9093',
  ] as const
  await run([...exec, ...alert])
  const arrived = async () => chat.posts.find(post => JSON.stringify(post).includes('nginx de dev')) ?? null
  expect(await waitUntil(arrived, SOON)).toMatchObject({
    subject: '[dev] nginx de dev ne répond plus.',
    text: expect.stringContaining('✗ nginx de dev ne répond plus.'),
    severity: 'alert',
    environment: 'dev',
  })
})
