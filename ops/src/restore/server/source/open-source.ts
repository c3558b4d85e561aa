import { access as canAccess, constants, readFile, stat } from 'node:fs/promises'
import { getCACertificates } from 'node:tls'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { openRclone } from '../../../archive/stores/open-rclone.ts'
import { openStores } from '../../../archive/stores/open-stores.ts'
import { s3Store } from '../../../archive/stores/s3-store.ts'
import type { Store } from '../../../archive/stores/store.ts'
import type { Home } from '../../../environment/home.ts'
import { readSettings } from '../../../environment/settings.ts'
import { Failure } from '../../../failure.ts'
import type { Shell } from '../../../tools/shell.ts'

const file = z.string().startsWith('/', 'un chemin absolu')

/** How to reach the backups: a file kept beside the private key, away from the server. */
const accessShape = z.strictObject({
  S3_ENDPOINT: z.union([z.url({ protocol: /^https$/, message: 'une adresse en https://' }), z.literal('')]).default(''),
  S3_REGION: z.string().default(''),
  S3_BUCKET: z.string().default(''),
  S3_KEY: z.string().default(''),
  /** the authority that signed the storage's certificate if no public one did, here and below */
  S3_AUTHORITIES: z.union([file, z.literal('')]).default(''),
  RCLONE_CONFIG: z.union([file, z.literal('')]).default(''),
  RCLONE_AUTHORITIES: z.union([file, z.literal('')]).default(''),
})
type SourceAccess = z.infer<typeof accessShape>

type SourceRequest = {
  /** `s3`, or `rclone:<remote>:<path>` as in manifests */
  from: string
  /** the file that says how to get there; null: the settings of the environment say it */
  access: string | null
  home: Home
}

/**
 * Opens the destination that holds the backups of an environment, whether or not anything of it is left on this machine.
 * @throws Failure in French with what is missing, and without any secret
 */
export async function openSource({ from, access, home }: SourceRequest, shell: Shell): Promise<Store> {
  if (!access) return ownDestination(from, home, shell)
  const given = await readAccess(access)
  return from === 's3' ? openS3(given, access) : openElsewhere(from, given, access, shell)
}

async function ownDestination(from: string, home: Home, shell: Shell): Promise<Store> {
  const settings = await readSettings(home).catch((error: Error) => {
    const hint = `Sur une machine vide, --access nomme le fichier qui dit comment joindre ${from}.`
    throw new Failure('not-ready', error.message, { hint, cause: error })
  })
  const stores = await openStores({ home, settings }, shell)
  const found = stores.find(({ name }) => (from === 's3' ? name.startsWith('s3:') : name === from))
  if (found) return found
  const names = settings.BACKUP_DESTINATIONS.join(', ') || 'aucune'
  throw new Failure(
    'not-ready',
    `${from} n’est pas une destination de ${home.environment} (BACKUP_DESTINATIONS : ${names}).`,
    { hint: '--from nomme une de celles-là ; --access dit comment joindre une autre.' },
  )
}

async function readAccess(path: string): Promise<SourceAccess> {
  const [text, { mode }] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch(error => {
    throw new Failure('not-readable', `${path} ne se lit pas (${error.code}).`, {
      hint: '--access nomme un fichier que ce compte peut lire.',
    })
  })
  if (mode & 0o077) {
    const hint = `chmod 600 ${path}`
    throw new Failure('not-ready', `${path} contient une clé, et d’autres peuvent le lire.`, { hint })
  }
  const parsed = accessShape.safeParse(parseEnv(text))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message, ...issue }) =>
    issue.code === 'unrecognized_keys'
      ? `  ${issue.keys.join(', ')} : réglage inconnu`
      : `  ${path.join('.')} : ${message}`,
  )
  throw new Failure('not-ready', `${path} n'est pas utilisable :\n${faults.join('\n')}`, {
    hint: 'docs/runbooks/server-lost.md montre ce que ce fichier contient.',
  })
}

async function openS3(access: SourceAccess, path: string): Promise<Store> {
  const { S3_BUCKET: bucket, S3_REGION: region, S3_ENDPOINT: endpoint, S3_KEY, S3_AUTHORITIES } = access
  if (!bucket || !region)
    throw new Failure('not-ready', `${path} : S3_BUCKET et S3_REGION y manquent.`, {
      hint: 'Écrivez-y le nom et la région du seau, tels que chez le fournisseur.',
    })
  const [, accessKeyId = '', secretAccessKey = ''] = /^([^:\s]+):(\S+)$/.exec(S3_KEY) ?? []
  if (!secretAccessKey)
    throw new Failure('not-ready', `${path} : S3_KEY doit être « identifiant:clé ».`, {
      hint: 'Écrivez-y la clé du stockage, telle que chez le fournisseur.',
    })
  const own = S3_AUTHORITIES ? [await readFile(S3_AUTHORITIES, 'utf8')] : []
  const trusted = [...new Set([...getCACertificates('bundled'), ...getCACertificates('system'), ...own])]
  const key = { accessKeyId, secretAccessKey }
  return s3Store({
    bucket,
    region,
    endpoint: endpoint.replace(/\/$/, ''),
    key,
    trusted,
    lockDays: 0,
    now: () => new Date(),
  })
}

async function openElsewhere(name: string, access: SourceAccess, path: string, shell: Shell): Promise<Store> {
  const { RCLONE_CONFIG: config, RCLONE_AUTHORITIES: authorities } = access
  if (!config)
    throw new Failure('not-ready', `${path} : RCLONE_CONFIG y manque, le fichier qui décrit ${name} à rclone.`, {
      hint: '« rclone config » l’écrit.',
    })
  await canAccess(config, constants.R_OK).catch(error => {
    throw new Failure('not-readable', `${config} ne se lit pas (${error.code}).`, {
      hint: 'Donnez à RCLONE_CONFIG le chemin d’un fichier que ce compte peut lire.',
    })
  })
  return openRclone({ name, config, authorities: authorities || null, shell })
}
