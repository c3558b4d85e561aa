import type { PlayerTicket } from '@tiptop/contract/game.ts'

/** A ticket that somebody played, as its row tells. */
export type PlayedTicket = { code: string; playedAt: Date; claimedAt: Date | null; claimUntil: Date }

/** The ticket as its player sees it now: a pending prize past its deadline reads as expired. */
export function asPlayerTicket({ code, playedAt, claimedAt, claimUntil }: PlayedTicket, now: Date): PlayerTicket {
  const played = { code, playedAt: playedAt.toISOString(), claimUntil: claimUntil.toISOString() }
  if (claimedAt) return { ...played, status: 'claimed', claimedAt: claimedAt.toISOString() }
  return { ...played, status: now < claimUntil ? 'pending' : 'expired' }
}
