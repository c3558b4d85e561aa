import { buffer } from 'node:stream/consumers'
import type { Environment } from '../../../environment/environment.ts'
import { folderAtS3 } from '../../../environment/installation/archive.ts'
import { NotThere, type Store } from '../../stores/store.ts'
import { endOf } from '../reach/archive-end.ts'
import { followChain, type ReadSegment, type WalChain } from '../wal/follow-chain.ts'
import { placeOf, timelineOf } from '../wal/names.ts'
import { DAMAGED, openSegment, type SegmentReading } from '../wal/read-segment.ts'
import { folderOf, type RepositoryWal, type WalSegment, walOf } from '../wal/segments.ts'
import { wayTo } from '../wal/timelines.ts'
import { decipher, decipherText } from './decipher.ts'
import { basesIn, type StoredBase, walPassphraseIn } from './info-file.ts'

/** The second repository of an environment, at the storage. */
type StoredArchive = { store: Pick<Store, 'get' | 'list'>; environment: Environment; passphrase: string }

/**
 * How far an archive leads. `until`: the newest transaction that was found on the way, or the end of the base backup if its
 * last segments hold none. `hole`: the segment that is missing or damaged, behind which nothing can be replayed.
 * `arrived`: when the last file of all arrived, also behind a hole.
 */
export type StoredReach = { base: string; until: Date; hole: string | null; arrived: Date }

type FetchFile = (path: string) => Promise<Buffer>

/**
 * Reads how far an archive leads from the storage itself, without pgBackRest, which an empty machine does not have. Lists
 * all WAL, and reads the last segments that can be replayed.
 * @returns null if there is no base backup with its own WAL
 * @throws a Failure when the storage does not answer, or the passphrase does not open it
 */
export async function reachOfStored(archive: StoredArchive, signal: AbortSignal): Promise<StoredReach | null> {
  const { store, environment, passphrase } = archive
  const root = folderAtS3(environment)
  const fetch: FetchFile = async path => buffer(await store.get(`${root}/${path}`, signal))
  const info = await fetch('backup/tiptop/backup.info').catch(error => {
    if (error instanceof NotThere) return null
    throw error
  })
  const bases = info ? decipherText(info, passphrase, basesIn) : []
  const newest = bases.at(-1)
  if (!newest) return null
  const sealed = await fetch('archive/tiptop/archive.info')
  const pass = decipherText(sealed, passphrase, walPassphraseIn)
  const open: FetchFile = async path => decipher(await fetch(path), pass)
  const own = bases.filter(({ archiveId }) => archiveId === newest.archiveId)
  const wal = await listStored(archive, folderOf(newest.archiveId))
  for (const base of own.reverse()) {
    const reach = await reachFrom(base, wal, open)
    if (reach) return reach
  }
  return null
}

async function listStored({ store, environment }: StoredArchive, folder: string): Promise<RepositoryWal> {
  const prefix = `${folderAtS3(environment)}/${folder}/`
  const found = await store.list(prefix)
  const files = found.map(({ key, at }) => [key.slice(prefix.length), { time: Date.parse(at) / 1000 }] as const)
  return walOf(folder, Object.fromEntries(files))
}

/** @returns null if the base backup lacks WAL of its own */
async function reachFrom(base: StoredBase, wal: RepositoryWal, open: FetchFile): Promise<StoredReach | null> {
  const chain = await presentChain(base, wal, open)
  if (!chain.last || placeOf(chain.last) < placeOf(base.wal.stop)) return null
  const onTheWay = wal.segments.filter(({ name }) => chain.sources.has(name))
  const end = await endOf(onTheWay, segment => readStored(segment, open))
  const damaged = onTheWay.find(({ name }) => !end || name > end.segment)?.name ?? null
  if (!end || placeOf(end.segment) < placeOf(base.wal.stop)) return null
  return {
    base: base.label,
    until: new Date(Math.max(+base.at, +(end.lastTransactionAt ?? 0))),
    hole: damaged ?? (chain.reaches === 'hole' ? chain.hole.segment : null),
    arrived: new Date(Math.max(...wal.segments.map(({ arrivedAt }) => +arrivedAt))),
  }
}

/** Follows WAL from a base backup as long as its segments are there; none is read. */
async function presentChain(base: StoredBase, wal: RepositoryWal, open: FetchFile): Promise<WalChain> {
  let newest = timelineOf(base.wal.start)
  while (wal.timelines.includes(newest + 1)) newest++
  const file = `${newest.toString(16).toUpperCase().padStart(8, '0')}.history`
  const history = wal.timelines.includes(newest) ? await open(`${folderOf(base.archiveId)}/${file}`) : ''
  const segments = new Map(wal.segments.map(segment => [segment.name, segment]))
  const read: ReadSegment = async () => ({ whole: true, lastTransactionAt: null })
  return followChain({
    wal: { way: wayTo(newest, history.toString()), repositories: [{ repository: 's3', segments }] },
    start: base.wal.start,
    stop: null,
    to: null,
    read,
  })
}

async function readStored(segment: WalSegment, open: FetchFile): Promise<SegmentReading> {
  return open(segment.path).then(
    content => openSegment(content, segment),
    error => {
      if (error instanceof NotThere || error?.code === 'wrong-key') return { whole: false, why: DAMAGED }
      throw error
    },
  )
}
