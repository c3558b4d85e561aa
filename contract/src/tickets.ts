import { z } from 'zod'
import { prize } from './contest.ts'
import { handedOver } from './handover.ts'
import { aged, pageRequest } from './page.ts'
import { period } from './period.ts'

const ticketStatus = z.enum(['pending', 'claimed', 'unclaimed'])
export type TicketStatus = z.infer<typeof ticketStatus>

/** Filters for tickets. The period is that of the play, so it excludes tickets that have not been played. */
export const ticketFilter = period.extend({
  status: ticketStatus.optional(),
  prize: z.string().max(100).optional().describe('the slug of a prize: played tickets that won it'),
  player: z.coerce.number().pipe(z.int32()).optional().describe('the id of the user who played'),
})
export type TicketFilter = z.infer<typeof ticketFilter>

export const ticketSearch = pageRequest.extend(ticketFilter.shape)
export type TicketSearch = z.infer<typeof ticketSearch>

/** A ticket as an administrator sees it. Its code is null until it is played. */
const ticketItem = z
  .object({
    id: z.int(),
    status: ticketStatus,
    expired: z.boolean().describe('whether the ticket is pending past its claim deadline'),
    prize: prize.nullable().describe('null until the ticket is played: before, no one can tell it'),
    code: z.string().nullable(),
    playedAt: z.iso.datetime().nullable(),
    player: z.object({ id: z.int(), name: z.string() }).nullable(),
    handedOver: handedOver.nullable(),
  })
  .meta({ id: 'TicketItem' })
export type TicketItem = z.infer<typeof ticketItem>

/** Played tickets, the newest play first, then the others by number. */
export const ticketList = z
  .object({ items: z.array(ticketItem), nextCursor: z.string().nullable(), ...aged })
  .meta({ id: 'TicketList' })
export type TicketList = z.infer<typeof ticketList>
