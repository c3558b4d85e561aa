import type { Target } from '../../../environment/target.ts'
import type { Tools } from '../../../tools/tools.ts'
import type { ArchiveRepository } from '../repository.ts'
import { withReaderBeside } from '../wal/open-reader.ts'
import { readSegment, type SegmentReading } from '../wal/read-segment.ts'
import type { WalSegment } from '../wal/segments.ts'

/** A segment with a transaction is nearly always the newest one; where reading is paid for, no more than these are read. */
const MOST_READ = 8

/** The end of what a repository can give back: its last whole segment, and the newest transaction up to it. */
type ArchiveEnd = { segment: string; lastTransactionAt: Date | null }

/**
 * Reads the newest segments of a repository, the last one first. When a file arrived does not say what it holds: an archive
 * that was away gets hours of WAL at once. What follows a damaged segment does not count.
 * @param segments in their order
 * @returns null if none of them is whole; without a transaction if the last eight hold none
 * @throws a Failure when the repository does not answer
 */
export async function readEnd(
  { target, repository, segments }: { target: Target; repository: ArchiveRepository; segments: readonly WalSegment[] },
  tools: Pick<Tools, 'shell'>,
  signal: AbortSignal,
): Promise<ArchiveEnd | null> {
  if (!segments.length) return null
  return withReaderBeside(target, tools, signal, reader =>
    endOf(segments, segment => readSegment(reader, repository, segment)),
  )
}

/** The same, however a segment is read. @param segments in their order */
export async function endOf(
  segments: readonly WalSegment[],
  read: (segment: WalSegment) => Promise<SegmentReading>,
): Promise<ArchiveEnd | null> {
  let last: string | null = null
  for (const segment of segments.slice(-MOST_READ).reverse()) {
    const reading = await read(segment)
    last = reading.whole ? (last ?? segment.name) : null
    if (last && reading.whole && reading.lastTransactionAt)
      return { segment: last, lastTransactionAt: reading.lastTransactionAt }
  }
  return last ? { segment: last, lastTransactionAt: null } : null
}
