import type { Target } from '../../../environment/target.ts'
import { readRows } from '../../../tools/postgres.ts'
import type { Tools } from '../../../tools/tools.ts'
import { type ArchiveRepository, type BaseBackup, readRepository, repositoriesOf } from '../repository.ts'
import { knownOf, type NotedHole } from '../verify.ts'
import { placeOf, timelineOf } from '../wal/names.ts'
import { newestSegments } from '../wal/segments.ts'
import { readEnd } from './archive-end.ts'

/**
 * The moments between which a cluster can be restored from a repository; null: none yet. `until`: the newest transaction that
 * is in it, or its newest base backup. `last`: its last whole segment of WAL. `arrived`: when its last file arrived, which
 * says nothing of what that holds. `spans`: those moments between which no hole is known. `why`: it cannot be read.
 */
export type RestoreWindow = { repository: ArchiveRepository } & (
  | {
      backups: BaseBackup[]
      from: Date | null
      until: Date | null
      last: string | null
      arrived: Date | null
      spans: RestoreSpan[]
    }
  | { why: string }
)

type WindowTools = Pick<Tools, 'shell'>

/**
 * What can be restored from where, read from the archive itself. Works also while the database is stopped, and before it
 * has ever been there. What was written after `until` is in no repository yet.
 */
export async function windowOf(
  target: Target,
  tools: WindowTools,
  signal = new AbortController().signal,
): Promise<RestoreWindow[]> {
  const read = (repository: ArchiveRepository): Promise<RestoreWindow> =>
    windowIn(target, repository, tools, signal).catch((error: Error) => ({ repository, why: error.message }))
  return Promise.all(repositoriesOf(target).map(read))
}

/** @throws a Failure when the repository does not answer or cannot be read */
export async function windowIn(
  target: Target,
  repository: ArchiveRepository,
  tools: WindowTools,
  signal = new AbortController().signal,
) {
  const { backups } = await readRepository(target, repository, tools)
  const [oldest, newest] = [backups[0], backups.at(-1)]
  if (!oldest || !newest) return { repository, backups, from: null, until: null, last: null, arrived: null, spans: [] }
  const segments = await newestSegments(target, repository, newest.archiveId, tools)
  const end = await readEnd({ target, repository, segments }, tools, signal)
  const latest = (moments: (Date | null | undefined)[]) =>
    new Date(Math.max(...[newest.at, ...moments].map(moment => moment?.getTime() ?? 0)))
  const until = latest([end?.lastTransactionAt])
  const arrived = latest(segments.map(({ arrivedAt }) => arrivedAt))
  const holes = (await knownOf(target.home))[repository]?.holes ?? []
  const spans = spansOf(backups, holes, until)
  return { repository, backups, from: oldest.at, until, last: end?.segment ?? null, arrived, spans }
}

type RestoreSpan = { from: Date; until: Date }

/** From each base backup to the first hole after it; those that meet are one. */
export function spansOf(
  backups: readonly Pick<BaseBackup, 'at' | 'wal'>[],
  holes: readonly NotedHole[],
  end: Date,
): RestoreSpan[] {
  const spans: RestoreSpan[] = []
  for (const { at, wal } of backups) {
    const hole = holes.find(({ segment }) => isOnTheWay(segment, wal.start))
    if (hole && placeOf(hole.segment) <= placeOf(wal.stop)) continue
    const before = hole ? Math.min(Date.parse(hole.until), end.getTime()) : end.getTime()
    const until = new Date(Math.max(before, at.getTime()))
    const last = spans.at(-1)
    if (last && at <= last.until) last.until = new Date(Math.max(last.until.getTime(), until.getTime()))
    else spans.push({ from: at, until })
  }
  return spans
}

const isOnTheWay = (segment: string, start: string) =>
  timelineOf(segment) >= timelineOf(start) && placeOf(segment) >= placeOf(start)

/** When the running database last changed; null if it has not changed since it started, or does not know. */
export async function lastTransactionAt({ home }: Target, { shell }: Pick<Tools, 'shell'>): Promise<Date | null> {
  const question = `select to_char(timestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from pg_last_committed_xact()`
  const [row] = await readRows(shell, home.database, question)
  return row?.[0] ? new Date(row[0]) : null
}
