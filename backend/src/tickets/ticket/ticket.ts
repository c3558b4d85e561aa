import type { PlayerTicket } from '@tiptop/contract/game.ts'
import type { HandedOver } from '@tiptop/contract/handover.ts'

/** A ticket that was played. */
type PlayedTicket = { code: string; playedAt: Date; claimedAt: Date | null; claimUntil: Date }

/**
 * The columns that {@link playedTicketOf} needs, of a query that joins `tickets as ticket` and `contests as contest`.
 */
export const ticketColumns = ['ticket.code', 'ticket.played_at', 'ticket.claimed_at', 'contest.claims_until'] as const

type TicketRow = { code: string | null; played_at: Date | null; claimed_at: Date | null; claims_until: Date }

/** @throws an Error for the row of an unplayed ticket */
export function playedTicketOf({ code, played_at, claimed_at, claims_until }: TicketRow): PlayedTicket {
  if (code === null || played_at === null) throw new Error('a played ticket has a code and a time')
  return { code, playedAt: played_at, claimedAt: claimed_at, claimUntil: claims_until }
}

/** The ticket as its player sees it now: a pending prize past its deadline reads as expired. */
export function asPlayerTicket({ code, playedAt, claimedAt, claimUntil }: PlayedTicket, now: Date): PlayerTicket {
  const played = { code, playedAt: playedAt.toISOString(), claimUntil: claimUntil.toISOString() }
  if (claimedAt) return { ...played, status: 'claimed', claimedAt: claimedAt.toISOString() }
  return { ...played, status: now < claimUntil ? 'pending' : 'expired' }
}

type HandedOverRow = { claimed_at: Date | null; employee_name: string | null; shop: HandedOver['shop'] | null }

/** Who handed the prize of this ticket over, when and where, or null. */
export function handedOverOf({ claimed_at, employee_name, shop }: HandedOverRow): HandedOver | null {
  if (!claimed_at || !shop) return null
  return { by: employee_name ?? '', at: claimed_at.toISOString(), shop }
}
