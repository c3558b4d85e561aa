import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { Secret } from '../../../src/environment/home.ts'
import { parseSettings } from '../../../src/environment/settings.ts'
import { makeCertificate } from '../../certificate.ts'
import { run, succeeds } from '../../machine/run.ts'
import { application, REPOSITORY } from '../application.ts'
import { settingsText } from '../server.ts'
import { openScratch } from './one-server.ts'

const STACK_FILE = join(REPOSITORY, 'environments', 'swarm', 'stack.yaml')

/** Why Swarm cannot be tried on this machine; null when it can. An engine that is no part of a swarm becomes one of one node. */
export async function joinSwarm(): Promise<{ missing: string | null; leave(): Promise<void> }> {
  const state = await run(['docker', 'info', '--format', '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}'])
  const leave = async () => {
    if (state.startsWith('inactive')) await run(['docker', 'swarm', 'leave', '--force'])
  }
  if (state === 'active false') return { missing: 'this node is a worker of a swarm', leave: async () => {} }
  if (state.startsWith('inactive')) await run(['docker', 'swarm', 'init', '--advertise-addr', '127.0.0.1'])
  const network = `tiptop-overlay-${randomBytes(3).toString('hex')}`
  await run(['docker', 'network', 'create', '--driver', 'overlay', '--attachable', network])
  const runs = await succeeds(['docker', 'run', '--rm', '--network', network, '--entrypoint', 'true', 'nginx:stable'])
  await run(['docker', 'network', 'rm', network])
  if (runs) {
    const node = await run(['docker', 'info', '--format', '{{.Swarm.NodeID}}'])
    await run(['docker', 'node', 'update', '--label-add', 'tiptop.database=true', node])
    return { missing: null, leave }
  }
  await leave()
  return { missing: 'this engine has no overlay networks', leave: async () => {} }
}

/** The stack of `environments/swarm` on a swarm of one node, with its database migrated. */
export async function openStack() {
  const { project: stack, homes, close: removeFolder } = await openScratch()
  const home = homes.prod
  await mkdir(join(home.folder, 'secrets'), { recursive: true })
  await mkdir(home.tls, { recursive: true })
  await makeCertificate(home.tls)
  const settings = await settingsText('prod', {})
  const [owner, password] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')]
  const secrets: Partial<Record<Secret, string>> = {
    'postgres-password': owner,
    'owner-url': `postgres://tiptop:${owner}@postgres:5432/tiptop`,
    'database-url': `postgres://tiptop_application:${password}@postgres:5432/tiptop`,
    'session-key': randomBytes(32).toString('base64'),
    'ticket-pepper': randomBytes(32).toString('base64'),
    'smtp-url': '\n',
    'google-client-secret': '\n',
    'facebook-client-secret': '\n',
  }
  for (const [name, text] of Object.entries(secrets)) await writeFile(home.secret(name as Secret), text)
  const asVariables = Object.entries(parseSettings(settings, 'settings')).map(([name, value]) => [name, String(value)])

  /** As an operator does it; Swarm goes on by itself afterwards. */
  const deploy = async (backend: string = application.backend) => {
    const images = { BACKEND_IMAGE: backend, FRONTEND_IMAGE: application.frontend }
    const env = { ...Object.fromEntries(asVariables), STACK: stack, TIPTOP_HOME: home.folder, ...images }
    await run(['docker', 'stack', 'deploy', '--compose-file', STACK_FILE, '--resolve-image', 'never', stack], { env })
  }
  /** The schema, a contest that is open, and the role of the backend. */
  const prepare = async () => {
    const database = `label=com.docker.swarm.service.name=${stack}_postgres`
    const list = ['docker', 'ps', '--quiet', '--filter', database, '--filter', 'health=healthy'] as const
    const postgres = await vi.waitUntil(() => run(list), { timeout: 120_000, interval: 500 })
    const operate = (...command: string[]) =>
      run([
        'docker',
        'run',
        '--rm',
        '--network',
        `${stack}_database`,
        '--volume',
        `${join(home.folder, 'secrets')}:/run/secrets:ro`,
        '--env',
        'DATABASE_URL_FILE=/run/secrets/owner-url',
        '--env',
        'TICKET_PEPPER_FILE=/run/secrets/ticket-pepper',
        application.backend,
        'node',
        ...command,
      ])
    // An overlay network takes a moment to tell a newcomer where the database is.
    await vi.waitFor(() => operate('backend/src/migrate.ts'), { timeout: 90_000, interval: 1000 })
    const definition = 'contract/src/the-tip-top.json'
    const generate = ['--definition', definition, '--count', '100', '--print-file', '/tmp/codes.csv', '--clear']
    await operate('backend/src/tickets/commands.ts', 'generate', ...generate)
    const psql = ['docker', 'exec', '--interactive', postgres, 'psql', '--username=tiptop', '--dbname=tiptop'] as const
    await run([...psql, '--quiet'], { input: `alter role tiptop_application login password '${password}'` })
  }
  const copies = () =>
    run(['docker', 'service', 'ls', '--filter', `name=${stack}_`, '--format', '{{.Name}} {{.Replicas}}'])
  const close = async () => {
    await run(['docker', 'stack', 'rm', stack])
    const left = ['docker', 'ps', '--all', '--quiet', '--filter', `label=com.docker.stack.namespace=${stack}`] as const
    await vi.waitUntil(async () => !(await run(left)), { timeout: 120_000, interval: 500 })
    for (const name of ['database', 'wal', 'static'])
      await run(['docker', 'volume', 'rm', '--force', `${stack}_${name}`])
    await removeFolder()
  }
  return { stack, home, port: parseSettings(settings, 'settings').HTTPS_PORT, deploy, prepare, copies, close }
}

/** Waits for the end of a replacement. @returns `completed`, `rollback_completed`, or how else it ended */
export async function endOfUpdate(service: string): Promise<string> {
  const format = '{{with .UpdateStatus}}{{.State}}{{end}}'
  const state = () => run(['docker', 'service', 'inspect', '--format', format, service])
  const underway = ['', 'updating', 'rollback_started']
  return vi.waitUntil(
    async () => {
      const said = await state()
      return underway.includes(said) ? null : said
    },
    { timeout: 240_000, interval: 500 },
  )
}
