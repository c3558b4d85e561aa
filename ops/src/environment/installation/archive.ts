import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildImage } from '../../tools/docker.ts'
import type { Tools } from '../../tools/tools.ts'
import type { Environment } from '../environment.ts'
import type { Settings } from '../settings.ts'

/** Days that base backups, and the WAL after them, are kept. One is taken away once a younger full one is this old. */
const DAYS_HERE = 23
const DAYS_AT_S3 = 90

/** The configuration of pgBackRest, except secrets, which the container's entry point adds in memory. */
export function archiveConfig(environment: Environment, settings: Settings): string {
  const lines = [
    '# Written by tiptop install: what pgBackRest does with the WAL and the base backups of this environment.',
    '[global]',
    ...repository(1, { path: '/var/lib/pgbackrest' }, DAYS_HERE),
    ...(usesS3(settings) ? repository(2, atS3(environment, settings), DAYS_AT_S3) : []),
    ...option({ 'compress-type': 'zst', 'process-max': 2, 'start-fast': 'y' }),
    // WAL goes on to the repository that answers while the other is away. Past this size the oldest is given up for the
    // one that is away, so that the disk of the database does not fill.
    ...option({ 'archive-async': 'y', 'archive-push-queue-max': '16GiB', 'archive-get-queue-max': '256MiB' }),
    ...option({
      'spool-path': '/var/spool/pgbackrest',
      'lock-path': '/tmp/pgbackrest',
      'io-timeout': 10,
      'archive-timeout': 300,
    }),
    ...option({ 'log-level-file': 'off', 'log-level-console': 'warn' }),
    '',
    // When a push in the background was killed, the waiting command gives up after this and starts another.
    '[global:archive-push]',
    ...option({ 'archive-timeout': 30 }),
    '',
    '[tiptop]',
    ...option({ 'pg1-path': '/var/lib/postgresql/data', 'pg1-user': 'tiptop' }),
  ]
  return `${lines.join('\n')}\n`
}

/** Whether the archive has a second repository, at the storage that backups of the night are sent to. */
export function usesS3({ BACKUP_DESTINATIONS }: Settings): boolean {
  return BACKUP_DESTINATIONS.includes('s3')
}

type Options = Record<string, string | number>

const option = (options: Options) => Object.entries(options).map(([name, value]) => `${name}=${value}`)

function repository(number: number, place: Options, days: number): string[] {
  const kept = { 'retention-full-type': 'time', 'retention-full': days }
  const all = { ...place, 'cipher-type': 'aes-256-cbc', bundle: 'y', block: 'y', ...kept }
  return Object.entries(all).map(([name, value]) => `repo${number}-${name}=${value}`)
}

/** The folder of the storage that holds the second repository of an environment. */
export const folderAtS3 = (environment: Environment) => `physical/${environment}`

function atS3(environment: Environment, { S3_BUCKET, S3_REGION, S3_ENDPOINT }: Settings): Options {
  const place = {
    type: 's3',
    path: `/${folderAtS3(environment)}`,
    's3-bucket': S3_BUCKET,
    's3-region': S3_REGION,
    'storage-ca-file': '/run/pgbackrest/authorities.pem',
  }
  if (!S3_ENDPOINT) return { ...place, 's3-endpoint': `s3.${S3_REGION}.amazonaws.com` }
  const { hostname, port } = new URL(S3_ENDPOINT)
  return { ...place, 's3-endpoint': hostname, 'storage-port': port || 443, 's3-uri-style': 'path' }
}

/** The same storage as the first repository of a cluster, whose machines trust what Debian trusts. */
export function s3Repository(environment: Environment, settings: Settings): string[] {
  const { 'storage-ca-file': _, ...place } = atS3(environment, settings)
  return Object.entries({ ...place, path: `/physical/${environment}-cluster` }).map(
    ([name, value]) => `repo1-${name}=${value}`,
  )
}

/**
 * What `infra.yaml` asks for beside the settings: the image of the database, and the network on which its archive
 * leaves this server, which leads nowhere when the archive stays here.
 */
export function infraVariables(image: string, settings: Settings): string {
  const [network, internal] = usesS3(settings) ? ['archive-out', false] : ['archive', true]
  return `POSTGRES_IMAGE=${image}\nARCHIVE_NETWORK=${network}\nARCHIVE_INTERNAL=${internal}\n`
}

/**
 * Builds the image of the database from this checkout, unless the engine has it already.
 * @returns its tag, which names what it is made from
 */
export async function buildPostgres(checkout: string, { shell }: Pick<Tools, 'shell'>, signal?: AbortSignal) {
  const context = join(checkout, 'environments', 'server', 'postgres')
  const hash = createHash('sha256')
  for (const name of (await readdir(context)).sort()) hash.update(name).update(await readFile(join(context, name)))
  const image = `tiptop-postgres:${hash.digest('hex').slice(0, 12)}`
  const there = await shell.read(['docker', 'image', 'ls', '--quiet', image])
  const build = buildImage({ context, dockerfile: join(context, 'Dockerfile'), tags: [image], args: {} })
  if (!there) await shell.run(build, { ...(signal && { signal }) })
  return image
}
