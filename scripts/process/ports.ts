import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

/** Where the two servers listen, for whom and under which addresses. */
export type Addresses = { host: string; apiPort: number; webPort: number; apiUrl: string; webUrl: string }

/** @throws an Error in one sentence when a port is no port */
export function readAddresses(env: NodeJS.ProcessEnv): Addresses {
  const apiPort = readPort(env, 'API_PORT', 4000)
  const webPort = readPort(env, 'WEB_PORT', 3000)
  if (apiPort === webPort) throw new Error(`API_PORT et WEB_PORT sont le même port (${apiPort}) : il en faut deux.`)
  return {
    host: env.HOST || '127.0.0.1',
    apiPort,
    webPort,
    apiUrl: env.API_URL || `http://localhost:${apiPort}`,
    webUrl: env.WEB_URL || `http://localhost:${webPort}`,
  }
}

function readPort(env: NodeJS.ProcessEnv, name: string, usual: number): number {
  const port = Number(env[name] || usual)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error(`${name}=${env[name]} n'est pas un port : donnez un nombre de 1 à 65535.`)
}

/** @throws an Error that names the port, who holds it when that can be known, and the remedy */
export async function checkPort(host: string, port: number, variable: 'API_PORT' | 'WEB_PORT'): Promise<void> {
  // A server of ours listens on `host`, but one on ::1 alone would be what `localhost` means to a browser.
  const fault = (await listenFault(host, port)) ?? (host === '127.0.0.1' ? await listenFault('::1', port) : null)
  if (!fault || fault === 'EADDRNOTAVAIL' || fault === 'EAFNOSUPPORT') return
  if (fault === 'EACCES')
    throw new Error(
      `Le port ${port} est réservé à root : choisissez-en un autre, par exemple ${variable}=${port + 8000}.`,
    )
  const holder = holderOf(port)
  throw new Error(
    `Le port ${port} est déjà pris${holder && ` par ${holder}`} : arrêtez ce programme, ` +
      `ou choisissez un autre port (${variable}=${port + 10} npm start).`,
  )
}

function listenFault(host: string, port: number): Promise<string | null> {
  return new Promise(resolve => {
    const server = createServer().once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}

/** `node (processus 123)`: who listens on this port, as far as Linux lets this user see; '' when it cannot be known. */
function holderOf(port: number): string {
  const inodes = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap(table => listeners(table, port)))
  if (inodes.size === 0) return ''
  const pid = readdir('/proc').find(name => /^\d+$/.test(name) && holdsSocket(name, inodes))
  return pid ? `${read(`/proc/${pid}/comm`).trim()} (processus ${pid})` : ''
}

/** The sockets in this table of the kernel that listen on the port. */
function listeners(table: string, port: number): string[] {
  const LISTEN = '0A'
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = read(table).trim().split('\n').slice(1)
  const columns = rows.map(row => row.trim().split(/\s+/))
  return columns.filter(row => row[1]?.endsWith(suffix) && row[3] === LISTEN).map(row => `socket:[${row[9]}]`)
}

function holdsSocket(pid: string, inodes: Set<string>): boolean {
  return readdir(`/proc/${pid}/fd`).some(fd => {
    try {
      return inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`))
    } catch {
      return false
    }
  })
}

const read = (path: string) => attempt(() => readFileSync(path, 'utf8'), '')
const readdir = (path: string) => attempt(() => readdirSync(path), [])

function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}
