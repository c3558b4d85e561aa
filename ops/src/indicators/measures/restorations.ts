import { durationWords } from '../../time/duration.ts'
import { minuteText } from '../../time/words.ts'
import type { IndicatorFacts, RehearsalTimes } from '../facts.ts'
import { type IndicatorPeriod, isWithin } from '../period.ts'
import { counted, type Measure } from './measure.ts'
import { type Restoration, restorationsOf } from './tries.ts'

const OBJECTIVE_MS = 30 * 60_000

type RestorationFacts = Pick<IndicatorFacts, 'runs' | 'rehearsals' | 'incidents'>

/**
 * RTO: the longest restoration of the period, real or rehearsed, from its first try. Met if it took less than 30 minutes,
 * the clock was steady, and the last restoration of all succeeded: after a failure no time can be promised.
 * @returns null if nothing was restored or rehearsed
 */
export function recoveryTime(
  { runs, rehearsals, incidents }: RestorationFacts,
  period: IndicatorPeriod,
): Measure | null {
  const all = [...restorationsOf(runs, incidents, period.to), ...rehearsals.map(rehearsed)]
    .filter(({ at }) => isWithin(at, period))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  const last = all.at(-1)
  if (!last) return null
  const good = all.flatMap(one => (one.ms === null ? [] : [{ ...one, ms: one.ms }])).sort((a, b) => b.ms - a.ms)
  const [longest] = good
  const failed = all.length - good.length
  const isKnown = all.every(({ clockMoved }) => !clockMoved)
  return {
    value: longest?.ms ?? null,
    said: longest ? durationWords(longest.ms) : 'aucun retour n’a abouti',
    held: longest !== undefined && isKnown && longest.ms < OBJECTIVE_MS && last.ms !== null,
    details: [
      ...(longest ? [`le plus long de ${counted(good.length, 'retour')} : ${longest.what}`] : []),
      ...(longest ? sinceIncident(longest) : []),
      ...(failed ? [`${counted(failed, 'retour')} sans succès`] : []),
      ...(last.ms === null ? [`le dernier, ${last.what}, n’a pas abouti`] : []),
    ],
    doubts: all.flatMap(doubtsOf),
  }
}

function rehearsed({ name, at, rtoMs }: RehearsalTimes): Restoration {
  const own = { what: `l’exercice ${name}`, at, ms: rtoMs, firstAt: at }
  return { ...own, tries: 1, incident: null, clockMoved: false }
}

/** What the players waited is longer than the restoration. */
function sinceIncident({ firstAt, ms, incident }: Restoration & { ms: number }): string[] {
  if (!incident) return []
  const since = firstAt.getTime() + ms - incident.beganAt.getTime()
  return [`${durationWords(since)} depuis le début de ${incident.name}`]
}

function doubtsOf({ what, tries, firstAt, ms, clockMoved }: Restoration): string[] {
  return [
    ...(tries > 1 && ms !== null
      ? [`${what} a demandé ${tries} essais : compté depuis le premier, du ${minuteText(firstAt)} UTC`]
      : []),
    ...(clockMoved ? [`l’horloge a reculé pendant ${what} : sa durée est inconnue`] : []),
  ]
}
