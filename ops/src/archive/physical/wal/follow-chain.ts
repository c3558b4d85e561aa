import type { ArchiveRepository } from '../repository.ts'
import { nameAt, placeOf } from './names.ts'
import type { SegmentReading } from './read-segment.ts'
import type { WalSegment } from './segments.ts'
import { passes, timelineAt } from './timelines.ts'

/** The WAL of all repositories, and the way through its timelines. */
export type ArchivedWal = {
  way: Parameters<typeof timelineAt>[0]
  /** in the order in which they are asked */
  repositories: { repository: ArchiveRepository; segments: ReadonlyMap<string, WalSegment> }[]
}

/** A segment that no repository has whole, and why: a reason for each. */
export type WalHole = { segment: string; faults: { repository: ArchiveRepository; why: string }[] }

/**
 * How far WAL can be replayed. `moment`: until a transaction that ended after the moment; `end`: to the last segment that was
 * archived; `hole`: to a segment that no repository has whole.
 */
export type WalChain = {
  /** the last segment that can be replayed; null if not even the first can */
  last: string | null
  /** the newest transaction on the way */
  lastTransactionAt: Date | null
  /** which repository gives which segment */
  sources: Map<string, ArchiveRepository>
} & ({ reaches: 'moment' | 'end' } | { reaches: 'hole'; hole: WalHole })

export type ReadSegment = (repository: ArchiveRepository, segment: WalSegment) => Promise<SegmentReading>

type ChainRequest = {
  wal: ArchivedWal
  /** the first segment */
  start: string
  /** the last one that must be there, if nothing after it is wanted */
  stop: string | null
  /** null: everything */
  to: Date | null
  read: ReadSegment
}

/** How many segments are read at the same time. */
const AT_ONCE = 4

/**
 * Reads WAL from its first segment on, each from the first repository that has it whole, until a moment is passed, the WAL
 * ends, or a segment is whole nowhere.
 */
export async function followChain({ wal, start, stop, to, read }: ChainRequest): Promise<WalChain> {
  const chain: WalChain = { reaches: 'end', last: null, lastTransactionAt: null, sources: new Map() }
  const names = namesFrom(wal, start, stop)
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const batch = names.slice(at, at + AT_ONCE)
    const readings = await Promise.all(batch.map(name => readAnywhere(name, wal, read)))
    for (const [place, reading] of readings.entries()) {
      const segment = batch[place] ?? ''
      if (!('from' in reading)) return { ...chain, reaches: 'hole', hole: { segment, faults: reading.faults } }
      take(chain, segment, reading)
      if (to && chain.lastTransactionAt && chain.lastTransactionAt > to) return { ...chain, reaches: 'moment' }
    }
  }
  return chain
}

/** All segments of the way, also those that are missing between others. */
function namesFrom({ way, repositories }: ArchivedWal, start: string, stop: string | null): string[] {
  const there = repositories.flatMap(({ segments }) => [...segments.keys()]).filter(name => passes(way, name))
  const first = placeOf(start)
  const last = stop ? placeOf(stop) : there.reduce((most, name) => Math.max(most, placeOf(name)), first)
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) =>
    nameAt(timelineAt(way, first + index), first + index),
  )
}

type FoundSegment = { from: ArchiveRepository; lastTransactionAt: Date | null }

async function readAnywhere(
  name: string,
  { repositories }: ArchivedWal,
  read: ReadSegment,
): Promise<FoundSegment | { faults: WalHole['faults'] }> {
  const faults: WalHole['faults'] = []
  for (const { repository, segments } of repositories) {
    const segment = segments.get(name)
    const reading = segment ? await read(repository, segment) : { whole: false as const, why: 'manque' }
    if (reading.whole) return { from: repository, lastTransactionAt: reading.lastTransactionAt }
    faults.push({ repository, why: reading.why })
  }
  return { faults }
}

function take(chain: WalChain, segment: string, found: FoundSegment): void {
  chain.last = segment
  chain.sources.set(segment, found.from)
  const { lastTransactionAt: last } = found
  if (last && (!chain.lastTransactionAt || last > chain.lastTransactionAt)) chain.lastTransactionAt = last
}
