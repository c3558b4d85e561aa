import type { Backup } from '../../archive/backups.ts'
import type { BackupLack } from '../../archive/manifest.ts'
import type { NightProof, TrailHead } from '../../release/data-checks/night-proofs.ts'
import { imageByDigest, readImage } from '../../release/image-names.ts'

/** What retention decided about each backup of one place, and what it could not remove. */
export type CleanedPlace = {
  place: string
  backups: { name: string; keep: boolean; because: string }[]
  /** what could not be removed yet, and why */
  left: string[]
}

/** The report of a night: a page for people, JSON for programs. Durations are in milliseconds. */
export type NightReport = {
  name: string
  environment: string
  madeAt: string
  release: string | null
  /**
   * each file with its size, and the size that it had in the backup before; `image`: what an image is called, with its
   * digest, or null for another file
   */
  pieces: { name: string; kind: string; image: string | null; bytes: number; before: number | null }[]
  bytes: { now: number; before: number | null }
  rows: { now: number; before: number | null }
  tookMs: { database: number; files: number; total: number; restore: number }
  copies: { destination: string; bytes: number; provenAt: string }[]
  /** what the backup had to do without */
  warnings: string[]
  /** the end of the audit trail this night, to compare with; null if it was not verified or nothing is sealed */
  auditHead: TrailHead | null
  /** what the settings say that it goes without, in French */
  leftOut: string[]
  cleaned: CleanedPlace[]
}

type NightFacts = {
  backup: Backup
  /** the backups before it, the newest first */
  former: readonly Backup[]
  warnings: readonly string[]
  cleaned: CleanedPlace[]
  tookMs: { database: number; files: number; total: number }
  proof: Pick<NightProof, 'head' | 'unproven'>
}

/** Reports a night, with the figures of the backup before it. */
export function reportOf({ backup, former, warnings, cleaned, tookMs, proof }: NightFacts): NightReport {
  const [before] = former
  return {
    name: backup.name,
    environment: backup.environment,
    madeAt: backup.madeAt,
    release: backup.release?.version ?? null,
    pieces: piecesOf(backup, before),
    bytes: { now: bytesOf(backup), before: before ? bytesOf(before) : null },
    rows: { now: rowsOf(backup), before: before ? rowsOf(before) : null },
    tookMs: { ...tookMs, restore: backup.database.proof.restoreMs },
    copies: Object.entries(backup.copies).map(([destination, { sealed, provenAt }]) => ({
      destination,
      provenAt,
      bytes: Object.values(sealed).reduce((sum, { bytes }) => sum + bytes, 0),
    })),
    warnings: [...warnings, ...lacking(backup, 'unset'), ...proof.unproven],
    auditHead: proof.head,
    leftOut: lacking(backup, 'chosen'),
    cleaned,
  }
}

const lacking = ({ without = [] }: Backup, reason: BackupLack['why']): string[] =>
  without.flatMap(({ why, said }) => (why === reason ? [said] : []))

/** Compares by kind, then by place: an image has another name once another release serves. */
function piecesOf(backup: Backup, before: Backup | undefined): NightReport['pieces'] {
  return backup.pieces.map((piece, index) => {
    const place = backup.pieces.slice(0, index).filter(({ kind }) => kind === piece.kind).length
    const former = before?.pieces.filter(({ kind }) => kind === piece.kind)[place]
    const { name, kind, bytes } = piece
    return { name, kind, image: imageOf(backup, name), bytes, before: former?.bytes ?? null }
  })
}

/** The image that this file holds: a file is named after the digest alone. */
function imageOf({ release }: Backup, file: string): string | null {
  const images = release ? Object.values(release.images).map(readImage) : []
  const image = images.find(({ digest }) => file.includes(digest.slice('sha256:'.length)))
  return image ? imageByDigest(image, image.digest) : null
}

const bytesOf = ({ pieces }: Backup) => pieces.reduce((sum, { bytes }) => sum + bytes, 0)
const rowsOf = ({ database }: Backup) => Object.values(database.tables).reduce((sum, { rows }) => sum + rows, 0)
