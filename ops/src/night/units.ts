import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../environment/environment.ts'
import type { Home } from '../environment/home.ts'
import { Failure } from '../failure.ts'
import type { Shell } from '../tools/shell.ts'
import type { Tools } from '../tools/tools.ts'

/** The folder in which systemd looks for the units that administrators add. */
export const UNITS = '/etc/systemd/system'

/** The socket through which the account of an environment speaks to Docker. */
const DOCKER = '/var/run/docker.sock'

/** The private key of a server that rehearses by itself. */
export const rehearsalKeyOf = (environment: Environment) => `/etc/tiptop/rehearsal-${environment}.key`

/**
 * The timers of an environment, as `systemctl` calls them.
 * @param rehearses whether its restoration is rehearsed each week, which takes a private key on this server
 * @param renews whether certbot renews its certificate
 */
export function timersOf(
  environment: Environment,
  { rehearses, renews }: { rehearses: boolean; renews: boolean },
): string[] {
  const always = ['tiptop-backup', 'tiptop-backup-check', 'tiptop-control', 'tiptop-incident']
  const names = [...always, ...(rehearses ? ['tiptop-rehearse'] : []), ...(renews ? ['tiptop-certificate'] : [])]
  return names.map(name => `${name}@${environment}.timer`)
}

/**
 * Writes the units that start this program from this checkout, under the account to which the environment belongs, with
 * the group that may speak to Docker.
 * @returns their names
 */
export async function writeUnits(
  { checkout, node, folder, home }: { checkout: string; node: string; folder: string; home: Home },
  { files }: Pick<Tools, 'files'>,
): Promise<string[]> {
  const odd = [checkout, node].find(path => !/^[\w./@+-]+$/.test(path))
  if (odd)
    throw new Failure('not-ready', `systemd lirait mal ce chemin : ${odd}.`, {
      hint: 'Installez tiptop dans un dossier sans espace.',
    })
  const from = join(checkout, 'environments', 'server', 'systemd')
  const names = (await readdir(from)).sort()
  const { uid, gid } = await ownerOf(home.folder)
  const docker = await stat(DOCKER).catch(() => ({ gid }))
  const values = {
    CHECKOUT: checkout,
    NODE: node,
    ACCOUNT: String(uid),
    GROUP: String(gid),
    DOCKER: String(docker.gid),
  }
  for (const name of names) {
    const text = await readFile(join(from, name), 'utf8')
    const filled = Object.entries(values).reduce((done, [name, value]) => done.replaceAll(`@${name}@`, value), text)
    await files.write(join(folder, name), filled, 0o644)
  }
  return names
}

/** @throws a Failure if this server has no account of the number to which a folder belongs: systemd would start nothing under it */
export async function expectKnownOwner(folder: string, { read }: Pick<Shell, 'read'>): Promise<void> {
  const { uid, gid } = await ownerOf(folder)
  for (const [database, id] of [
    ['passwd', uid],
    ['group', gid],
  ] as const)
    await read(['getent', database, String(id)]).catch(cause => {
      const what = database === 'passwd' ? 'compte' : 'groupe'
      throw new Failure('not-ready', `${folder} appartient au ${what} ${id}, qui n’a pas de nom sur ce serveur.`, {
        hint: `systemd n’y lancerait rien : groupadd --gid ${gid} tiptop ; useradd --uid ${uid} --gid ${gid} --groups docker tiptop, puis recommencez.`,
        cause,
      })
    })
}

const ownerOf = (folder: string) => stat(folder).catch(() => ({ uid: 0, gid: 0 }))
