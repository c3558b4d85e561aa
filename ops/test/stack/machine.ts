import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { installMissing } from '../machine/debian.ts'
import { CACHE, type Engine, openEngine } from '../machine/engine.ts'
import { buildStandIns } from '../machine/images.ts'
import { run } from '../machine/run.ts'
import { buildApplication } from './application.ts'

/** What all files of tests share: an engine with images in it, and one registry behind a password. */
export type Machine = { registry: string; registryUser: string; registryPassword: string; registryContainer: string }

declare module 'vitest' {
  interface ProvidedContext {
    machine: Machine
  }
}

export default async function setup(project: TestProject) {
  const tell = (text: string) => console.log(`  ${text}`)
  const engine = await openEngine(tell)
  // Every program that tests start finds the engine by these.
  Object.assign(process.env, engine.env)
  // `tiptop` is started some hundred times: what Node made of its sources is kept.
  process.env.NODE_COMPILE_CACHE ||= join(CACHE, 'compiled')
  if (engine.own) await sweep()
  await buildStandIns(engine, tell)
  await buildApplication(tell)
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-registry-'))
  process.env.DOCKER_CONFIG = await ownConfig(folder, engine)
  const machine = await startRegistry(folder)
  project.provide('machine', machine)
  return async () => {
    await run(['docker', 'rm', '--force', '--volumes', machine.registryContainer])
    await removeImages(machine.registry)
    await rm(folder, { recursive: true })
    await engine.stop()
  }
}

/** In an engine of our own, whatever runs is what an interrupted run left. */
async function sweep(): Promise<void> {
  const left = await run(['docker', 'ps', '--all', '--quiet'])
  if (left) await run(['docker', 'rm', '--force', '--volumes', ...left.split('\n')])
  for (const kind of ['network', 'volume']) await run(['docker', kind, 'prune', '--force'])
}

/** Deployments log in to the registry of the tests: their password is kept here, and not among those of this machine. */
async function ownConfig(folder: string, { env }: Engine): Promise<string> {
  const config = join(folder, 'docker')
  await mkdir(config)
  await symlink(join(env.DOCKER_CONFIG, 'cli-plugins'), join(config, 'cli-plugins'))
  return config
}

/** What tests built and pulled under the name of their registry; its layers stay in the engine's cache. */
async function removeImages(registry: string): Promise<void> {
  const name = '{{if eq .Tag "<none>"}}{{.Repository}}@{{.Digest}}{{else}}{{.Repository}}:{{.Tag}}{{end}}'
  const said = await run(['docker', 'images', '--digests', '--format', name, `${registry}/*/*`])
  if (said) await run(['docker', 'rmi', '--force', ...new Set(said.split('\n'))])
}

/**
 * Starts a registry behind a password, whose name begins as all of ours do.
 * @param own a port that it keeps when it is stopped and started, and more of its settings
 */
export async function startRegistry(folder: string, own: { port?: number; settings?: object } = {}): Promise<Machine> {
  await installMissing({ htpasswd: 'apache2-utils' }, ['/usr/bin'])
  const [registryUser, registryPassword] = ['tiptop', randomBytes(12).toString('hex')]
  const line = await run(['htpasswd', '-niB', registryUser], { input: registryPassword })
  await writeFile(join(folder, 'htpasswd'), `${line.trim()}\n`)
  const registryContainer = `tiptop-test-registry-${randomBytes(3).toString('hex')}`
  const settings = {
    REGISTRY_AUTH: 'htpasswd',
    REGISTRY_AUTH_HTPASSWD_REALM: 'tiptop',
    REGISTRY_AUTH_HTPASSWD_PATH: '/auth/htpasswd',
    REGISTRY_STORAGE_DELETE_ENABLED: 'true',
    ...own.settings,
  }
  await run([
    'docker',
    'run',
    '--detach',
    '--name',
    registryContainer,
    '--publish',
    `127.0.0.1:${own.port ?? ''}:5000`,
    ...Object.entries(settings).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    '--volume',
    `${folder}:/auth:ro`,
    'registry:2',
  ])
  const registry = (await run(['docker', 'port', registryContainer, '5000/tcp'])).split('\n')[0] ?? ''
  await answers(`http://${registry}/v2/`)
  return { registry: registry.replace('127.0.0.1', 'localhost'), registryUser, registryPassword, registryContainer }
}

/** Waits until something answers at this address. */
async function answers(url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; ) {
    if (await fetch(url).catch(() => null)) return
    if (Date.now() > deadline) throw new Error(`${url} does not answer.`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
