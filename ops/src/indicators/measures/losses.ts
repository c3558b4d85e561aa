import { durationWords } from '../../time/duration.ts'
import { dateText, minuteText } from '../../time/words.ts'
import type { ArchivedWindow, IndicatorFacts, ProvenBackup } from '../facts.ts'
import { type IndicatorPeriod, isWithin } from '../period.ts'
import { counted, type Measure } from './measure.ts'
import { type LossAtWorst, lossAtWorst } from './worst-gap.ts'

const OBJECTIVE_MS = 24 * 3_600_000

type LossFacts = Pick<IndicatorFacts, 'proven' | 'windows' | 'rehearsals' | 'losses'>

/**
 * RPO: the most that was lost or would have been, had the server been lost at the worst moment of the period: then only what
 * is elsewhere comes back. The loss of the database alone, for which the copies here are there as well, stands beside it.
 * What rehearsals and real restorations lost counts too. Met below 24 hours.
 * @returns null if this environment had no proven backup before the end of the period, and lost nothing
 */
export function dataLoss({ proven, windows, rehearsals, losses }: LossFacts, period: IndicatorPeriod): Measure | null {
  const away = <Copy extends ProvenBackup | ArchivedWindow>(all: readonly Copy[]) =>
    all.filter(({ place }) => place === 'elsewhere')
  const here = lossAtWorst(proven, windows, { period, since: null })
  const since = here && new Date(Math.min(...proven.map(({ shows }) => shows.getTime())))
  const elsewhere = lossAtWorst(away(proven), away(windows), { period, since })
  const rehearsed = rehearsals.flatMap(({ at, rpoMs }) => (rpoMs !== null && isWithin(at, period) ? [rpoMs] : []))
  const real = losses.filter(({ at }) => isWithin(at, period)).sort((a, b) => b.ms - a.ms)
  if (!here && !real.length) return null
  const value = Math.max(elsewhere?.ms ?? 0, ...rehearsed, ...real.map(({ ms }) => ms))
  const hasLeft = [...away(proven), ...away(windows)].length > 0
  return {
    value,
    said: durationWords(value),
    held: hasLeft && value < OBJECTIVE_MS,
    details: [
      ...placeWords(here, elsewhere),
      windows.length
        ? `journaux continus du ${windows.map(windowWords).join(', du ')}`
        : 'sans compter les journaux continus, qui n’ont pas été lus',
      ...(rehearsed.length
        ? [`au pire ${durationWords(Math.max(...rehearsed))} dans ${counted(rehearsed.length, 'exercice')}`]
        : []),
    ],
    doubts: [
      ...(hasLeft ? [] : ['rien de prouvé n’a quitté ce serveur : s’il est perdu, tout l’est']),
      ...real
        .slice(0, 1)
        .map(({ name, ms }) => `${name} a rendu un état d’avant : ${durationWords(ms)} perdus au plus`),
    ],
  }
}

function windowWords({ place, from, until }: ArchivedWindow): string {
  return `${dateText(from)} au ${dateText(until)} ${place === 'here' ? 'ici' : 'ailleurs'}`
}

/** What would be lost with the database alone, and with the whole server. */
function placeWords(here: LossAtWorst | null, elsewhere: LossAtWorst | null): string[] {
  const words = (title: string, { ms, at, made }: LossAtWorst) =>
    `${title} : ${durationWords(ms)} au plus${at ? `, le ${minuteText(at)} UTC` : ''} (${counted(made, 'copie prouvée', 'copies prouvées')} dans la période)`
  return [
    ...(elsewhere ? [words('le serveur perdu', elsewhere)] : []),
    ...(here ? [words('la base seule perdue', here)] : []),
  ]
}
