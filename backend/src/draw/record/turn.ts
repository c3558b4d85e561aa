import { dayOf, startOfDay } from '../../time-in-france.ts'
import type { DrawMade, DrawRecord, RankRecord } from './draw-record.ts'

/** The rank whose turn it is to claim the grand prize, since when, and until when: the end of a day in France. */
export type Turn = RankRecord & { draw: DrawMade; since: Date; answerUntil: Date; claimed: boolean }

/**
 * The first rank of the last draw that was not passed over; null before the draw, and when every rank was passed over.
 */
export function turnOf({ draws }: DrawRecord): Turn | null {
  const draw = draws.at(-1)
  const rank = draw?.ranks.find(({ outcome }) => outcome?.kind !== 'passed-over')
  if (!draw || !rank) return null
  const before = draw.ranks.find(other => other.rank === rank.rank - 1)
  const since = before?.outcome?.at ?? draw.drawnAt
  const answerUntil = startOfDay(dayOf(since), draw.answerDays + 1)
  return { ...rank, draw, since, answerUntil, claimed: rank.outcome?.kind === 'claimed' }
}
