import { durationWords } from '../../time/duration.ts'
import type { IncidentSpan } from '../facts.ts'
import { type IndicatorPeriod, isWithin } from '../period.ts'
import { counted, type Measure } from './measure.ts'

const OBJECTIVE_MS = 3_600_000

/**
 * MTTR: how long incidents lasted on average, from when they were seen to begin until a watch confirmed that the service
 * was stable, or until they were closed if none did. Incidents of the period are those that ended in it, and those still
 * open at its end, with the time that they have lasted so far. P3 are left out, since the next deployment corrects them
 * while the service goes on. Met below one hour.
 * @returns null if there was no such incident
 */
export function recoveryMean(incidents: readonly IncidentSpan[], period: IndicatorPeriod): Measure | null {
  const serious = incidents.filter(({ severity, beganAt }) => severity !== 'P3' && beganAt < period.to)
  const open = serious.filter(({ overAt }) => overAt === null || overAt >= period.to)
  const closed = serious.filter(({ overAt }) => overAt && isWithin(overAt, period))
  const lasted = [...closed, ...open].map(({ beganAt, overAt }) => {
    const end = overAt && overAt < period.to ? overAt : period.to
    return end.getTime() - beganAt.getTime()
  })
  if (!lasted.length) return null
  const value = lasted.reduce((sum, ms) => sum + ms, 0) / lasted.length
  return {
    value,
    said: durationWords(value),
    held: value < OBJECTIVE_MS,
    details: [
      `${counted(lasted.length, 'incident')} (P1 et P2), le plus long ${durationWords(Math.max(...lasted))}`,
      ...(open.length ? [`${counted(open.length, 'dure encore', 'durent encore')}, jusqu’ici`] : []),
    ],
  }
}
