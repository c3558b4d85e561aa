import { spawn } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { installMissing, unpackFromTrixie } from './debian.ts'
import { run, succeeds } from './run.ts'

/** What outlives a run: images, and the client's plugins. */
export const CACHE = process.env.TIPTOP_CACHE || join(homedir(), '.cache', 'tiptop')

/** A Docker engine for tests: `env` makes every client below speak to it. */
export type Engine = { env: { DOCKER_HOST?: string; DOCKER_CONFIG: string }; own: boolean; stop(): Promise<void> }

const PROGRAMS = { dockerd: 'docker.io', docker: 'docker.io', iptables: 'iptables' }
const PATH = ['/usr/local/bin', '/usr/bin', '/usr/local/sbin', '/usr/sbin']

/**
 * The engine that runs on this machine, or one of our own: installed from Debian when it is missing, on a socket and
 * in a folder of its own, and stopped at the end.
 */
export async function openEngine(tell: (text: string) => void): Promise<Engine> {
  const config = join(CACHE, 'docker-config')
  if (await succeeds(['docker', 'version', '--format', '{{.Server.Version}}'])) {
    const hasPlugins = await succeeds(['docker', 'compose', 'version'])
    if (!hasPlugins) await fetchPlugins(config, tell)
    const env =
      hasPlugins && !process.env.DOCKER_CONFIG
        ? { DOCKER_CONFIG: join(homedir(), '.docker') }
        : { DOCKER_CONFIG: config }
    return { env, own: false, stop: async () => {} }
  }
  tell('no engine runs here: starting one')
  await installMissing(PROGRAMS, PATH)
  await fetchPlugins(config, tell)
  return startEngine(config)
}

async function startEngine(config: string): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-docker-'))
  // The group of the socket may speak through it.
  await chmod(folder, 0o711)
  const socket = join(folder, 'docker.sock')
  const log = openSync(join(folder, 'dockerd.log'), 'w')
  const daemon = spawn(
    'dockerd',
    [
      '--host',
      `unix://${socket}`,
      '--data-root',
      join(CACHE, 'docker'),
      '--exec-root',
      join(folder, 'exec'),
      '--pidfile',
      join(folder, 'docker.pid'),
      '--log-level',
      'warn',
    ],
    { stdio: ['ignore', log, log] },
  )
  const ended = new Promise<void>(resolve => daemon.once('close', () => resolve()))
  process.once('exit', () => daemon.kill())
  const env = { DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: config }
  const stop = async () => {
    daemon.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  for (const deadline = Date.now() + 60_000; ; ) {
    if (await succeeds(['docker', 'info'], { env })) return { env, own: true, stop }
    if (daemon.exitCode !== null || Date.now() > deadline)
      throw new Error(`dockerd did not start, see ${join(folder, 'dockerd.log')}`)
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

/** Compose and buildx are programs of Debian trixie's packages; they run on bookworm as they are. */
async function fetchPlugins(config: string, tell: (text: string) => void): Promise<void> {
  const plugins = join(config, 'cli-plugins')
  const names = ['docker-compose', 'docker-buildx']
  if (names.every(name => existsSync(join(plugins, name)))) return
  tell('fetching compose and buildx')
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-plugins-'))
  await unpackFromTrixie(names, folder)
  await mkdir(plugins, { recursive: true })
  for (const name of names) {
    const found = await run(['find', folder, '-type', 'f', '-name', name, '-perm', '-100'])
    await copyFile(found.split('\n')[0] ?? '', join(plugins, name))
  }
  await rm(folder, { recursive: true })
}
