import { z } from 'zod'
import { prize } from './contest.ts'

export const playRequest = z.object({ code: z.string().max(64) }).meta({ id: 'PlayRequest' })

const played = z.object({ code: z.string(), playedAt: z.iso.datetime(), claimUntil: z.iso.datetime() })

/** A player's ticket. A pending ticket past its deadline reads as `expired`, a status that no row stores. */
export const playerTicket = z
  .discriminatedUnion('status', [
    played.extend({ status: z.literal('pending') }),
    played.extend({ status: z.literal('expired') }),
    played.extend({ status: z.literal('claimed'), claimedAt: z.iso.datetime() }),
  ])
  .meta({ id: 'PlayerTicket' })
export type PlayerTicket = z.infer<typeof playerTicket>

export const playAnswer = z.object({ ticket: playerTicket, prize }).meta({ id: 'Play' })
export type PlayAnswer = z.infer<typeof playAnswer>

export const myTickets = z
  .object({ items: z.array(playAnswer), nextCursor: z.string().nullable() })
  .meta({ id: 'MyTickets' })
export type MyTickets = z.infer<typeof myTickets>
