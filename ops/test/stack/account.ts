import { cp, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { run, succeeds } from '../machine/run.ts'
import { REPOSITORY } from './application.ts'

/** The command that operators and timers start. */
export const MAIN = join(REPOSITORY, 'ops', 'src', 'main.ts')

/** An account of a test server. `prefix`: the words that start a program under it; `env`: all that it finds there. */
export type Account = { id: number; prefix: string[]; env: Record<string, string> }

/** The account of Jenkins, which deploys; this one where it cannot be taken, or cannot read this checkout. */
export async function deployingAccount(): Promise<number> {
  const [own, jenkins] = [process.getuid?.() ?? 0, 1000]
  const starts = own === 0 && (await succeeds([...(await under(jenkins, jenkins)), process.execPath, MAIN, '--help']))
  return starts ? jenkins : own
}

/**
 * The words that start a program as systemd does: with this user, this group and the one that may speak to Docker.
 * @param capability one that is kept without being root, as `CAP_DAC_READ_SEARCH`
 */
export async function under(user: number, group: number, capability = ''): Promise<[string, ...string[]]> {
  const socket = process.env.DOCKER_HOST?.replace('unix://', '') ?? '/var/run/docker.sock'
  const { gid } = await stat(socket).catch(() => ({ gid: group }))
  const kept = capability.replace('CAP_', '+').toLowerCase()
  const capabilities = kept ? [`--inh-caps=${kept}`, `--ambient-caps=${kept}`] : []
  return ['setpriv', `--reuid=${user}`, `--regid=${group}`, `--groups=${gid}`, ...capabilities, '--']
}

/** Gives a folder and all that is in it to an account, which gets a home there with a configuration of Docker. */
export async function giveFolder(folder: string, id: number): Promise<Account> {
  const home = join(folder, 'account')
  const [docker, { PATH = '', DOCKER_HOST, DOCKER_CONFIG = '' }] = [join(home, 'docker'), process.env]
  await mkdir(home)
  await cp(DOCKER_CONFIG, docker, { recursive: true, dereference: true })
  await run(['chown', '-R', `${id}:${id}`, folder])
  const env = { PATH, HOME: home, DOCKER_CONFIG: docker, NODE_COMPILE_CACHE: join(home, 'compiled') }
  return { id, prefix: await under(id, id), env: { ...env, ...(DOCKER_HOST && { DOCKER_HOST }) } }
}
