import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Client } from 'pg'
import { findPrograms, type Owner, ownerOf, type Programs, runAs } from './postgres/programs.ts'
import { runningPort } from './postgres/running-server.ts'

/** A real PostgreSQL server on a port of this machine, with its own data folder. */
export type Postgres = { url: string; port: number; stop(): Promise<void> }

type Cluster = { folder: string; data: string; log: string; password: string; owner: Owner; programs: Programs }

const USER = 'tiptop'
const DATABASE = 'tiptop'

/**
 * Starts PostgreSQL on `folder`, creating the cluster at first; a server that still runs there is taken over.
 * PostgreSQL refuses root: then the data's owner, or else the system user `postgres` (made when missing), runs it.
 *
 * @param settings lines of postgresql.conf, for example `{ fsync: 'off' }` in tests
 * @param programs those of the npm package, unless others are given
 * @throws an Error with one French sentence on what is missing and the remedy
 */
export async function startPostgres(
  folder: string,
  settings: Record<string, string> = {},
  programs?: Programs,
): Promise<Postgres> {
  const cluster = await openCluster(folder, programs)
  if (!existsSync(cluster.data)) await createCluster(cluster)
  const port = (await runningPort(cluster.data)) ?? (await startServer(cluster, settings))
  const password = await readFile(cluster.password, 'utf8').catch(() => {
    throw new Error(`Le mot de passe de la base manque (${cluster.password}) : npm start -- --fresh recommence à neuf.`)
  })
  const url = (database: string) => `postgres://${USER}:${password.trim()}@127.0.0.1:${port}/${database}`
  await createDatabase(url('postgres'), DATABASE)
  return { port, url: url(DATABASE), stop: () => stopServer(cluster) }
}

/** Stops the server that still runs on `folder`, if any. @returns whether there was one */
export async function stopPostgres(folder: string): Promise<boolean> {
  const data = join(folder, 'data')
  if (!existsSync(data) || !(await runningPort(data))) return false
  await stopServer(await openCluster(folder))
  return true
}

/** Ends the server on `folder` at once, for an exit that cannot wait; its data is put in order at the next start. */
export function killPostgres(folder: string): void {
  try {
    const pid = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 'SIGQUIT')
  } catch {
    // There is none, or it has just ended.
  }
}

async function openCluster(folder: string, given?: Programs): Promise<Cluster> {
  const programs = given ?? (await findPrograms())
  await mkdir(folder, { recursive: true })
  const data = join(folder, 'data')
  return {
    folder,
    data,
    programs,
    owner: await ownerOf(data),
    log: join(folder, 'log'),
    password: join(folder, 'password'),
  }
}

/** initdb into a folder of another name, renamed when whole: an interrupted first start leaves no half cluster. */
async function createCluster({ data, password, owner, programs }: Cluster): Promise<void> {
  const unfinished = `${data}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(password, randomBytes(18).toString('base64url'), { mode: 0o600 })
  if (owner) for (const path of [unfinished, password]) await chown(path, owner.uid, owner.gid)
  await runAs(owner, programs.initdb, [
    '-D',
    unfinished,
    '-U',
    USER,
    '--pwfile',
    password,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ])
  await rename(unfinished, data)
}

/** @returns the port on which the server listens */
async function startServer({ data, log, owner, programs }: Cluster, settings: Record<string, string>): Promise<number> {
  const port = await freePort()
  if (owner) await giveFile(log, owner)
  const options = Object.entries({ port, listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings })
  const flags = options.map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`).join(' ')
  const started = runAs(owner, programs.pg_ctl, ['start', '-w', '-t', '60', '-D', data, '-l', log, '-o', flags])
  await started.catch(async (error: Error) => {
    const lines = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-3)
    throw new Error(
      `PostgreSQL ne démarre pas : ${lines.filter(Boolean).join(' / ') || error.message} (journal : ${log})`,
    )
  })
  return port
}

async function stopServer({ data, owner, programs }: Cluster): Promise<void> {
  if (await runningPort(data)) await runAs(owner, programs.pg_ctl, ['stop', '-w', '-m', 'fast', '-D', data])
}

async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const client = await connect(serverUrl)
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

/** A server that was taken over may still be putting its data in order after a crash: it is waited for. */
async function connect(url: string, deadline = Date.now() + 60_000): Promise<Client> {
  const client = new Client({ connectionString: url })
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => {})
    const { code } = error as { code?: string }
    if ((code !== '57P03' && code !== 'ECONNREFUSED') || Date.now() > deadline) throw error
    await new Promise(done => setTimeout(done, 100))
    return connect(url, deadline)
  }
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
