import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { followJournals } from '../../../scripts/diagrams/journals.ts'
import { type Home, homeOf, type Secret } from '../../src/environment/home.ts'
import { parseSettings } from '../../src/environment/settings.ts'
import type { Target } from '../../src/environment/target.ts'
import type { GcsServer } from './gcs/gcs-server.ts'
import type { S3Server } from './s3-server.ts'
import type { SftpServer } from './sftp-server.ts'

const EXAMPLE = join(import.meta.dirname, '..', '..', '..', 'environments', 'prod', 'env.example')

/** Two pairs of keys, as two people would have them, away from the server. */
export async function drawKeys() {
  const identities = await Promise.all([generateX25519Identity(), generateX25519Identity()])
  return { identities, recipients: await Promise.all(identities.map(identityToRecipient)) }
}

type Servers = { s3?: S3Server; sftp?: SftpServer; gcs?: GcsServer }

/** The settings with which an environment sends to these servers. */
export function settingsFor(recipients: string[], { s3, sftp, gcs }: Servers) {
  const destinations = [...(s3 ? ['s3'] : []), ...[sftp, gcs].flatMap(server => server?.destination ?? [])]
  return {
    BACKUP_RECIPIENTS: recipients.join(),
    BACKUP_DESTINATIONS: destinations.join(),
    ...s3?.settings,
  }
}

/** The secrets and certificates that go with {@link settingsFor}. */
export async function giveAccess(home: Home, { s3, sftp, gcs }: Servers): Promise<void> {
  const secrets: Partial<Record<Secret, string>> = {
    ...(s3 && { 's3-key': s3.key }),
    ...((sftp || gcs) && { 'rclone.conf': [sftp, gcs].map(server => server?.config ?? '').join('\n') }),
  }
  for (const [name, text] of Object.entries(secrets))
    await writeFile(home.secret(name as Secret), text, { mode: 0o640 })
  const authorities = [s3, gcs].flatMap(server => server?.authority ?? [])
  if (authorities.length) await writeFile(join(home.tls, 'authorities.pem'), authorities.join(''))
}

/** An environment of which nothing runs: its folder, settings and secrets. Needs closing. */
export async function openScratchTarget(own: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'tiptop-target-'))
  const home = homeOf({ root: folder, backups: join(folder, 'backups'), project: 'tiptop-test' }, 'prod')
  followJournals(home.runs)
  for (const made of [home.tls, join(home.folder, 'secrets')]) await mkdir(made, { recursive: true })
  const lines = Object.entries(own).map(([name, value]) => `${name}=${value}`)
  const settings = parseSettings([await readFile(EXAMPLE, 'utf8'), ...lines].join('\n'), 'settings')
  const target: Target = { home, settings }
  return { folder, target, close: () => rm(folder, { recursive: true }) }
}
