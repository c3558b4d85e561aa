import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Home, homeOf, type Secret } from '../environment/home.ts'
import { imageName, repositoryOf } from '../release/image-names.ts'
import { pieces } from '../release/release.ts'
import type { Place } from '../restore/server/rebuild.ts'
import type { Shell } from '../tools/shell.ts'
import type { Tools } from '../tools/tools.ts'

/** What would reach people or others' servers; a rehearsal does without. */
const SILENT: Secret[] = [
  ...(['smtp-url', 'notify-webhook', 'notify-webhook-level2'] as const),
  ...(['google-client-secret', 'facebook-client-secret'] as const),
]
const UNUSED: Secret[] = ['sonar-token', 'jenkins-token']
const BLANK = [
  'NOTIFY_EMAILS',
  'NOTIFY_EMAILS_LEVEL2',
  'GOOGLE_CLIENT_ID',
  'FACEBOOK_CLIENT_ID',
  'SONAR_URL',
  'JENKINS_HOME',
  'JENKINS_URL',
]
const PROJECTS = ['blue', 'green', 'infra']
const VOLUMES = ['database', 'archive', 'static']

/** Where a rehearsal of an environment restores: folders and names in the engine that nothing else has. */
export function scratchOf({ environment, stack, backups }: Home): Home {
  const root = backups.rehearsal
  const project = `${stack.slice(0, -environment.length - 1)}-rehearsal`
  return homeOf({ root: join(root, 'root'), backups: join(root, 'backups'), project }, environment)
}

/** A registry that nobody can reach, under whose name the images of a rehearsal are. */
const registryOf = ({ stack }: Home) => `${stack}.invalid/images`

/**
 * Makes an environment that was put back one that hurts nobody: on ports of its own of this machine, without mail, without
 * a way to a registry, behind players for the processor, gone after a restart of the machine, and archiving nothing.
 */
export const scratchPlace: Place = {
  archive: false,
  closed: false,
  async settings(home) {
    const own = {
      ...Object.fromEntries(BLANK.map(name => [name, ''])),
      HTTP_ADDRESS: '127.0.0.1',
      HTTP_PORT: String(await freePort()),
      HTTPS_PORT: String(await freePort()),
      REGISTRY: registryOf(home),
    }
    await change(home.settings, text => withSettings(text, own))
    for (const name of await readdir(home.releases).catch(() => [])) {
      const folder = join(home.releases, name)
      await change(join(folder, 'settings.env'), text => withSettings(text, own))
      await change(join(folder, 'app.yaml'), givingWay)
    }
    for (const name of [...SILENT, ...UNUSED]) await change(home.secret(name), () => '')
    await change(home.secret('registry-password'), () => 'sans-registre')
  },
  async infra({ home }) {
    await change(join(home.infra, 'infra.yaml'), givingWay)
    await change(join(home.infra, 'postgresql.conf'), text => `${text}\n# A rehearsal.\narchive_mode = off\n`)
  },
}

/** Takes away everything that a rehearsal has or left: containers, networks, volumes, images, files. */
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

/** Their layers go where nothing else needs them: production may run the same. */
async function removeImages(repository: string, { read, run }: Shell): Promise<void> {
  const format = '{{.Repository}}:{{.Tag}}'
  const tags = linesOf(await read(['docker', 'image', 'ls', '--format', format, '--filter', `reference=${repository}`]))
  if (tags.length) await run(['docker', 'image', 'rm', ...tags])
}

const linesOf = (said: string) => said.split('\n').filter(Boolean)

/** Lines of a settings' file with these values in the place of theirs. */
export function withSettings(text: string, own: Record<string, string>): string {
  const kept = text.split('\n').filter(line => !Object.keys(own).some(name => line.startsWith(`${name}=`)))
  return [...kept, ...Object.entries(own).map(([name, value]) => `${name}=${value}`), ''].join('\n')
}

/** A compose file whose services give way to players, and are not started again by themselves. */
export function givingWay(compose: string): string {
  return compose.replaceAll(/^( *)restart: unless-stopped$/gm, '$1restart: "no"\n$1cpu_shares: 256')
}

async function change(file: string, to: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text !== null) await writeFile(file, to(text))
}

/** A port of this machine that nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}
