import type { ContestPhase } from '@tiptop/contract/contest.ts'

/** The dates that settle what can be done when. Each is the first moment at which the next phase begins. */
type ContestDates = { opensAt: Date; playsUntil: Date; claimsUntil: Date }

/** Where a contest with these dates stands at this moment. */
export function phaseAt({ opensAt, playsUntil, claimsUntil }: ContestDates, now: Date): ContestPhase {
  if (now < opensAt) return 'before'
  if (now < playsUntil) return 'open'
  return now < claimsUntil ? 'claim-only' : 'closed'
}
