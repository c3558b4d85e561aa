import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { debianMirror, installMissing } from './debian.ts'
import type { Engine } from './engine.ts'
import { run, succeeds } from './run.ts'

const FOLDER = join(import.meta.dirname, 'images')
const LABEL = 'tiptop.made-from'

/** Images with the official names, for machines that cannot pull: built once, kept by the engine. */
const standIns: { tag: string; dockerfile: string; files: string[]; prepare?: (context: string) => Promise<void> }[] = [
  { tag: 'node:24-bookworm-slim', dockerfile: 'node.Dockerfile', files: ['docker-entrypoint.sh'], prepare: addNode },
  { tag: 'nginx:stable', dockerfile: 'nginx.Dockerfile', files: [] },
  { tag: 'registry:2', dockerfile: 'registry.Dockerfile', files: [] },
  { tag: 'postgres:17-bookworm', dockerfile: 'postgres.Dockerfile', files: ['postgres-entrypoint.sh'] },
]

/** Pulls nothing: builds each image that the engine does not have as these files make it. */
export async function buildStandIns({ env }: Engine, tell: (text: string) => void): Promise<void> {
  for (const suite of ['bookworm', 'trixie']) await importDebian(suite, env, tell)
  for (const { tag, dockerfile, files, prepare } of standIns) {
    const made = await hashOf([dockerfile, ...files])
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

/** Debian's minimal system, with what its slim image leaves out left out. */
async function importDebian(suite: string, env: Engine['env'], tell: (text: string) => void): Promise<void> {
  const tag = `debian:${suite}-slim`
  if (await succeeds(['docker', 'image', 'inspect', tag], { env })) return
  tell(`building ${tag}`)
  await installMissing({ mmdebstrap: 'mmdebstrap' }, ['/usr/bin'])
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-debian-'))
  const archive = join(folder, 'root.tar')
  const left = ['man', 'doc', 'locale', 'info', 'lintian', 'groff'].map(
    name => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
  )
  const options = [
    '--variant=minbase',
    '--mode=root',
    '--quiet',
    `--include=ca-certificates${suite === 'bookworm' ? ',usr-is-merged' : ''}`,
    ...left,
  ]
  await run(['mmdebstrap', ...options, suite, archive, await debianMirror()])
  await run(['docker', 'import', '--change', 'CMD ["bash"]', archive, tag], { env })
  await rm(folder, { recursive: true })
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

async function hashOf(files: string[]): Promise<string> {
  const hash = createHash('sha256').update(process.version)
  for (const file of files) hash.update(await readFile(join(FOLDER, file)))
  return hash.digest('hex').slice(0, 16)
}

async function labelOf(tag: string, env: Engine['env']): Promise<string> {
  return run(['docker', 'image', 'inspect', '--format', `{{index .Config.Labels "${LABEL}"}}`, tag], { env }).catch(
    () => '',
  )
}
