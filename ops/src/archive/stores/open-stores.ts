import { readSecret, type Target } from '../../environment/target.ts'
import { ownAuthorities, trustedBy } from '../../environment/trusted.ts'
import { Failure } from '../../failure.ts'
import { isThere } from '../../tools/files.ts'
import { openShell, type Shell } from '../../tools/shell.ts'
import { openRclone } from './open-rclone.ts'
import { s3Store } from './s3-store.ts'
import type { Store } from './store.ts'

/**
 * The destinations that the settings of an environment name, in their order; none when it names none.
 * @throws a Failure when a secret that one of them needs is missing or malformed
 */
export async function openStores(target: Target, shell: Shell = openShell()): Promise<Store[]> {
  const opened = target.settings.BACKUP_DESTINATIONS.map(destination =>
    destination === 's3' ? openS3(target) : openElsewhere(target, destination, shell),
  )
  return Promise.all(opened)
}

async function openS3({ home, settings }: Target): Promise<Store> {
  const secret = await readSecret(home, 's3-key')
  const [, accessKeyId = '', secretAccessKey = ''] = /^([^:\s]+):(\S+)$/.exec(secret) ?? []
  if (!secretAccessKey)
    throw new Failure(
      'not-ready',
      `${home.secret('s3-key')} doit contenir « identifiant:clé », puisque « s3 » est une destination.`,
      { hint: 'Écrivez-y la clé du stockage, ou retirez « s3 » de BACKUP_DESTINATIONS.' },
    )
  return s3Store({
    bucket: settings.S3_BUCKET,
    region: settings.S3_REGION,
    endpoint: settings.S3_ENDPOINT,
    lockDays: settings.S3_LOCK_DAYS,
    key: { accessKeyId, secretAccessKey },
    trusted: await trustedBy(home),
    now: () => new Date(),
  })
}

async function openElsewhere({ home }: Target, name: string, shell: Shell): Promise<Store> {
  const [config, own] = [home.secret('rclone.conf'), ownAuthorities(home)]
  return openRclone({ name, config, authorities: (await isThere(own)) ? own : null, shell })
}
