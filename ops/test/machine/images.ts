import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importDebian } from './debian-image.ts'
import type { Engine } from './engine.ts'
import { run } from './run.ts'

const FOLDER = join(import.meta.dirname, 'images')
const LABEL = 'tiptop.made-from'

type StandIn = {
  tag: string
  base: 'bookworm' | 'trixie'
  dockerfile: string
  files: string[]
  prepare?: (context: string) => Promise<void>
}

/** Images with the official names, for machines that cannot pull: built once, kept by the engine. */
const standIns: StandIn[] = [
  {
    tag: 'node:24-bookworm-slim',
    base: 'bookworm',
    dockerfile: 'node.Dockerfile',
    files: ['docker-entrypoint.sh'],
    prepare: addNode,
  },
  { tag: 'nginx:stable', base: 'trixie', dockerfile: 'nginx.Dockerfile', files: ['nginx-entrypoint.sh'] },
  { tag: 'registry:2', base: 'bookworm', dockerfile: 'registry.Dockerfile', files: [] },
  { tag: 'postgres:17-bookworm', base: 'trixie', dockerfile: 'postgres.Dockerfile', files: ['postgres-entrypoint.sh'] },
  { tag: 'tiptop-test/s3', base: 'trixie', dockerfile: 'moto.Dockerfile', files: [] },
  { tag: 'tiptop-test/sftp', base: 'bookworm', dockerfile: 'sftp.Dockerfile', files: [] },
]

/** Pulls nothing: builds each image that the engine does not have as these files make it. */
export async function buildStandIns({ env }: Engine, tell: (text: string) => void): Promise<void> {
  const bases = { bookworm: '', trixie: '' }
  for (const suite of ['bookworm', 'trixie'] as const)
    bases[suite] = await importDebian(suite, { env, label: LABEL, tell })
  for (const { tag, base, dockerfile, files, prepare } of standIns) {
    const made = await hashOf(bases[base], [dockerfile, ...files])
    if ((await labelOf(tag, env)) === made) continue
    tell(`building ${tag}`)
    const context = await mkdtemp(join(tmpdir(), 'tiptop-image-'))
    for (const file of files) await cp(join(FOLDER, file), join(context, file))
    await prepare?.(context)
    const build = ['docker', 'buildx', 'build', '--load', '--quiet', '--tag', tag] as const
    await run([...build, '--label', `${LABEL}=${made}`, '--file', join(FOLDER, dockerfile), context], { env })
    await rm(context, { recursive: true })
  }
}

/** The Node.js that this project pins, and npm, as the npm registry has them. */
async function addNode(context: string): Promise<void> {
  const require = createRequire(import.meta.url)
  const node = await realpath(join(require.resolve('node/package.json'), '..', 'bin', 'node'))
  await cp(node, join(context, 'node'))
  await run(['npm', 'pack', 'npm@11', '--silent', '--pack-destination', context])
  const [archive = ''] = (await run(['find', context, '-name', 'npm-*.tgz'])).split('\n')
  await run(['tar', 'xzf', archive, '-C', context])
  await cp(join(context, 'package'), join(context, 'npm'), { recursive: true })
  await cp('/etc/ssl/certs/ca-certificates.crt', join(context, 'ca-certificates.crt'))
}

async function hashOf(base: string, files: string[]): Promise<string> {
  const hash = createHash('sha256').update(process.version).update(base)
  for (const file of files) hash.update(await readFile(join(FOLDER, file)))
  return hash.digest('hex').slice(0, 16)
}

/** What an image was made from; the empty text when there is none, or one made elsewhere. */
async function labelOf(tag: string, env: Engine['env']): Promise<string> {
  return run(['docker', 'image', 'inspect', '--format', `{{index .Config.Labels "${LABEL}"}}`, tag], { env }).catch(
    () => '',
  )
}
