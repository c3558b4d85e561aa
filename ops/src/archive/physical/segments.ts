import { z } from 'zod'
import { infraProject } from '../../environment/compose-projects.ts'
import type { Target } from '../../environment/target.ts'
import { askBackrest } from '../../tools/pgbackrest.ts'
import type { Tools } from '../../tools/tools.ts'
import { type ArchiveRepository, type BaseBackup, endOfSecond, numberOf } from './repository.ts'

/** A segment of WAL as a repository has it: 24 hexadecimal figures, and when it arrived. */
type WalSegment = { name: string; arrivedAt: Date }

const listShape = z.record(z.string(), z.object({ time: z.number().optional() }))
/** Whole segments; neither halves of a timeline's end nor notes on backups and histories. */
const SEGMENT = /(?:^|\/)([\dA-F]{24})-[\da-f]{40}(?:\.\w+)?$/
/** The first 16 figures of its segments: their timeline, and 4 GB of it. */
const FOLDER = /^[\dA-F]{16}$/
/** Segments of 16 MB: after so many the figures in front of them count on. */
const IN_FOLDER = 256

/** All segments that a repository has of one history, in their order. */
export async function listSegments(
  target: Target,
  repository: ArchiveRepository,
  archiveId: string,
  { shell }: Pick<Tools, 'shell'>,
) {
  const found = await list(target, repository, ['--recurse', `archive/tiptop/${archiveId}`], { shell })
  return segmentsOf(found)
}

/** The segments that arrived last, without asking for all. */
export async function newestSegments(
  target: Target,
  repository: ArchiveRepository,
  archiveId: string,
  { shell }: Pick<Tools, 'shell'>,
) {
  const folder = `archive/tiptop/${archiveId}`
  const folders = Object.keys(await list(target, repository, [folder], { shell })).filter(name => FOLDER.test(name))
  const newest = folders.sort().at(-1)
  return newest ? segmentsOf(await list(target, repository, [`${folder}/${newest}`], { shell })) : []
}

type SegmentListing = z.infer<typeof listShape>

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

function segmentsOf(listed: SegmentListing): WalSegment[] {
  const found = Object.entries(listed).flatMap(([path, { time = 0 }]) => {
    const name = SEGMENT.exec(path)?.[1]
    return name ? [{ name, arrivedAt: endOfSecond(time) }] : []
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

const timelineOf = (name: string) => name.slice(0, 8)
/** How many segments came before, on any timeline. */
const placeOf = (name: string) =>
  Number.parseInt(name.slice(8, 16), 16) * IN_FOLDER + Number.parseInt(name.slice(16), 16)

function between(first: string, last: string): string[] {
  const count = placeOf(last) - placeOf(first) + 1
  return Array.from({ length: Math.max(count, 0) }, (_, index) => nameAt(timelineOf(first), placeOf(first) + index))
}

function nameAt(timeline: string, place: number): string {
  const hex = (figure: number) => figure.toString(16).toUpperCase().padStart(8, '0')
  return `${timeline}${hex(Math.floor(place / IN_FOLDER))}${hex(place % IN_FOLDER)}`
}
