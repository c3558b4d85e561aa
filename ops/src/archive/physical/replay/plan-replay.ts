import type { Target } from '../../../environment/target.ts'
import { Failure } from '../../../failure.ts'
import { utcSecond } from '../../../time/words.ts'
import type { Tools } from '../../../tools/tools.ts'
import { type ArchiveRepository, type BaseBackup, readRepository, titleOf } from '../repository.ts'
import { readBack } from '../verify.ts'
import { type ArchivedWal, followChain, type ReadSegment, type WalChain } from '../wal/follow-chain.ts'
import { placeOf, timelineOf } from '../wal/names.ts'
import { withReader } from '../wal/open-reader.ts'
import { type ArchiveReader, readHistory, readSegment } from '../wal/read-segment.ts'
import { listWal, type RepositoryWal } from '../wal/segments.ts'
import { passes, wayTo } from '../wal/timelines.ts'
import { ArchiveHole } from './archive-hole.ts'

/** A moment of the past; the last one that the archive knows; or the end of one base backup, without what followed. */
export type RestoreMoment = Date | 'latest' | { backup: string }

/** What was read of segments, by their files. */
export type KnownSegments = Map<string, ReturnType<ReadSegment>>

export type ReplayRequest = {
  target: Target
  /** where base backups and WAL may come from, the first one first */
  from: readonly ArchiveRepository[]
  to: RestoreMoment
  /** what was read before, by an earlier plan of the same run */
  known?: KnownSegments
  /** the database still runs: a moment past the end of the archive may be in it once the database has been stopped */
  grows?: boolean
}

type ArchivedBase = BaseBackup & { repository: ArchiveRepository }
/** How a cluster comes back: from which base backup, by which WAL. Every segment of `sources` was read, and is whole. */
export type ReplayPlan = { base: ArchivedBase; chain: WalChain }

type Shelf = { repository: ArchiveRepository; backups: BaseBackup[]; wal: RepositoryWal }

/**
 * Finds a base backup and the WAL after it that lead to a moment, and reads both: a segment that one repository lacks, or
 * has damaged, is taken from another. Changes nothing.
 * @throws ArchiveHole when WAL is whole nowhere on the way; a Failure `not-there` of a moment or a backup that is not there,
 * `damaged` when no base backup is whole
 */
export async function planReplay(
  request: ReplayRequest,
  tools: Pick<Tools, 'shell'>,
  { signal }: { signal: AbortSignal },
): Promise<ReplayPlan> {
  const { shelves, silent } = await readShelves(request, tools)
  const bases = basesFor(request, shelves)
  return withReader(request.target, tools, signal, reader => choose(request, { shelves, silent, bases, reader }))
}

/** A repository that does not answer is passed over as long as another one does; `silent`: why, in French. */
async function readShelves({ target, from }: ReplayRequest, tools: Pick<Tools, 'shell'>) {
  const read = async (repository: ArchiveRepository): Promise<Shelf> => {
    const { backups } = await readRepository(target, repository, tools)
    const newest = backups.at(-1)
    const wal = newest ? await listWal(target, repository, newest.archiveId, tools) : { segments: [], timelines: [] }
    return { repository, backups: backups.filter(({ archiveId }) => archiveId === newest?.archiveId), wal }
  }
  const found = await Promise.allSettled(from.map(read))
  const shelves = found.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
  const silent = found.flatMap(one => (one.status === 'rejected' ? [one.reason as Error] : []))
  if (!shelves.length && silent[0]) throw silent[0]
  return { shelves, silent: silent.map(({ message }) => message) }
}

/** The base backups that a moment can be reached from, those to try first first: the newest of each repository. */
function basesFor({ target, from, to, grows = false }: ReplayRequest, shelves: readonly Shelf[]): ArchivedBase[] {
  const places = from.map(repository => titleOf(repository, target)).join(' et ')
  const all = shelves.flatMap(({ repository, backups }) => backups.map(backup => ({ ...backup, repository })))
  const [oldest] = all.toSorted((one, other) => +one.at - +other.at)
  if (!oldest)
    throw new Failure('not-there', `Il n’y a pas de sauvegarde de base dans ${places}.`, {
      hint: `tiptop backup base ${target.home.environment} en fait une.`,
    })
  if (to instanceof Date) expectWithin(to, { from: oldest.at, until: grows ? to : endOf(shelves) }, places)
  const fits = (base: ArchivedBase) =>
    to === 'latest' || (to instanceof Date ? base.at <= to : base.label === to.backup)
  const fitting = all.filter(fits)
  if (!fitting.length && !(to instanceof Date) && to !== 'latest')
    throw new Failure('not-there', `${places} n’a pas de sauvegarde ${to.backup} ; il y a ${labelsOf(all)}.`, {
      hint: 'Nommez une de celles-là.',
    })
  const firsts = shelves.flatMap(({ repository }) => fitting.findLast(base => base.repository === repository) ?? [])
  const others = fitting.filter(base => !firsts.includes(base)).toSorted((one, other) => +other.at - +one.at)
  return [...firsts, ...others]
}

