import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { homeOf } from '../../../src/environment/home.ts'
import { waitUntil } from '../../../src/time/wait-until.ts'
import { run } from '../../machine/run.ts'
import { runTiptop } from '../../machine/tiptop-process.ts'
import { REPOSITORY } from '../application.ts'
import { type Network, openNetwork } from './network.ts'
import { copyPatroni, POSTGRES } from './programs.ts'

const MACHINES = ['n1', 'n2', 'n3']

type Status = {
  healthy: boolean
  leader: { name: string; member: { timeline: number } } | null
  faults: { said: string }[]
}

/** Three machines with the files that `tiptop cluster prepare` makes, and HAProxy on this one. */
export type Cluster = Awaited<ReturnType<typeof startCluster>>

/** Starts an empty cluster from its settings, as its README says, and waits until any machine may be lost. */
export async function startCluster({ archive = '' }: { archive?: string } = {}) {
  const root = await mkdtemp(join(tmpdir(), 'tiptop-cluster-'))
  await chmod(root, 0o755)
  const python = await copyPatroni(join(root, 'python'))
  const network = await openNetwork(MACHINES)
  const home = homeOf({ root, backups: root, project: 'tt' }, 'prod')
  const env = { TIPTOP_ROOT: root, TIPTOP_BACKUPS: root }
  const machines = join(home.folder, 'cluster', 'machines')
  const running: ChildProcess[] = []
  await writeSettings(home, network, machines, archive)

  const tiptop = async (...words: string[]) => {
    const { code, out, err } = await runTiptop(['cluster', ...words], env)
    return { code, out, err }
  }
  const must = async (...words: string[]) => {
    const ended = await tiptop(...words)
    if (ended.code) throw new Error(`cluster ${words.join(' ')} ended with ${ended.code}:\n${ended.out}\n${ended.err}`)
    return ended.out
  }
  const start = (where: string, command: string[], settings: NodeJS.ProcessEnv = {}) => {
    const log = openSync(join(root, `${where}.log`), 'a')
    const [program = '', ...args] = command
    const child = spawn(program, args, {
      env: { ...process.env, LC_ALL: 'C.UTF-8', ...settings },
      stdio: ['ignore', log, log],
    })
    running.push(child)
  }
  /** Starts what the units of systemd start on a machine. */
  const startMachine = async (name: string) => {
    const folder = join(machines, name)
    await run(['chown', '--recursive', 'postgres:postgres', folder])
    const as = [...network.on(name), 'setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--']
    start(`${name}-etcd`, [...as, '/usr/bin/etcd', '--config-file', join(folder, 'etcd.yml')])
    start(`${name}-patroni`, [...as, '/usr/bin/python3', '-m', 'patroni', join(folder, 'patroni.yml')], {
      ...python,
      HOME: folder,
    })
  }
  /** What is left of a machine that was lost: nothing. */
  const emptyMachine = (name: string) => rm(join(machines, name), { recursive: true })
  const status = async (): Promise<Status> => JSON.parse((await tiptop('status', 'prod', '--json')).out)
  const settled = async () => {
    const well = await waitUntil(
      async () => {
        const seen = await status().catch(() => null)
        return seen?.healthy && seen
      },
      { everyMs: 1_000, withinMs: 240_000 },
    )
    if (well?.leader) return well.leader
    throw new Error(
      `The cluster is not whole: ${(await status()).faults.map(({ said }) => said).join('; ')}\n${await lastWords(root)}`,
    )
  }
  const close = async () => {
    await network.close()
    for (const child of running) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await Promise.all(
      running.map(child => child.exitCode === null && child.signalCode === null && once(child, 'close')),
    )
    await rm(root, { recursive: true, force: true })
  }
  try {
    await must('prepare', 'prod')
    await chmod(join(home.folder, 'cluster'), 0o755)
    await chmod(machines, 0o755)
    for (const name of MACHINES) await startMachine(name)
    start('haproxy', ['/usr/sbin/haproxy', '-db', '-f', join(machines, 'application', 'haproxy.cfg')])
    await settled()
  } catch (error) {
    const said = await lastWords(root)
    await close()
    throw new Error(`${(error as Error).message}\n${said}`)
  }
  const { owner } = JSON.parse(await readFile(join(home.folder, 'cluster', 'passwords.json'), 'utf8')) as {
    owner: string
  }
  const authority = join(machines, 'application', 'authority.crt')
  const ownerUrl = `postgres://tiptop:${owner}@${network.own}:5432/tiptop?sslmode=verify-full&sslrootcert=${authority}`
  return {
    root,
    home,
    env,
    network,
    machines,
    ownerUrl,
    must,
    startMachine,
    emptyMachine,
    status,
    settled,
    close,
  }
}

async function writeSettings(
  home: { folder: string; settings: string },
  network: Network,
  machines: string,
  archive: string,
) {
  await mkdir(home.folder, { recursive: true })
  await writeFile(home.settings, await readFile(join(REPOSITORY, 'environments', 'prod', 'env.example')))
  await writeFile(home.settings, `${await readFile(home.settings, 'utf8')}\nNOTIFY_EMAILS=\n`)
  const values = {
    CLUSTER_MACHINES: MACHINES.map(name => `${name}=${network.addressOf(name)}`).join(','),
    CLUSTER_CLIENTS: network.own,
    CLUSTER_BIND: network.own,
    CLUSTER_FOLDER: machines,
    CLUSTER_POSTGRES: POSTGRES,
    CLUSTER_WATCHDOG: 'off',
    CLUSTER_ARCHIVE: archive,
  }
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`)
  await writeFile(join(home.folder, '.env.cluster'), lines.join(''))
}

async function lastWords(root: string): Promise<string> {
  const logs = ['n1-etcd', 'n1-patroni', 'n2-patroni', 'n3-patroni', 'haproxy'].map(async name => {
    const text = await readFile(join(root, `${name}.log`), 'utf8').catch(() => '')
    return `${name}:\n${text.trim().split('\n').slice(-12).join('\n')}`
  })
  return (await Promise.all(logs)).join('\n')
}
