import type { DrawMade, DrawRecord, RankRecord } from './draw-record.ts'

/** The rank whose turn it is to claim the grand prize, since when, and until when it has time to answer. */
export type Turn = RankRecord & { draw: DrawMade; since: Date; answerUntil: Date; claimed: boolean }

const DAY_MS = 86_400_000

/**
 * The first rank of the last draw that was not passed over; null before the draw, and when every rank was passed over.
 */
export function turnOf({ draws }: DrawRecord): Turn | null {
  const draw = draws.at(-1)
  const rank = draw?.ranks.find(({ outcome }) => outcome?.kind !== 'passed-over')
  if (!draw || !rank) return null
  const before = draw.ranks.find(other => other.rank === rank.rank - 1)
  const since = before?.outcome?.at ?? draw.drawnAt
  const answerUntil = new Date(since.getTime() + draw.answerDays * DAY_MS)
  return { ...rank, draw, since, answerUntil, claimed: rank.outcome?.kind === 'claimed' }
}
