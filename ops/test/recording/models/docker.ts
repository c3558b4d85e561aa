import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImageModel, ProgramModel, ServerModel } from '../server-model.ts'

/** The engine: images and containers. */
export const docker: ProgramModel = async (command, { input }, server) => {
  const [program, verb = '', ...args] = command
  if (program !== 'docker') return null
  const last = args.at(-1) ?? ''
  if (verb === 'buildx') return build(args, server)
  if (verb === 'login') return input ? 'Login Succeeded' : fail('no password')
  if (verb === 'push') return push(last, server)
  if (verb === 'pull') return pull(last, server)
  if (verb === 'tag') return keep(server, last, imageOf(server, args.at(-2) ?? ''))
  if (verb === 'image' && args[0] === 'inspect') {
    const digest = imageOf(server, last)
    if (!args.some(arg => arg.includes('RepoDigests'))) return digest
    return [...server.engine.keys()].filter(name => name.endsWith(`@${digest}`)).join('\n')
  }
  if (verb === 'ps') {
    const name = /compose\.project=(\S+)$/.exec(command.join(' '))?.[1] ?? ''
    return server.projects.get(name)?.running ? `${name}-backend\n${name}-frontend` : ''
  }
  return null
}

/** An image as the engine has it. @returns its digest */
export function imageOf({ engine }: ServerModel, name: string): string {
  return engine.get(name) ?? fail(`no such image: ${name}`)
}

/** @returns the digest that an image of this commit has, wherever it is built */
function digestOfBuild({ piece, commit }: ImageModel): string {
  return `sha256:${createHash('sha256').update(`${piece} ${commit}`).digest('hex')}`
}

async function build(args: readonly string[], server: ServerModel): Promise<string> {
  const after = (option: string) => args.flatMap((arg, place) => (arg === option ? [args[place + 1] ?? ''] : []))
  const commit = await readFile(join(args.at(-1) ?? '', 'commit'), 'utf8')
  const image = { commit, piece: /\/(backend|frontend)\/Dockerfile$/.exec(after('--file')[0] ?? '')?.[1] } as ImageModel
  const digest = digestOfBuild(image)
  server.images.set(digest, image)
  for (const tag of after('--tag')) server.engine.set(tag, digest)
  return ''
}

function push(name: string, server: ServerModel): string {
  const { repository, image, reference } = split(name)
  const digest = imageOf(server, name)
  const known = server.registry.get(repository) ?? new Map<string, string>()
  server.registry.set(repository, known.set(reference, digest).set(digest, digest))
  return keep(server, `${image}@${digest}`, digest)
}

function pull(name: string, server: ServerModel): string {
  const { repository, reference } = split(name)
  const digest = server.registry.get(repository)?.get(reference) ?? fail(`manifest unknown: ${name}`)
  return keep(server, name, digest)
}

function keep({ engine }: ServerModel, name: string, digest: string): string {
  engine.set(name, digest)
  return digest
}

/** `registre.tiptop.test/tiptop/backend:dev-latest`, or by digest. */
function split(name: string): { repository: string; image: string; reference: string } {
  const [, image = '', reference = ''] = /^(.+?)(?:@|:(?=[^/]*$))(.+)$/.exec(name) ?? []
  return { image, reference, repository: image.slice(image.indexOf('/') + 1) }
}

function fail(said: string): never {
  throw new Error(said)
}
