import { z } from 'zod'
import { optionalParts } from '../environment/backup-settings.ts'
import { type Environment, environments } from '../environment/environment.ts'
import { releaseShape } from '../release/release.ts'
import { isStamped } from '../time/stamp.ts'

/** The piece that is the database. */
export const DUMP = 'database.dump'
/** The piece that is the pepper of the tickets: a file of age, on this server as well. */
export const PEPPER = 'ticket-pepper.sealed'

const fingerprint = z.object({ bytes: z.number(), sha256: z.string() })

const pieceShape = fingerprint.extend({
  /** `database.dump`, `images/<digest without sha256:>.tar.gz`: its path in the folder, or beside all folders */
  name: z.string(),
  kind: z.enum(['database', 'image', 'configuration', ...optionalParts]),
})

const lackShape = z.object({
  part: z.enum(['image', ...optionalParts]),
  /** `chosen`: the settings say that it is not saved; `unset`: they do not say where it is; `failed`: it could not be saved */
  why: z.enum(['chosen', 'unset', 'failed']),
  /** for people, in French */
  said: z.string(),
})

const sealedShape = fingerprint.extend({ key: z.string() })

export const manifestShape = z.object({
  version: z.literal(1),
  /** `20261123-020000`, in UTC: names a backup and its folders, here and elsewhere */
  name: z.string().refine(isBackupName),
  environment: z.enum(environments),
  startedAt: z.iso.datetime(),
  madeAt: z.iso.datetime(),
  pieces: z.array(pieceShape),
  /** what it goes without; absent in backups older than this list */
  without: z.array(lackShape).optional(),
  /** what served; null before the first deployment, or when nothing said which one */
  release: releaseShape.nullable(),
  database: z.object({
    /** the last migration that the database has had; null when it has had none */
    schema: z.string().nullable(),
    snapshotAt: z.iso.datetime(),
    /** of each table, how many rows it has and the sum of their hashes, whatever their order */
    tables: z.record(z.string(), z.object({ rows: z.number(), sum: z.string() })),
    proof: z.object({ provenAt: z.iso.datetime(), by: z.literal('restore'), restoreMs: z.number() }),
  }),
  /** where it was sent, and was read back */
  copies: z.record(
    z.string(),
    z.object({
      sealed: z.record(z.string(), sealedShape),
      /** the public keys, each of which opens it */
      recipients: z.array(z.string()),
      /** those that open the pieces with secrets instead; absent if the same do */
      secretRecipients: z.array(z.string()).optional(),
      provenAt: z.iso.datetime(),
    }),
  ),
})

/** A file of a backup. Images are shared: they are beside the folders, named by their digest. */
export type BackupPiece = z.infer<typeof pieceShape>
/** A part that a backup goes without. */
export type BackupLack = z.infer<typeof lackShape>
/** Pieces that hold keys and passwords, in plain text or beside the key that opens them. */
export const secretKinds: ReadonlySet<BackupPiece['kind']> = new Set<BackupPiece['kind']>([
  'configuration',
  'gitea',
  'jenkins',
  'ci',
])
/** A piece as it was sent somewhere: encrypted. */
export type SealedPiece = z.infer<typeof sealedShape>
export type TableSums = BackupManifest['database']['tables']

/** What a backup holds and what proves it. Written last and removed first: without it there is no backup. */
export type BackupManifest = z.infer<typeof manifestShape>

export const OWN_FOLDER = 'Remettez-la dans le dossier de son environnement, à la main.'

/** A backup or a rollback point that is kept among those of an environment, and says that it is of another one. */
export type ForeignCopy = { name: string; environment: Environment }

/** Says of a foreign copy whose it is. Nothing of it is restored, counted or removed. */
export const foreignWords = ({ name, environment }: ForeignCopy, own: Environment) =>
  `${name} est de ${environment}, et ne sert à rien ici, en ${own} ; rien n’y touche`

export function isBackupName(name: string): boolean {
  return isStamped(name)
}

/** @returns null for a text that is no manifest, or half of one */
export function parseManifest(text: string): BackupManifest | null {
  try {
    return manifestShape.parse(JSON.parse(text))
  } catch {
    return null
  }
}
