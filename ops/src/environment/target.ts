import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { readText } from '../state/read-state.ts'
import { isThere } from '../tools/files.ts'
import type { Environment } from './environment.ts'
import { type Home, type Homes, optionalSecrets, type Secret, secrets } from './home.ts'
import { accountFault } from './ownership/account.ts'
import { readSettings, type Settings } from './settings.ts'

/** An environment that is ready: its folders, and its validated settings. */
export type Target = { home: Home; settings: Settings }

/** Random secrets. A lost one cannot be made again: codes and sessions depend on it. */
const DRAWN: ReadonlySet<Secret> = new Set<Secret>([
  'postgres-password',
  'owner-url',
  'database-url',
  'session-key',
  'ticket-pepper',
  'archive-passphrase',
])

/**
 * Checks settings, secrets and certificate before anything is changed.
 * @param installing true for `tiptop install`, which makes what is missing, except what only people can give
 * @param asOwner false for what root does beside the environment, without writing in it
 * @throws a Failure that names everything missing or wrong, and what to do about it
 */
export async function openTarget(
  homes: Homes,
  environment: Environment,
  { installing = false, asOwner = true } = {},
): Promise<Target> {
  const home = homes.homeOf(environment)
  const [settings, ...looked] = await Promise.all([
    readSettings(home).catch((error: Error) => error),
    ...secrets.map(name => secretFault(home, name)),
    ...['fullchain.pem', 'privkey.pem'].map(name => certificateFault(join(home.tls, name))),
    installing ? null : installationFault(home),
    asOwner ? accountFault(home) : null,
  ])
  const faults = looked.filter(fault => fault !== null)
  if (!(settings instanceof Error) && !faults.length) return { home, settings }
  const lines = [...(settings instanceof Error ? [settings.message] : []), ...faults]
  throw new Failure('not-ready', `${environment} n'est pas prêt :\n${lines.join('\n').replaceAll(/^/gm, '  ')}`, {
    hint: null,
  })
}

/** @returns the secret without the line's end; the empty text when it is not used, or not made yet */
export async function readSecret(home: Home, name: Secret): Promise<string> {
  return ((await readText(home.secret(name))) ?? '').trimEnd()
}

async function secretFault(home: Home, name: Secret): Promise<string | null> {
  const file = home.secret(name)
  const found = await stat(file).catch(() => null)
  if (found && found.mode & 0o022) return `${file} est modifiable par d'autres : chmod go-w.`
  if (optionalSecrets.includes(name)) return null
  if (found?.size) return null
  if (!DRAWN.has(name)) return `${file} manque : écrivez-y le mot de passe de REGISTRY_USER.`
  if (found) return `${file} est vide : remettez-le d'une sauvegarde.`
  // A new one would not open what the former one closed.
  const used =
    name === 'archive-passphrase' ? await isThere(join(home.infra, 'pgbackrest.conf')) : await isInstalled(home)
  return used ? `${file} manque : remettez-le d'une sauvegarde.` : null
}

async function certificateFault(file: string): Promise<string | null> {
  return (await isThere(file)) ? null : `${file} manque : déposez-y le certificat du site et de l'API, ou sa clé.`
}

async function installationFault(home: Home): Promise<string | null> {
  if (await isInstalled(home)) return null
  return `la base et nginx n'y sont pas encore : tiptop install ${home.environment}`
}

const isInstalled = (home: Home) => isThere(join(home.infra, 'infra.yaml'))
