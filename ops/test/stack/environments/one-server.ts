import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Environment, environments } from '../../../src/environment/environment.ts'
import { type Home, homeOf } from '../../../src/environment/home.ts'
import { run } from '../../machine/run.ts'
import { application, REPOSITORY } from '../application.ts'
import { freePort, removeProject } from '../server.ts'
import { deriveImage, installEnvironment, removeEnvironment, startRelease } from './environment.ts'

const FRONT = join(REPOSITORY, 'environments', 'front', 'compose.yaml')

/** A scratch folder that is a server of its own, with a name of its own in the engine. */
export async function openScratch() {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-one-server-'))
  const project = `tt${randomBytes(3).toString('hex')}`
  const roots = { root: join(folder, 'root'), backups: join(folder, 'backups'), project }
  const homes = Object.fromEntries(environments.map(name => [name, homeOf(roots, name)])) as Record<Environment, Home>
  const close = async () => {
    for (const home of Object.values(homes)) await removeEnvironment(home)
    await rm(folder, { recursive: true, force: true })
  }
  return { project, homes, close }
}

/**
 * A server on which dev, preprod and prod run a release each, which says by its commit where it runs, behind one front
 * that listens on `port`. {@link close} takes everything away.
 */
export async function openOneServer() {
  const { project, homes, close: closeScratch } = await openScratch()
  const port = await freePort()
  const env = {
    TIPTOP_PROJECT: project,
    FRONT_ADDRESS: '127.0.0.1',
    FRONT_HTTP_PORT: String(await freePort()),
    FRONT_HTTPS_PORT: String(port),
  }
  const imageOf = (environment: Environment) => `${project}/backend:${environment}`
  const close = async () => {
    await removeProject(`${project}-front`)
    await closeScratch()
    await run(['docker', 'image', 'rm', '--force', ...environments.map(imageOf)])
  }
  try {
    for (const name of environments) {
      await installEnvironment(homes[name])
      const backend = await deriveImage(imageOf(name), application.backend, `ENV COMMIT=${name}`)
      await startRelease(homes[name], 'blue', { backend })
    }
    await run(['docker', 'compose', '--file', FRONT, 'up', '--detach', '--wait'], { env })
  } catch (error) {
    await close()
    throw error
  }
  return { project, homes, port, close }
}

/** The containers of all environments and of the front, by name. */
export async function containersOf(project: string): Promise<string[]> {
  const names = await run(['docker', 'ps', '--format', '{{.Names}}', '--filter', `name=^${project}-`])
  return names.split('\n').filter(Boolean).sort()
}
