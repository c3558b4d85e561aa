import { z } from 'zod'
import { infraProject } from '../../environment/compose-projects.ts'
import { usesS3 } from '../../environment/installation/archive.ts'
import type { Target } from '../../environment/target.ts'
import { Failure } from '../../failure.ts'
import { askBackrest } from '../../tools/pgbackrest.ts'
import type { Tools } from '../../tools/tools.ts'

/** Where base backups and WAL are kept: a volume of this server, and a folder of the storage far away. */
export type ArchiveRepository = 'here' | 's3'

/** A copy of the whole cluster, and the WAL segments without which it cannot be restored. */
export type BaseBackup = {
  /** `20261123-020000F`, or with the time of a later one behind it */
  label: string
  type: 'full' | 'diff' | 'incr'
  from: Date
  /** from this moment on it can be restored */
  at: Date
  /** what it takes in the repository */
  bytes: number
  wal: { start: string; stop: string }
  /** which of the archive's histories it belongs to, `17-1` */
  archiveId: string
}

/** The number that pgBackRest knows a repository by. */
export const numberOf = (repository: ArchiveRepository) => ({ here: 1, s3: 2 })[repository]

export function repositoriesOf({ settings }: Target): ArchiveRepository[] {
  return usesS3(settings) ? ['here', 's3'] : ['here']
}

/** How a repository is called where people read of it. */
export const titleOf = (repository: ArchiveRepository, { settings }: Target) =>
  repository === 'here' ? 'l’archive de ce serveur' : `l’archive de s3:${settings.S3_BUCKET}`

const infoShape = z.tuple([
  z.object({
    backup: z.array(
      z.object({
        label: z.string(),
        type: z.enum(['full', 'diff', 'incr']),
        error: z.boolean().nullish(),
        timestamp: z.object({ start: z.number(), stop: z.number() }),
        archive: z.object({ start: z.string(), stop: z.string() }),
        database: z.object({ id: z.number() }),
        info: z.object({ repository: z.object({ delta: z.number() }) }),
      }),
    ),
    db: z.array(z.object({ id: z.number(), version: z.string() })),
    repo: z.array(z.object({ status: z.object({ code: z.number(), message: z.string() }) })),
    status: z.object({ lock: z.object({ backup: z.object({ held: z.boolean() }) }) }),
  }),
])

/** What a repository says of itself, in codes of pgBackRest: nothing was ever there; no backup is there; all is wrong. */
const UNPREPARED = [1, 3]
const EMPTY = [...UNPREPARED, 2]
const WRONG = 99

/**
 * The base backups of a repository, the oldest first.
 * @returns also whether it was ever prepared, and whether pgBackRest makes a backup at this moment
 * @throws a Failure when the repository does not answer or cannot be read
 */
export async function readRepository(target: Target, repository: ArchiveRepository, { shell }: Pick<Tools, 'shell'>) {
  const server = { ...target.home.database, project: infraProject(target.home) }
  const ask = askBackrest(server, shell, `--repo=${numberOf(repository)}`, '--output=json', 'info')
  const said = await ask.catch((error: Error) => {
    throw /not valid for 'repo' option/.test(error.message) ? notInstalled(target, repository) : error
  })
  // What cannot be deciphered is quoted as it is.
  const [{ backup, db, repo, status }] = infoShape.parse(JSON.parse(said.replaceAll(/\p{Cc}/gu, ' ')))
  const own = repo[0]?.status ?? { code: WRONG, message: said }
  if (own.code === WRONG)
    throw new Failure('not-readable', `${capital(titleOf(repository, target))} ${whyUnread(own.message)}.`, {
      hint: 'docs/runbooks/backups-missing.md dit quoi faire de cette archive.',
    })
  const versions = new Map(db.map(({ id, version }) => [id, version]))
  const backups: BaseBackup[] = EMPTY.includes(own.code)
    ? []
    : backup.map(({ label, type, timestamp, archive, database, info }) => ({
        label,
        type,
        bytes: info.repository.delta,
        wal: archive,
        from: new Date(timestamp.start * 1000),
        at: endOfSecond(timestamp.stop),
        archiveId: `${versions.get(database.id)}-${database.id}`,
      }))
  return { backups, prepared: !UNPREPARED.includes(own.code), busy: status.lock.backup.held }
}

/** Settings name it, and the database was started before they did. */
const notInstalled = (target: Target, repository: ArchiveRepository) =>
  new Failure(
    'not-ready',
    `${capital(titleOf(repository, target))} n’est pas encore en place : tiptop install ${target.home.environment}`,
    { hint: null },
  )

/** What pgBackRest says of a repository that it cannot read, in French. */
function whyUnread(said: string): string {
  if (/key\/value found outside of section|CryptoError|cipher|FormatError/.test(said))
    return 'ne s’ouvre pas avec cette phrase (secrets/archive-passphrase), ou est abîmée'
  if (/InvalidAccessKeyId|SignatureDoesNotMatch|AccessDenied|\b403\b/.test(said))
    return 'refuse cette clé (secrets/s3-key)'
  if (/certificate|verify/.test(said)) return 'a un certificat que rien ne garantit (tls/authorities.pem)'
  if (/ServiceError|TLS error|HostConnectError|unable to connect|FileOpenError.*connect|timeout|network/i.test(said))
    return 'ne répond pas'
  return `ne peut pas être lue : ${said.split('\n')[0]}`
}

/** pgBackRest says times in whole seconds: what happened in one was over at its end. */
export const endOfSecond = (seconds: number) => new Date(seconds * 1000 + 999)

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
