import { z } from 'zod'
import { stampOf } from '../time/stamp.ts'

/** The two images that make the application. */
export const pieces = ['backend', 'frontend'] as const
export type ApplicationPiece = (typeof pieces)[number]

/** Images by digest (`registry/backend@sha256:…`): tags are labels for people, and may move. */
export type ReleaseImages = Record<ApplicationPiece, string>

const eachPiece = z.object({ backend: z.string().min(1), frontend: z.string().min(1) })

export const releaseShape = z.object({
  /** names its folder: `20261123-041500-1.4.0-3f2a9c1` */
  name: z.string().min(1),
  version: z.string(),
  /** the commit of each piece: they differ after a rollback of one of them */
  commits: eachPiece,
  images: eachPiece,
  madeAt: z.iso.datetime(),
  /** its place among the releases of its server, which no clock moves; missing in those made before there was one */
  order: z.number().int().positive().optional(),
  /** the release to go back to when this one fails; null for the first one */
  former: z.string().nullable(),
  /** whether a migration came with it that the former release cannot live with */
  breaking: z.boolean(),
})

/** A release as its folder on the server holds it, beside its compose file and its settings. */
export type Release = z.infer<typeof releaseShape>

/** @param at when it was made. Names do not sort: the clock may have been wrong, see {@link isAfter} */
export function releaseName(at: Date, version: string, what: string): string {
  return `${stampOf(at)}-${version}-${what}`
}

type ReleaseContent = {
  version: string
  commit: string
  images: ReleaseImages
  former: Release | null
  breaking: boolean
  /** see {@link Release} */
  order: number
}

/** A release whose pieces both come from one commit. @param at when it is made */
export function newRelease({ version, commit, images, former, breaking, order }: ReleaseContent, at: Date): Release {
  return {
    name: releaseName(at, version, commit.slice(0, 7)),
    version,
    commits: { backend: commit, frontend: commit },
    images,
    madeAt: at.toISOString(),
    order,
    former: former?.name ?? null,
    breaking,
  }
}

/** Whether a release was made after another one of its server. Those without a place are older, and go by their dates. */
export function isAfter(one: Release, other: Release): boolean {
  const [place, others] = [one.order ?? 0, other.order ?? 0]
  return place === others ? one.madeAt > other.madeAt : place > others
}
