import { readFile } from 'node:fs/promises'
import type { ProgramModel, ServerModel } from '../../server-model.ts'

/** The engine itself, its volumes, networks, containers by name or label, and images from files. */
export const engine: ProgramModel = async ([program, verb, ...args], _, server) => {
  if (program !== 'docker') return null
  const last = args.at(-1) ?? ''
  if (verb === 'info') return '/'
  if (verb === 'exec') return last === 'reload' || args[1] === 'test' ? '' : null
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

function volumesNamed(filter: string, { volumes }: ServerModel): string {
  const name = /^name=\^(.+)\$$/.exec(filter)?.[1] ?? ''
  return volumes.has(name) ? name : ''
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
