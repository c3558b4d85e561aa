import type { Contest, ContestPhase } from '@tiptop/contract/contest.ts'

type Dates = Pick<Contest, 'opensAt' | 'playsUntil' | 'claimsUntil'>

/**
 * Returns the current phase and the moment to count down to, from the dates of the contest, since the phase may change
 * while the page is open. In the last phase, returns the moment at which the contest ended.
 */
export function nextMoment(
  { opensAt, playsUntil, claimsUntil }: Dates,
  now: number,
): { phase: ContestPhase; at: string } {
  if (now < Date.parse(opensAt)) return { phase: 'before', at: opensAt }
  if (now < Date.parse(playsUntil)) return { phase: 'open', at: playsUntil }
  return { phase: now < Date.parse(claimsUntil) ? 'claim-only' : 'closed', at: claimsUntil }
}

export type TimeLeft = { days: number; hours: number; minutes: number; seconds: number }

/** Returns the time left until a moment, in whole units, never negative. */
export function timeLeft(until: string, now: number): TimeLeft {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000))
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor((seconds % 86_400) / 3600),
    minutes: Math.floor((seconds % 3600) / 60),
    seconds: seconds % 60,
  }
}
