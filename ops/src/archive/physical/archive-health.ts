import type { Target } from '../../environment/target.ts'
import { ageWords, HOUR_MS } from '../../time/duration.ts'
import { type GaugeSamples, gaugesText, inUnixSeconds } from '../../tools/metrics.ts'
import { readRows } from '../../tools/postgres.ts'
import type { Tools } from '../../tools/tools.ts'
import { type ArchiveRepository, type BaseBackup, readRepository, repositoriesOf, titleOf } from './repository.ts'
import { damagedWords, knownOf, note, type RepositoryVerifications, readVerified } from './verify.ts'
import { placeOf } from './wal/names.ts'
import { withReader } from './wal/open-reader.ts'
import { readSample, sampleOf } from './wal/sample.ts'
import { listWal, missingSegments, type WalSegment } from './wal/segments.ts'

/** What waits to be archived; `oldestMs` is how long its oldest segment has been whole. */
export type WalQueue = { archiving: boolean; waiting: number; oldestMs: number; lastFault: string | null }

/** A repository as it is found; `unread`: why its sample could not be read; `why`: nothing could be found out. */
export type RepositoryHealth = { repository: ArchiveRepository; title: string } & (
  | { newest: Pick<BaseBackup, 'label' | 'at'> | null; missing: string[]; unread: string | null }
  | { why: string }
)

export type ArchiveHealth = {
  queue: WalQueue | { why: string }
  shelves: RepositoryHealth[]
  verified: RepositoryVerifications
}

/** A segment is made each minute in which anything is written; so late, the archive does not take them. */
const LATE_MS = 5 * 60_000
/** How many names a message lists: they are enough to know where to look. */
const NAMED = 3

type HealthTools = Pick<Tools, 'shell' | 'files' | 'now'>

/**
 * Looks at the archive of an environment: what waits for it, what each repository has, and a sample of its WAL, which it reads.
 * Writes down what the sample shows. Never throws.
 */
export async function lookAtArchive(target: Target, tools: HealthTools): Promise<ArchiveHealth> {
  const shelves: RepositoryHealth[] = []
  for (const repository of repositoriesOf(target)) {
    const title = titleOf(repository, target)
    const found = await shelfOf(target, repository, tools).catch((error: Error) => ({ why: error.message }))
    shelves.push({ repository, title, ...found })
  }
  const queue = await readQueue(target, tools).catch((error: Error) => ({ why: error.message }))
  return { queue, shelves, verified: await readVerified(target.home) }
}

async function readQueue({ home }: Target, { shell }: Pick<Tools, 'shell'>): Promise<WalQueue> {
  const question = `select current_setting('archive_mode') <> 'off', count(*),
    coalesce(extract(epoch from clock_timestamp() - min(modification)) * 1000, 0)::bigint,
    (select case when last_failed_time > coalesce(last_archived_time, '-infinity') then last_failed_wal end
      from pg_stat_archiver)
    from pg_ls_archive_statusdir() where name like '%.ready'`
  const [[archiving, waiting, oldestMs, lastFault] = []] = await readRows(shell, home.database, question)
  const queue = { archiving: archiving === 't', waiting: Number(waiting), oldestMs: Number(oldestMs) }
  return { ...queue, lastFault: lastFault || null }
}

async function shelfOf(target: Target, repository: ArchiveRepository, tools: HealthTools) {
  const { backups } = await readRepository(target, repository, tools)
  const newest = backups.at(-1) ?? null
  if (!newest) return { newest, missing: [], unread: null }
  const own = backups.filter(({ archiveId }) => archiveId === newest.archiveId)
  const { segments } = await listWal(target, repository, newest.archiveId, tools)
  const missing = missingSegments(
    segments.map(({ name }) => name),
    own.map(({ wal }) => wal),
  )
  const fault = await sampleShelf(target, { repository, segments, missing }, tools).then(
    () => null,
    (error: Error) => error.message,
  )
  return { newest, missing, unread: fault }
}

type SampledShelf = { repository: ArchiveRepository; segments: WalSegment[]; missing: string[] }

/** Reads a sample, and what was damaged before: a segment that is whole again is no fault any more. */
async function sampleShelf(target: Target, { repository, segments, missing }: SampledShelf, tools: HealthTools) {
  const { home } = target
  const before = (await knownOf(home))[repository]
  const known = new Set(before?.faults)
  const [turn, suspected] = [
    Math.floor(+tools.now() / HOUR_MS),
    (segment: WalSegment) => known.has(damagedWords(segment)),
  ]
  const sample = sampleOf(segments, { turn, suspected })
  const signal = new AbortController().signal
  const damaged = await withReader(target, tools, signal, reader => readSample(reader, repository, sample))
  const wholeAgain = new Set(sample.filter(segment => !damaged.includes(segment)).map(damagedWords))
  const listed = new Set(segments.map(damagedWords))
  const stays = (fault: string) => !wholeAgain.has(fault) && (listed.has(fault) || !/\/[\dA-F]{24}-/.test(fault))
  const faults = [...new Set([...known, ...damaged.map(damagedWords)])].filter(stays)
  const bad = segments.filter(segment => faults.includes(damagedWords(segment))).map(({ name }) => name)
  const holes = [...missing, ...bad].sort().map(segment => ({ segment, until: arrivalBefore(segment, segments) }))
  await note(home, repository, { at: before?.at ?? tools.now().toISOString(), faults, holes }, tools)
}

