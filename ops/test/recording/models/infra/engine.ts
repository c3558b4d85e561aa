import { readFile } from 'node:fs/promises'
import type { ProgramModel, ServerModel } from '../../server-model.ts'

/** The engine itself, its volumes, networks, containers by name or label, and images from files. */
export const engine: ProgramModel = async ([program, verb, ...args], _, server) => {
  if (program !== 'docker') return null
  const last = args.at(-1) ?? ''
  if (verb === 'info') return '/'
  if (verb === 'exec') return last === 'reload' || last === '-t' || args[1] === 'test' ? '' : null
  if (verb === 'container' && last === server.home.database.container) return 'sha256:postgres'
  if (verb === 'run' && args.includes('--entrypoint=du')) return '2000\t/aside'
  if (verb === 'run' && args.includes('--detach')) return startOn(args, server)
  if (verb === 'load') return load(last, server)
  if (verb === 'ps') return containers(args, server)
  if (verb === 'rm') return removeContainers(args, server)
  if (verb === 'volume') return args[0] === 'ls' ? volumesNamed(last, server) : removeVolumes(args, server)
  if (verb === 'network') return args[0] === 'ls' ? networksOf(last, server) : removeNetworks(args, server)
  if (verb !== 'image') return null
  if (args[0] === 'ls') return imagesNamed(last, server)
  if (args[0] !== 'rm') return null
  for (const name of args) server.engine.delete(name)
  return ''
}

/** A server of databases on the files that a volume holds. */
function startOn(args: readonly string[], { infra, asides }: ServerModel): string {
  const name = args[args.indexOf('--name') + 1] ?? ''
  const volume = /--volume=(\S+?):/.exec(args.join(' '))?.[1] ?? ''
  const held = asides.get(volume)
  if (!held || !args.includes('--network=none') || !args.includes('archive_mode=off')) throw new Error('nothing starts')
  infra.add(name)
  asides.set(name, held)
  return name
}

/** An image's file holds its digest. */
async function load(file: string, { engine }: ServerModel): Promise<string> {
  const digest = await readFile(file, 'utf8')
  const name = `loaded:${digest.slice(-12)}`
  engine.set(name, digest)
  return `Loaded image: ${name}`
}

const projectIn = (filter: string) => /compose\.project=(\S+)$/.exec(filter)?.[1]

/** By label, those of a project, also stopped ones; by name, one that runs; all with their states. Others are not known here. */
function containers(args: readonly string[], { projects, infra }: ServerModel): string | null {
  const last = args.at(-1) ?? ''
  if (last.includes('{{.State}}')) return [...infra].map(name => `${name}\trunning\tUp 2 hours (healthy)`).join('\n')
  const [, name = ''] = /^name=\^\/\?(.+)\$$/.exec(last) ?? []
  if (name) return infra.has(name) ? name : ''
  const project = projectIn(last)
  if (!project || !args.includes('--all')) return null
  const own = [...infra].filter(container => container.startsWith(`${project}-`))
  return [...own, ...(projects.has(project) ? [`${project}-backend`, `${project}-frontend`] : [])].join('\n')
}

function removeContainers(args: readonly string[], { projects, infra }: ServerModel): string {
  for (const name of args) {
    infra.delete(name)
    projects.delete(name.replace(/-(backend|frontend)$/, ''))
  }
  return ''
}

/** The filter is the beginning of their names, or with a dollar behind it the whole name. */
function volumesNamed(filter: string, { volumes }: ServerModel): string {
  const pattern = new RegExp(filter.replace('name=', ''))
  return [...volumes].filter(name => pattern.test(name)).join('\n')
}

/** A volume of a database takes its databases along. */
function removeVolumes(args: readonly string[], { volumes, databases, home }: ServerModel): string {
  for (const name of args) volumes.delete(name)
  if (args.includes(`${home.stack}-database`)) databases.clear()
  return ''
}

const networksOf = (filter: string, { networks }: ServerModel) =>
  [...networks].filter(name => name.startsWith(`${projectIn(filter)}_`)).join('\n')

function removeNetworks(args: readonly string[], { networks }: ServerModel): string {
  for (const name of args) networks.delete(name)
  return ''
}

/** The image of the database was built before. */
function imagesNamed(filter: string, { engine }: ServerModel): string {
  if (filter.startsWith('tiptop-postgres:')) return filter
  const repository = filter.replace('reference=', '')
  return [...engine.keys()].filter(name => name.startsWith(`${repository}:`)).join('\n')
}
