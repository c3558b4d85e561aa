import type { RetentionReason, RetentionVerdict } from '../policy.ts'
import type { ImageNames } from './names.ts'

/** A saved image: `<digest>.tar.gz`, and since when it is there. */
export type StoredImage = { name: string; file: string; at: Date }

/** What is in the making is younger than this; far away, other servers make backups without our knowing. */
const TOO_YOUNG_MS = 2 * 86_400_000

/**
 * Says of each image whether it stays, and why; the newest first. It stays while any backup names it, and all of them
 * stay while something does not say what it names.
 * @param names what backups of each place name
 * @param young whether one that arrived lately stays: another server may be about to name it
 */
export function judgeImages(
  images: readonly StoredImage[],
  names: readonly ImageNames[],
  now: Date,
  { young = false } = {},
): RetentionVerdict[] {
  const doubts = names.flatMap(({ doubts }) => doubts)
  return images
    .toSorted((one, other) => other.at.getTime() - one.at.getTime() || (one.name < other.name ? -1 : 1))
    .map(image => {
      const { name, at } = image
      const backup = { name, at, state: 'proven' as const }
      const by = [...new Set(names.flatMap(({ by }) => by.get(image.file) ?? []))].sort().reverse()
      const isYoung = young && !(now.getTime() - at.getTime() > TOO_YOUNG_MS)
      const because = [
        ...(by.length ? [namedBy(by)] : doubts.slice(0, 1)),
        ...(isYoung ? ['arrivée il y a moins de deux jours'] : []),
      ]
      const reasons = because.map((because): RetentionReason => ({ rule: 'needed', because }))
      if (reasons.length) return { backup, keep: true, reasons }
      return { backup, keep: false, why: 'aucune sauvegarde ne la nomme' }
    })
}

/** `nommée par prod 20261123-020000 et 6 autres`. */
function namedBy([newest, ...others]: readonly string[]): string {
  if (!others.length) return `nommée par ${newest}`
  return `nommée par ${newest} et ${others.length} autre${others.length > 1 ? 's' : ''}`
}
