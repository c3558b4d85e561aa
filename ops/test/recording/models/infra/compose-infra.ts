import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProgramModel, ServerModel } from '../../server-model.ts'

/** Compose, for the project of the infrastructure: the database and nginx. */
export const composeInfra: ProgramModel = ([program, verb, ...args], { env = {} }, server) => {
  if (program !== 'docker' || verb !== 'compose' || !args.some(arg => arg.endsWith('/infra.yaml'))) return null
  const [act = '', ...rest] = args.slice(args.findIndex(arg => !arg.startsWith('--')))
  const stack = env.STACK ?? ''
  const named = rest.filter(word => !word.startsWith('--'))
  const services = named.length ? named : ['postgres', 'nginx']
  if (act === 'up') return services.map(service => start(service, stack, server)).join('')
  if (act === 'stop' || act === 'rm') return services.map(service => stop(service, stack, server)).join('')
  if (act === 'run' && rest.includes('-t')) return tryDoor(args)
  if (act === 'run' && rest.includes('--detach')) return runBeside(rest, server)
  if (act === 'run' && rest.includes('--entrypoint=pg_restore')) return ''
  if (act !== 'run' || !rest.includes('--entrypoint=cp')) return null
  return copyFiles(rest, server)
}

/** A container of its own beside the database. */
function runBeside(words: readonly string[], { infra }: ServerModel): string {
  infra.add((words.find(word => word.startsWith('--name=')) ?? '').replace('--name=', ''))
  return ''
}

/** Copies the files of the database into a volume, as root: they are another user's. */
function copyFiles(words: readonly string[], { volumes, asides, databases }: ServerModel): string {
  const [volume = '', place] = (words.find(word => word.startsWith('--volume=')) ?? '')
    .replace('--volume=', '')
    .split(':')
  const [from, to] = words.slice(-2)
  const copies = from === '/var/lib/postgresql/data/.' && to === place && words.includes('--archive')
  if (!copies || !words.includes('postgres') || !words.includes('--user=root'))
    throw new Error('cp: nothing was copied')
  volumes.add(volume)
  asides.set(volume, { migrations: [], plays: 0, ...databases.get('tiptop') })
  return ''
}

/** An empty volume gets an empty database. */
function start(service: string, stack: string, { infra, volumes, networks, databases }: ServerModel): string {
  infra.add(`${stack}-infra-${service}-1`)
  networks.add(`${stack}-infra_default`)
  if (service !== 'postgres' || volumes.has(`${stack}-database`)) return ''
  volumes.add(`${stack}-database`)
  databases.set('tiptop', { migrations: [], plays: 0 })
  return ''
}

/** nginx looks at its own file, and does not know `nonsense`. */
async function tryDoor(args: readonly string[]): Promise<string> {
  const file = args.find(arg => arg.startsWith('--file='))?.slice('--file='.length) ?? ''
  const text = await readFile(join(file, '..', 'nginx.conf'), 'utf8')
  if (!text.includes('nonsense')) return ''
  throw new Error('nginx: [emerg] 1#1: unknown directive "nonsense" in /etc/tiptop/nginx.conf:2\nnginx: test failed')
}

/** Stopped in order, a database archives what it still has. */
function stop(service: string, stack: string, { infra, archive }: ServerModel): string {
  const wasRunning = infra.delete(`${stack}-infra-${service}-1`)
  if (service === 'postgres' && wasRunning && archive) archive.until = archive.last
  return ''
}