/** When the last segment arrived that comes before another one. */
function arrivalBefore(segment: string, segments: readonly WalSegment[]): string {
  const before = segments.findLast(({ name }) => placeOf(name) < placeOf(segment))
  return (before?.arrivedAt ?? new Date(0)).toISOString()
}

/**
 * What keeps an environment from coming back to any moment, in French; nothing when all is well.
 * @param maxAgeMs how old the newest base backup may be
 */
export function archiveFaults({ queue, shelves, verified }: ArchiveHealth, maxAgeMs: number, now: Date): string[] {
  return [...queueFaults(queue), ...shelves.flatMap(shelf => shelfFaults(shelf, verified, maxAgeMs, now))]
}

function queueFaults(queue: ArchiveHealth['queue']): string[] {
  if ('why' in queue) return [queue.why]
  if (!queue.archiving) return ['La base n’archive pas son WAL (archive_mode est off).']
  if (queue.oldestMs < LATE_MS) return []
  const refused = queue.lastFault ? `, et ${queue.lastFault} a été refusé` : ''
  return [`${queue.waiting} segment(s) de WAL attendent l’archive depuis ${ageWords(queue.oldestMs)}${refused}.`]
}

function shelfFaults(
  shelf: RepositoryHealth,
  verified: RepositoryVerifications,
  maxAgeMs: number,
  now: Date,
): string[] {
  const { repository, title } = shelf
  if ('why' in shelf) return [shelf.why]
  const damaged = (verified[repository]?.faults ?? []).map(fault => `${title} : ${fault}.`)
  if (!shelf.newest) return [`Il n’y a pas de sauvegarde de base dans ${title}.`, ...damaged]
  const age = now.getTime() - shelf.newest.at.getTime()
  const old = `${title} : la sauvegarde de base la plus récente, ${shelf.newest.label}, a ${ageWords(age)}.`
  const unread = shelf.unread ? [`${title} : son WAL n’a pas pu être relu. ${shelf.unread}`] : []
  return [...(age > maxAgeMs ? [old] : []), ...gapFaults(shelf.missing, title), ...damaged, ...unread]
}

function gapFaults(missing: readonly string[], title: string): string[] {
  if (!missing.length) return []
  const named = missing.slice(0, NAMED).join(', ')
  const more = missing.length > NAMED ? ` et ${missing.length - NAMED} autres` : ''
  return [`${title} : il manque du WAL (${named}${more}) ; après ce trou, seule une sauvegarde de base y ramène.`]
}

/**
 * The same for Prometheus, as its textfile collector reads it. A repository without a base backup shows the moment 0,
 * which is older than any limit; what could not be found out is left out.
 */
export function archiveMetrics(environment: string, health: ArchiveHealth, faults: number): Promise<string> {
  const checked = {
    name: 'tiptop_archive_check_faults',
    help: 'Fautes de l’archive, au dernier contrôle.',
    samples: [{ value: faults }],
  }
  return gaugesText([checked, ...queueGauges(health.queue), ...shelfGauges(health.shelves)], { environment })
}

function queueGauges(queue: ArchiveHealth['queue']): GaugeSamples[] {
  if ('why' in queue) return []
  return [
    {
      name: 'tiptop_archive_waiting_segments',
      help: 'Segments de WAL que l’archive n’a pas encore pris.',
      samples: [{ value: queue.waiting }],
    },
    {
      name: 'tiptop_archive_oldest_waiting_seconds',
      help: 'Âge du plus ancien de ces segments.',
      samples: [{ value: Math.round(queue.oldestMs / 1000) }],
    },
  ]
}

function shelfGauges(shelves: RepositoryHealth[]): GaugeSamples[] {
  const known = shelves.flatMap(shelf => ('why' in shelf ? [] : [shelf]))
  return [
    {
      name: 'tiptop_archive_missing_segments',
      help: 'Segments de WAL qui manquent entre la plus ancienne sauvegarde de base et maintenant.',
      samples: known.map(({ repository, missing }) => ({ value: missing.length, labels: { repository } })),
    },
    {
      name: 'tiptop_base_backup_newest_timestamp_seconds',
      help: 'Fin de la sauvegarde de base la plus récente ; 0 s’il n’y en a aucune.',
      samples: known.map(({ repository, newest }) => ({
        value: newest ? inUnixSeconds(newest.at) : 0,
        labels: { repository },
      })),
    },
  ]
}
