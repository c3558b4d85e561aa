import type { ArchiveRepository } from '../repository.ts'
import { type ArchiveReader, readSegment } from './read-segment.ts'
import type { WalSegment } from './segments.ts'

/** A few seconds of reading, and a few thousand reads a month where reading costs money. */
const IN_A_SAMPLE = 8

/**
 * Chooses the segments that a check reads: the newest one, those that are suspected, and a share of the others that is
 * another one each time.
 * @param turn counts the checks
 * @param suspected parts of the names of files that an earlier reading found damaged
 */
export function sampleOf(
  segments: readonly WalSegment[],
  { turn, suspected }: { turn: number; suspected: (segment: WalSegment) => boolean },
): WalSegment[] {
  const shares = Math.max(Math.ceil(segments.length / IN_A_SAMPLE), 1)
  const isChosen = (place: number) => place === segments.length - 1 || place % shares === turn % shares
  return segments.filter((segment, place) => isChosen(place) || suspected(segment))
}

/** Reads segments of a repository. @returns those that are not whole */
export async function readSample(
  reader: ArchiveReader,
  repository: ArchiveRepository,
  sample: readonly WalSegment[],
): Promise<WalSegment[]> {
  const damaged: WalSegment[] = []
  for (const segment of sample) {
    const { whole } = await readSegment(reader, repository, segment)
    if (!whole) damaged.push(segment)
  }
  return damaged
}
