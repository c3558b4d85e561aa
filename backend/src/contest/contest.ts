import type { ContestPhase } from '@tiptop/contract/contest.ts'

/** The dates between the phases of a contest. Each is the first moment of the next phase. */
type ContestDates = { opensAt: Date; playsUntil: Date; claimsUntil: Date }

/** The phase of a contest with these dates at this moment. */
export function phaseAt({ opensAt, playsUntil, claimsUntil }: ContestDates, now: Date): ContestPhase {
  if (now < opensAt) return 'before'
  if (now < playsUntil) return 'open'
  return now < claimsUntil ? 'claim-only' : 'closed'
}
