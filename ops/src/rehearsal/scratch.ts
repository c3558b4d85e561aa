import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Home, homeOf, type Secret } from '../environment/home.ts'
import type { RestoreVariant } from '../restore/server/restore-environment.ts'
import { namesIn, readText } from '../state/read-state.ts'

/** Secrets that would let a rehearsal reach people or other servers. */
const BLANK_SECRETS: Secret[] = [
  'smtp-url',
  'notify-webhook',
  'notify-webhook-level2',
  'google-client-secret',
  'facebook-client-secret',
  'sonar-token',
  'jenkins-token',
  'source-access',
]
const BLANK_SETTINGS = [
  'NOTIFY_EMAILS',
  'NOTIFY_EMAILS_LEVEL2',
  'NOTIFY_EMAILS_SHOPS',
  'GOOGLE_CLIENT_ID',
  'FACEBOOK_CLIENT_ID',
  'SONAR_URL',
  'JENKINS_HOME',
  'JENKINS_URL',
]

/** Where a rehearsal restores: folders on the disk and names in the engine that nothing else has. */
export function scratchOf({ environment, stack, backups }: Home): Home {
  const root = backups.rehearsal
  const project = `${stack.slice(0, -environment.length - 1)}-rehearsal`
  return homeOf({ root: join(root, 'root'), backups: join(root, 'backups'), project }, environment)
}

/** The registry in the names of a rehearsal's images. No machine can reach it. */
export const registryOf = ({ stack }: Home) => `${stack}.invalid/images`

/**
 * Makes a restored environment harmless: on local ports of its own, without mail, without a way to a registry, giving way to
 * players for the processor, gone after a restart of the machine, and archiving nothing.
 */
export const rehearsalVariant: RestoreVariant = {
  archive: false,
  closed: false,
  pepper: false,
  async settings(home) {
    const own = {
      ...Object.fromEntries(BLANK_SETTINGS.map(name => [name, ''])),
      HTTP_ADDRESS: '127.0.0.1',
      HTTP_PORT: String(await freePort()),
      HTTPS_PORT: String(await freePort()),
      REGISTRY: registryOf(home),
    }
    await change(home.settings, text => withSettings(text, own))
    for (const name of await namesIn(home.releases)) {
      const folder = join(home.releases, name)
      await change(join(folder, 'settings.env'), text => withSettings(text, own))
      await change(join(folder, 'app.yaml'), givingWay)
    }
    for (const name of BLANK_SECRETS) await change(home.secret(name), () => '')
    await change(home.secret('registry-password'), () => 'sans-registre')
  },
  async infra({ home }) {
    await change(join(home.infra, 'infra.yaml'), givingWay)
    await change(join(home.infra, 'postgresql.conf'), text => `${text}\n# A rehearsal.\narchive_mode = off\n`)
  },
}

/** Returns a settings file with these values instead of its own. */
export function withSettings(text: string, own: Record<string, string>): string {
  const kept = text.split('\n').filter(line => !Object.keys(own).some(name => line.startsWith(`${name}=`)))
  return [...kept, ...Object.entries(own).map(([name, value]) => `${name}=${value}`), ''].join('\n')
}

/** Returns a compose file whose services give way to players and do not restart on their own. */
export function givingWay(compose: string): string {
  return compose.replaceAll(/^( *)restart: unless-stopped$/gm, '$1restart: "no"\n$1cpu_shares: 256')
}

/** A file that cannot be read stops a rehearsal: unchanged, it could reach people. */
async function change(file: string, to: (text: string) => string): Promise<void> {
  const text = await readText(file)
  if (text !== null) await writeFile(file, to(text))
}

/** Returns a local port on which no program listens at this moment. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}
