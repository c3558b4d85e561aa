import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { inject } from 'vitest'
import { followJournals, readJournals } from '../../../scripts/diagrams/journals.ts'
import { reached } from '../../../scripts/diagrams/reached.ts'
import type { Environment } from '../../src/environment/environment.ts'
import { homeOf } from '../../src/environment/home.ts'
import { openTools } from '../../src/environment/open-tools.ts'
import { readSettings, settingsShape } from '../../src/environment/settings.ts'
import type { Target } from '../../src/environment/target.ts'
import type { Incident } from '../../src/incident/incident.ts'
import { listIncidents } from '../../src/incident/incidents.ts'
import { nodesOf } from '../../src/incident/report/nodes.ts'
import { listRuns, type Run } from '../../src/runs/runs.ts'
import { psql } from '../../src/tools/postgres.ts'
import { run } from '../machine/run.ts'
import { type Account, giveFolder, MAIN } from './account.ts'
import { addresses, REPOSITORY } from './application.ts'
import { openRepository } from './repository.ts'

export type Said = { exitCode: number | null; out: string; err: string }
export type Server = Awaited<ReturnType<typeof openServer>>

/**
 * A server of its own for a file of tests: scratch folders, a certificate, free ports and a name in the engine that
 * no other server has. `tiptop` runs as an operator runs it. {@link close} takes everything away.
 */
export async function openServer(
  environment: Environment = 'prod',
  settings: Record<string, string> = {},
  machine = inject('machine'),
) {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-server-'))
  const project = `tt${randomBytes(3).toString('hex')}`
  const env = {
    TIPTOP_ROOT: join(folder, 'root'),
    TIPTOP_BACKUPS: join(folder, 'backups'),
    TIPTOP_PROJECT: project,
    USER: 'exploitant',
  }
  const home = homeOf({ root: env.TIPTOP_ROOT, backups: env.TIPTOP_BACKUPS, project }, environment)
  followJournals(home.runs)
  const repository = await openRepository(join(folder, 'repository'))
  await mkdir(home.tls, { recursive: true })
  await mkdir(join(home.folder, 'secrets'), { recursive: true, mode: 0o750 })
  await mkdir(env.TIPTOP_BACKUPS, { recursive: true })
  await writeFile(
    home.settings,
    await settingsText(environment, {
      REGISTRY: `${machine.registry}/${project}`,
      REGISTRY_USER: machine.registryUser,
      ...settings,
    }),
  )
  await writeFile(home.secret('registry-password'), machine.registryPassword)
  await makeCertificate(home.tls)

  /** Starts `tiptop` in the repository; its process is there to be killed. */
  let account: Account = { id: process.getuid?.() ?? 0, prefix: [], env: {} }
  const start = (args: string[], more: Record<string, string> = {}) => {
    const [program = '', ...words] = [...account.prefix, process.execPath, MAIN, ...args]
    const child = spawn(program, words, {
      cwd: repository.folder,
      env: { ...(account.prefix.length ? account.env : process.env), ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const code = new Promise<number | null>(resolve => child.once('close', resolve))
    const said = Promise.all([code, text(child.stdout), text(child.stderr)])
    return { child, ended: said.then(([exitCode, out, err]): Said => ({ exitCode, out, err })) }
  }
  const tiptop = (...args: string[]) => start(args).ended
  const must = async (...args: string[]) => {
    const said = await tiptop(...args)
    if (said.exitCode !== 0)
      throw new Error(`tiptop ${args.join(' ')} ended with ${said.exitCode}:\n${said.out}\n${said.err}`)
    return said
  }

  const target = async (): Promise<Target> => ({ home, settings: await readSettings(home) })

  return {
    home,
    env,
    repository,
    start,
    tiptop,
    must,
    target,
    /** What a procedure would work with, for tests that look at the same things. */
    outside: async () => openTools(await target()),
    /** Rows of the database, tabs between columns. */
    sql: (statement: string) => run(psql(home.database), { input: statement }),
    /** The newest run, or the newest of a procedure, as its journal shows it: a test that reads it asserts on its nodes. */
    async lastRun(of?: string): Promise<Run> {
      const newest = (await listRuns(home.runs)).find(({ procedure }) => !of || procedure === of)
      if (!newest) throw new Error('Nothing has run here.')
      for (const { node, also } of newest.steps) reached(node, ...also)
      return newest
    },
    /** The newest incident: a test that reads it asserts on the nodes that it went through by itself. */
    async lastIncident(): Promise<Incident> {
      const [newest] = await listIncidents(home)
      if (!newest) throw new Error('No incident was opened here.')
      reached(...nodesOf(newest))
      return newest
    },
    /** From now on all of it belongs to this account, under which `tiptop` runs. */
    async giveTo(id: number): Promise<void> {
      account = await giveFolder(folder, id)
    },
    account: () => account,
    /** Installs database and door, and a small contest that is open. */
    async install() {
      await must('install', environment)
    },
    async close() {
      readJournals()
      for (const name of ['blue', 'green', 'infra']) await removeProject(`${home.stack}-${name}`)
      const volumes = await run(['docker', 'volume', 'ls', '--quiet', '--filter', `name=^${home.stack}-`])
      for (const volume of volumes.split('\n').filter(Boolean))
        await run(['docker', 'volume', 'rm', volume]).catch(() => {})
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function settingsText(environment: Environment, own: Record<string, string>): Promise<string> {
  const example = await readFile(join(REPOSITORY, 'environments', environment, 'env.example'), 'utf8')
  const [http, https] = [await freePort(), await freePort()]
  const settings: Record<string, string> = {
    ENVIRONMENT: environment,
    NEXT_PUBLIC_WEB_URL: addresses.web,
    NEXT_PUBLIC_API_URL: addresses.api,
    HTTP_ADDRESS: '127.0.0.1',
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    APPROVAL: 'auto',
    CHECKS_IMAGE: 'node:24-bookworm-slim',
    HEALTH_PAUSE_SECONDS: '0.3',
    SONAR_URL: '',
    NOTIFY_EMAILS: '',
    ...own,
  }
  const known = Object.keys(settingsShape.shape)
  const unknown = Object.keys(settings).filter(name => !known.includes(name))
  if (unknown.length) throw new Error(`No setting is called ${unknown.join(', ')}.`)
  const kept = example.split('\n').filter(line => !Object.keys(settings).some(name => line.startsWith(`${name}=`)))
  return [...kept, ...Object.entries(settings).map(([name, value]) => `${name}=${value}`), ''].join('\n')
}

/** A certificate for the names of the tests, which is its own authority. */
export async function makeCertificate(
  folder: string,
  names = ['tiptop.test', 'api.tiptop.test'],
  days = 90,
): Promise<void> {
  await run([
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    join(folder, 'privkey.pem'),
    '-out',
    join(folder, 'fullchain.pem'),
    '-days',
    String(days),
    '-subj',
    `/CN=${names[0]}`,
    '-addext',
    `subjectAltName=${names.map(name => `DNS:${name}`).join(',')}`,
  ])
}

/** A port that no program listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

export async function removeProject(name: string): Promise<void> {
  const label = `label=com.docker.compose.project=${name}`
  const ids = async (...list: string[]) =>
    (await run(['docker', ...list, '--quiet', '--filter', label])).split('\n').filter(Boolean)
  const containers = await ids('ps', '--all')
  if (containers.length) await run(['docker', 'rm', '--force', '--volumes', ...containers])
  const networks = await ids('network', 'ls')
  if (networks.length) await run(['docker', 'network', 'rm', ...networks])
}
