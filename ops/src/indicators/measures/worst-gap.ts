import type { ArchivedWindow, ProvenBackup } from '../facts.ts'
import { type IndicatorPeriod, isWithin } from '../period.ts'

/** The most that WAL holds before it is archived: `archive_timeout`, and the time to copy it. */
const ARCHIVE_LAG_MS = 120_000

/** The largest possible loss, and when; null if the archive covers the period. `made`: proven in the period. */
export type LossAtWorst = { ms: number; at: Date | null; made: number }

/**
 * The most that would have been lost with these copies alone, at the worst moment of the period. A copy counts from the
 * moment at which it was proven, for the moment that it shows. Moments that the archived WAL covers can be restored, except
 * for its last two minutes. Time before the first copy is not counted.
 * @param since when data was there to be lost, though no such copy of it was made yet; null: not before the first copy
 * @returns null if there was no such copy before the end of the period
 */
export function lossAtWorst(
  proven: readonly ProvenBackup[],
  windows: readonly ArchivedWindow[],
  { period, since }: { period: IndicatorPeriod; since: Date | null },
): LossAtWorst | null {
  const known = knownMoments(proven, windows, period)
  const first = since && since < period.to ? [{ shows: since, at: since }] : []
  if (!known.length && !first.length) return null
  const { ms, at } = worstGap([...first, ...known], windows, period)
  return { ms, at: ms > ARCHIVE_LAG_MS ? at : null, made: known.filter(({ at }) => isWithin(at, period)).length }
}

type KnownMoment = Pick<ProvenBackup, 'shows' | 'at'>

/** What could be restored, in the order in which it was proven: only backups that show more than those before them. */
function knownMoments(
  proven: readonly ProvenBackup[],
  windows: readonly ArchivedWindow[],
  { to }: IndicatorPeriod,
): KnownMoment[] {
  const ends = windows.map(({ until }) => ({ shows: until, at: until }))
  const sorted = [...proven, ...ends].filter(({ at }) => at < to).sort((a, b) => a.at.getTime() - b.at.getTime())
  let newest = Number.NEGATIVE_INFINITY
  return sorted.filter(({ shows }) => {
    const isNewer = shows.getTime() > newest
    if (isNewer) newest = shows.getTime()
    return isNewer
  })
}

/** The newest backup is oldest just before the next one is proven, or at the end of the period. */
function worstGap(
  known: readonly KnownMoment[],
  windows: readonly ArchivedWindow[],
  { from, to }: IndicatorPeriod,
): { ms: number; at: Date } {
  const gaps = known.flatMap(({ shows, at }, place) => {
    const until = known[place + 1]?.at ?? to
    if (until <= from) return []
    const worst = beforeWindows(until, windows)
    const isCovered = worst <= at || worst <= from
    return [isCovered ? { ms: ARCHIVE_LAG_MS, at: until } : { ms: worst.getTime() - shows.getTime(), at: worst }]
  })
  return gaps.reduce((a, b) => (b.ms > a.ms ? b : a))
}

/** The last moment up to this one that no window covers. */
function beforeWindows(until: Date, windows: readonly ArchivedWindow[]): Date {
  const covering = windows.find(window => window.from < until && until <= window.until)
  return covering ? beforeWindows(covering.from, windows) : until
}
