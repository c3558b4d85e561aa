import type { Statistics } from '@tiptop/contract/statistics.ts'
import type { TicketFilter } from '@tiptop/contract/tickets.ts'

/**
 * Returns how many tickets a filter finds, or null if the figures of its period do not say: they count handovers by
 * the day of the handover, and know no player.
 */
export function countTickets({ prizes }: Pick<Statistics, 'prizes'>, filter: TicketFilter): number | null {
  const { status, prize, player, from, to } = filter
  const inPeriod = from !== undefined || to !== undefined
  if (player !== undefined) return null
  if (inPeriod && status === 'unclaimed') return 0
  if (inPeriod && status) return null
  // What an unplayed ticket wins no one knows: a filter by prize finds played tickets.
  if (prize && status === 'unclaimed') return 0
  const wanted = prizes.filter(figures => !prize || figures.prize.slug === prize)
  return wanted.reduce((sum, { allotted, played, handedOver }) => {
    const counts = { unclaimed: allotted - played, pending: played - handedOver, claimed: handedOver }
    return sum + (status ? counts[status] : inPeriod || prize ? played : allotted)
  }, 0)
}
