import type { IndicatorFacts } from './facts.ts'
import { frequency, successRate } from './measures/deployments.ts'
import { dataLoss } from './measures/losses.ts'
import type { Measure } from './measures/measure.ts'
import { recoveryMean } from './measures/recoveries.ts'
import { recoveryTime } from './measures/restorations.ts'
import { type IndicatorPeriod, periodBefore } from './period.ts'

const indicatorNames = ['rto', 'rpo', 'frequency', 'success', 'mttr'] as const
type IndicatorName = (typeof indicatorNames)[number]
export type IndicatorTrend = 'better' | 'worse' | 'same'

/** A figure of the specification's table, with its objective and its trend. `now`: null if there was nothing to measure. */
export type Indicator = {
  name: IndicatorName
  title: string
  objective: string
  /** what is counted, in one sentence */
  definition: string
  now: Measure | null
  before: Measure | null
  /** compared with the period before; null if one of them has no figure */
  trend: IndicatorTrend | null
}

type Kind = Pick<Indicator, 'title' | 'objective' | 'definition'> & {
  measure(facts: IndicatorFacts, period: IndicatorPeriod): Measure | null
  /** whether more is better */
  more: boolean
}

const KINDS: Record<IndicatorName, Kind> = {
  rto: {
    title: 'RTO, temps de restauration',
    objective: '< 30 min',
    definition:
      'Le plus long retour en arrière, restauration ou exercice, depuis son premier essai ; le dernier doit avoir abouti.',
    measure: recoveryTime,
    more: false,
  },
  rpo: {
    title: 'RPO, perte de données',
    objective: '< 24 h',
    definition:
      'Ce qui aurait été perdu avec le serveur au pire moment de la période, d’après les copies prouvées ailleurs, ou l’a été.',
    measure: dataLoss,
    more: false,
  },
  frequency: {
    title: 'Fréquence de déploiement',
    objective: '≥ 1 par jour',
    definition: 'Les jours où une version au moins est mise en service et gardée, parmi ceux de la période.',
    measure: frequency,
    more: true,
  },
  success: {
    title: 'Taux de succès des déploiements',
    objective: '> 95 %',
    definition:
      'Les déploiements réussis, et gardés, parmi tous ceux qui ont commencé, quelle que soit la cause d’arrêt des autres.',
    measure: successRate,
    more: true,
  },
  mttr: {
    title: 'MTTR, temps moyen de rétablissement',
    objective: '< 1 h',
    definition: 'La durée moyenne des incidents P1 et P2, de leur début au retour du calme.',
    measure: ({ incidents }, period) => recoveryMean(incidents, period),
    more: false,
  },
}

/** The five indicators of a period, each compared with its objective and with the period before. */
export function indicatorsOf(facts: IndicatorFacts, period: IndicatorPeriod): Indicator[] {
  return indicatorNames.map(name => {
    const { measure, more, ...words } = KINDS[name]
    const [now, before] = [measure(facts, period), measure(facts, periodBefore(period))]
    return { name, ...words, now, before, trend: trendOf(now, before, more) }
  })
}

/** Figures that differ by less than a hundredth are the same. */
function trendOf(now: Measure | null, before: Measure | null, more: boolean): IndicatorTrend | null {
  if (!now || !before || now.value === null || before.value === null) return null
  const difference = now.value - before.value
  if (Math.abs(difference) <= 0.01 * Math.max(Math.abs(now.value), Math.abs(before.value))) return 'same'
  return difference > 0 === more ? 'better' : 'worse'
}
