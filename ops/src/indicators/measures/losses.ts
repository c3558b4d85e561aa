import { durationWords } from '../../time/duration.ts'
import { dateText, minuteText } from '../../time/words.ts'
import type { ArchivedWindow, IndicatorFacts, ProvenBackup } from '../facts.ts'
import { type IndicatorPeriod, isWithin } from '../period.ts'
import { counted, type Measure } from './measure.ts'

const OBJECTIVE_MS = 24 * 3_600_000
/** The most that WAL holds before it is archived: `archive_timeout`, and the time to copy it. */
const ARCHIVE_LAG_MS = 120_000

/**
 * RPO: the most that would have been lost, had the database been lost at the worst moment of the period. A backup counts
 * from the moment at which a restore has proven it, for the moment that it shows. Moments that the archived WAL covers can
 * be restored, except for its last two minutes. What a rehearsal lost counts as well. Time before the first proven backup
 * is not counted. Met below 24 hours.
 * @returns null if this environment had no proven backup before the end of the period
 */
export function dataLoss(
  { proven, windows, rehearsals }: Pick<IndicatorFacts, 'proven' | 'windows' | 'rehearsals'>,
  period: IndicatorPeriod,
): Measure | null {
  const known = knownMoments(proven, windows, period)
  if (!known.length) return null
  const worst = worstGap(known, windows, period)
  const lost = rehearsals.flatMap(({ at, rpoMs }) => (rpoMs !== null && isWithin(at, period) ? [rpoMs] : []))
  const value = Math.max(worst.ms, ...lost)
  const made = known.filter(({ at }) => isWithin(at, period)).length
  return {
    value,
    said: durationWords(value),
    held: value < OBJECTIVE_MS,
    details: [
      ...(worst.ms > ARCHIVE_LAG_MS
        ? [`le plus long moment sans sauvegarde prouvée finit le ${minuteText(worst.at)} UTC`]
        : []),
      `${counted(made, 'sauvegarde prouvée', 'sauvegardes prouvées')} dans la période`,
      windows.length
        ? `journaux continus du ${windows.map(({ from, until }) => `${dateText(from)} au ${dateText(until)}`).join(', du ')}`
        : 'sans compter les journaux continus, qui n’ont pas été lus',
      ...(lost.length ? [`au pire ${durationWords(Math.max(...lost))} dans ${counted(lost.length, 'exercice')}`] : []),
    ],
    doubts: [],
  }
}

/** What could be restored, in the order in which it was proven: only backups that show more than those before them. */
function knownMoments(
  proven: readonly ProvenBackup[],
  windows: readonly ArchivedWindow[],
  { to }: IndicatorPeriod,
): ProvenBackup[] {
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
  known: readonly ProvenBackup[],
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