function expectWithin(to: Date, { from, until }: { from: Date; until: Date }, places: string): void {
  if (to < from)
    throw new Failure('not-there', `${utcSecond(to)} est avant ${utcSecond(from)}, où commence ${places}.`, {
      hint: 'Donnez un moment plus tardif, ou une copie : tiptop backup list les montre.',
    })
  if (to > until)
    throw new Failure('not-there', `${utcSecond(to)} est après ${utcSecond(until)}, où finit ${places}.`, {
      hint: 'Demandez ce moment, ou le dernier.',
    })
}

function endOf(shelves: readonly Shelf[]): Date {
  const moments = shelves.flatMap(({ backups, wal }) => [
    ...backups.map(({ at }) => +at),
    ...wal.segments.map(({ arrivedAt }) => +arrivedAt),
  ])
  return new Date(moments.reduce((most, at) => Math.max(most, at), 0))
}

const labelsOf = (backups: readonly BaseBackup[]) => backups.map(({ label }) => label).join(', ')

type Choice = { shelves: Shelf[]; silent: string[]; bases: ArchivedBase[]; reader: ArchiveReader }

/** Tries base backups until one and all WAL after it are whole. WAL from an older one would lead into the same hole. */
async function choose(request: ReplayRequest, choice: Choice): Promise<ReplayPlan> {
  const { target, to } = request
  const { shelves, silent, bases, reader } = choice
  const faults: string[] = []
  let hole: ArchiveHole | null = null
  for (const base of bases) {
    if (hole?.lastGood && placeOf(base.wal.start) <= placeOf(hole.segment)) continue
    const wal = await walAfter(base, shelves, reader)
    if (!passes(wal.way, base.wal.start)) continue
    const [moment, stop] = [
      to instanceof Date ? to : null,
      typeof to === 'object' && 'backup' in to ? base.wal.stop : null,
    ]
    const chain = await followChain({ wal, start: base.wal.start, stop, to: moment, read: reading(request, reader) })
    if (chain.reaches === 'hole') {
      hole = new ArchiveHole({ target, base, wal, chain, shelves, silent, to })
      // Nothing was written between the base backup and the hole.
      const suffices = to instanceof Date && hole.lastGood && to <= hole.lastGood
      if (!suffices) continue
    }
    const damaged = await readBack(reader, base.repository, base.label)
    if (!damaged.length) return { base, chain }
    faults.push(`${titleOf(base.repository, target)} : ${damaged.join(', ')}.`)
  }
  throw (
    hole ??
    new Failure('damaged', faults.join('\n') || 'Aucune sauvegarde de base ne mène à la base d’aujourd’hui.', {
      hint: `tiptop backup base ${target.home.environment} --type full en commence une nouvelle.`,
    })
  )
}

/** What follows a base backup: on its own timeline, then on each that left the one before. */
async function walAfter(base: ArchivedBase, shelves: readonly Shelf[], reader: ArchiveReader): Promise<ArchivedWal> {
  const known = new Set(shelves.flatMap(({ wal }) => wal.timelines))
  let newest = timelineOf(base.wal.start)
  while (known.has(newest + 1)) newest++
  const keeper = shelves.find(({ wal }) => wal.timelines.includes(newest))
  const archiveId = keeper?.backups.at(-1)?.archiveId ?? base.archiveId
  const history = keeper ? await readHistory(reader, keeper.repository, archiveId, newest) : ''
  const repositories = shelves.map(({ repository, wal }) => ({
    repository,
    segments: new Map(wal.segments.map(segment => [segment.name, segment])),
  }))
  return { way: wayTo(newest, history), repositories }
}

/** Reads each segment once. One of a repository that does not answer may be in another. */
function reading({ known = new Map() }: ReplayRequest, reader: ArchiveReader): ReadSegment {
  return (repository, segment) => {
    const key = `${repository} ${segment.path}`
    const read = known.get(key) ?? readSegment(reader, repository, segment)
    known.set(key, read)
    return read.catch((error: Error) => {
      reader.signal.throwIfAborted()
      known.delete(key)
      return { whole: false as const, why: `n’a pas pu être lu (${error.message.split('\n').at(-1)})` }
    })
  }
}

/** What will be used, as a sentence in French. */
export function planWords(target: Target, { base, chain }: ReplayPlan): string {
  const from = [...Map.groupBy(chain.sources.values(), repository => repository)].map(
    ([repository, { length }]) => `${length} de ${titleOf(repository, target)}`,
  )
  return `sauvegarde ${base.label} de ${titleOf(base.repository, target)} et ${chain.sources.size} segment(s) de WAL relus, entiers : ${from.join(', ')}`
}
