import type { TicketFilter, TicketStatus } from '@tiptop/contract/tickets.ts'
import { periodIn } from '../administration/filters/period.ts'
import { idIn, oneOf } from '../administration/filters/query.ts'

const ticketStatuses = ['pending', 'claimed', 'unclaimed'] as const satisfies TicketStatus[]

const SLUG = /^[a-z\d-]{1,100}$/

/** Returns the filter in an address, without its unknown and invalid parts. */
export function ticketFilterIn(params: { get(name: string): string | null }): TicketFilter {
  const status = oneOf(params.get('status'), ticketStatuses)
  const prize = params.get('prize') ?? ''
  const player = idIn(params.get('player'))
  return {
    ...(status && { status }),
    ...periodIn(params),
    ...(SLUG.test(prize) && { prize }),
    ...(player && { player }),
  }
}
