import { z } from 'zod'
import { environments } from '../../environment/environment.ts'
import { releaseShape } from '../../release/release.ts'
import { isStamped, stampOf } from '../../time/stamp.ts'

const PREFIX = 'backup-'

const fingerprint = z.object({ sha256: z.string(), bytes: z.number() })

export const versionsShape = z.object({
  tag: z.string().refine(isTag),
  at: z.iso.datetime(),
  environment: z.enum(environments),
  /** what served; null before the first deployment */
  release: releaseShape.nullable(),
  /** the images by digest, in the repository of backups; null before the first deployment */
  backend: z.string().nullable(),
  frontend: z.string().nullable(),
  db: z.object({
    /** the last migration that the database has had; null when it has had none */
    schema: z.string().nullable(),
    dump: fingerprint.extend({ file: z.string() }),
  }),
  /** the files of the configuration, by their path in the folder */
  config: z.record(z.string(), fingerprint),
})

/** What `versions.json` says of a rollback point: everything that belongs together, images by digest, files by SHA-256. */
export type PointVersions = z.infer<typeof versionsShape>

/** A rollback point: what to put back to be where production was. Its files are in `folder`. */
export type RollbackPoint = PointVersions & { folder: string }

/** `backup-20261123-041500`: names a rollback point, its folder, its tags in the registry and its place in the WAL. */
export function tagAt(at: Date): string {
  return `${PREFIX}${stampOf(at)}`
}

export function isTag(name: string): boolean {
  return isStamped(name, PREFIX)
}
