import { durationWords } from '../../time/duration.ts'
import type { IncidentSpan } from '../facts.ts'
import { type IndicatorPeriod, isWithin } from '../period.ts'
import { counted, type Measure } from './measure.ts'

const OBJECTIVE_MS = 3_600_000

/**
 * MTTR: how long incidents lasted on average, from when they were seen to begin until a watch confirmed that the service
 * was stable for good, or until they were closed if none did. Incidents of the period are those that ended in it, and those
 * still open at its end, with the time that they have lasted so far. P3 are left out, since the next deployment corrects
 * them while the service goes on; what was P1 or P2 at any time does not count. Met below one hour, and only while the clock is
 * steady: how long an incident lasted in which it went back is not known.
 * @returns null if there was no such incident
 */
export function recoveryMean(incidents: readonly IncidentSpan[], period: IndicatorPeriod): Measure | null {
  const serious = incidents.filter(({ worst, beganAt }) => worst !== 'P3' && beganAt < period.to)
  const open = serious.filter(({ overAt }) => overAt === null || overAt >= period.to)
  const closed = serious.filter(span => !open.includes(span) && isWithin(endOf(span, period), period))
  const counting = [...closed, ...open]
  const lasted = counting.map(span => lastedMs(span, period))
  if (!lasted.length) return null
  const value = lasted.reduce((sum, ms) => sum + ms, 0) / lasted.length
  const isKnown = counting.every(({ leastMs }) => leastMs === null)
  return {
    value,
    said: durationWords(value),
    held: isKnown && value < OBJECTIVE_MS,
    details: [
      `${counted(lasted.length, 'incident')} (P1 et P2), le plus long ${durationWords(Math.max(...lasted))}`,
      ...(open.length ? [`${counted(open.length, 'dure encore', 'durent encore')}, jusqu’ici`] : []),
    ],
    doubts: counting.flatMap(doubtsOf),
  }
}

/** If the clock went back, an incident seems to end before it began. */
function endOf({ beganAt, overAt }: IncidentSpan, { to }: IndicatorPeriod): Date {
  const end = overAt && overAt < to ? overAt : to
  return end < beganAt ? beganAt : end
}

function lastedMs(span: IncidentSpan, period: IndicatorPeriod): number {
  return Math.max(endOf(span, period).getTime() - span.beganAt.getTime(), span.leastMs ?? 0)
}

function doubtsOf({ name, severity, worst, relapsed, leastMs }: IncidentSpan): string[] {
  return [
    ...(leastMs === null
      ? []
      : [`l’horloge a reculé pendant ${name} : sa durée est inconnue, d’au moins ${durationWords(leastMs)}`]),
    ...(relapsed ? [`${name} a rechuté après un calme, qui ne compte pas`] : []),
    ...(worst === severity ? [] : [`${name} compte comme ${worst}, sa pire gravité, et non ${severity}`]),
  ]
}
