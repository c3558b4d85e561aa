import type { Home } from '../environment/home.ts'
import { imageName, repositoryOf } from '../release/image-names.ts'
import { pieces } from '../release/release.ts'
import type { Shell } from '../tools/shell.ts'
import type { Tools } from '../tools/tools.ts'
import { registryOf } from './scratch.ts'

const PROJECTS = ['blue', 'green', 'infra']
const VOLUMES = ['database', 'archive', 'static']

/**
 * Removes everything that a rehearsal has or left: containers, networks, volumes, images, files.
 * @param folder the folder of rehearsals on this server
 */
export async function removeScratch(scratch: Home, folder: string, { shell, files }: Pick<Tools, 'shell' | 'files'>) {
  const ids = async (...list: [string, ...string[]]) => linesOf(await shell.read(['docker', ...list]))
  for (const project of PROJECTS) {
    const label = `label=com.docker.compose.project=${scratch.stack}-${project}`
    const containers = await ids('ps', '--all', '--quiet', '--filter', label)
    if (containers.length) await shell.run(['docker', 'rm', '--force', '--volumes', ...containers])
    const networks = await ids('network', 'ls', '--quiet', '--filter', label)
    if (networks.length) await shell.run(['docker', 'network', 'rm', ...networks])
  }
  await shell.run(['docker', 'volume', 'rm', '--force', ...VOLUMES.map(name => `${scratch.stack}-${name}`)])
  for (const piece of pieces) await removeImages(imageName(repositoryOf(registryOf(scratch), piece)), shell)
  await files.remove(folder)
}

/** Removes tags; layers go only if nothing else needs them, because production may run the same images. */
async function removeImages(repository: string, { read, run }: Shell): Promise<void> {
  const format = '{{.Repository}}:{{.Tag}}'
  const tags = linesOf(await read(['docker', 'image', 'ls', '--format', format, '--filter', `reference=${repository}`]))
  if (tags.length) await run(['docker', 'image', 'rm', ...tags])
}

const linesOf = (said: string) => said.split('\n').filter(Boolean)
