import { z } from 'zod'
import { infraProject } from '../../../environment/compose-projects.ts'
import type { Target } from '../../../environment/target.ts'
import { askBackrest } from '../../../tools/pgbackrest.ts'
import type { Tools } from '../../../tools/tools.ts'
import { type ArchiveRepository, type BaseBackup, endOfSecond, numberOf } from '../repository.ts'
import { nameAt, placeOf, timelineOf } from './names.ts'

/** A segment of WAL as a repository has it: 24 hexadecimal figures, its file, the SHA-1 of its 16 MB, when it arrived. */
export type WalSegment = { name: string; path: string; sha1: string; arrivedAt: Date }

const listShape = z.record(z.string(), z.object({ time: z.number().optional() }))
type SegmentListing = z.infer<typeof listShape>
/** Whole segments; neither halves of a timeline's end nor notes on backups and histories. */
const SEGMENT = /(?:^|\/)([\dA-F]{24})-([\da-f]{40})(?:\.\w+)?$/
/** Names the timeline that left another one. */
const HISTORY = /^([\dA-F]{8})\.history$/
/** The first 16 figures of its segments: their timeline, and 4 GB of it. */
const FOLDER = /^[\dA-F]{16}$/

/** What a repository has of one history: its segments in their order, and the timelines that left another one. */
export type RepositoryWal = { segments: WalSegment[]; timelines: number[] }

/** Lists all WAL that a repository has of one history. */
export async function listWal(
  target: Target,
  repository: ArchiveRepository,
  archiveId: string,
  { shell }: Pick<Tools, 'shell'>,
): Promise<RepositoryWal> {
  const folder = folderOf(archiveId)
  const found = await list(target, repository, ['--recurse', folder], { shell })
  return walOf(folder, found)
}

/** The WAL among the files of a folder, by their paths in it; `time`: when each arrived, in seconds. */
export function walOf(folder: string, found: SegmentListing): RepositoryWal {
  const timelines = Object.keys(found).flatMap(path => HISTORY.exec(path)?.[1] ?? [])
  return { segments: segmentsOf(folder, found), timelines: timelines.map(name => Number.parseInt(name, 16)) }
}

/** The segments that arrived last, without asking for all. */
export async function newestSegments(
  target: Target,
  repository: ArchiveRepository,
  archiveId: string,
  { shell }: Pick<Tools, 'shell'>,
) {
  const parent = folderOf(archiveId)
  const folders = Object.keys(await list(target, repository, [parent], { shell })).filter(name => FOLDER.test(name))
  const newest = folders.sort().at(-1)
  if (!newest) return []
  const folder = `${parent}/${newest}`
  return segmentsOf(folder, await list(target, repository, [folder], { shell }))
}

export const folderOf = (archiveId: string) => `archive/tiptop/${archiveId}`

async function list(
  { home }: Target,
  repository: ArchiveRepository,
  words: string[],
  { shell }: Pick<Tools, 'shell'>,
): Promise<SegmentListing> {
  const number = `--repo=${numberOf(repository)}`
  const server = { ...home.database, project: infraProject(home) }
  return listShape.parse(JSON.parse(await askBackrest(server, shell, number, '--output=json', 'repo-ls', ...words)))
}

function segmentsOf(folder: string, listed: SegmentListing): WalSegment[] {
  const found = Object.entries(listed).flatMap(([file, { time = 0 }]) => {
    const [, name, sha1 = ''] = SEGMENT.exec(file) ?? []
    return name ? [{ name, path: `${folder}/${file}`, sha1, arrivedAt: endOfSecond(time) }] : []
  })
  return found.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/**
 * The segments that are missing: between the first that a base backup needs and the last that is there, and those that
 * a base backup itself needs. Each timeline is looked at for itself.
 */
export function missingSegments(there: readonly string[], backups: readonly BaseBackup['wal'][]): string[] {
  const [first] = backups.map(({ start }) => start).sort()
  if (!first) return []
  const needed = backups.flatMap(({ start, stop }) => between(start, stop))
  const since = there.filter(name => placeOf(name) >= placeOf(first))
  const lines = Map.groupBy([...since, ...needed], timelineOf)
  const have = new Set(there)
  const missing = [...lines.values()].flatMap(names => {
    const sorted = [...names].sort()
    return between(sorted[0] ?? '', sorted.at(-1) ?? '').filter(name => !have.has(name))
  })
  return [...new Set(missing)].sort()
}

function between(first: string, last: string): string[] {
  const count = placeOf(last) - placeOf(first) + 1
  return Array.from({ length: Math.max(count, 0) }, (_, index) => nameAt(timelineOf(first), placeOf(first) + index))
}
