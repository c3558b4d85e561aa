import type { HandoverTicket } from '@tiptop/contract/handover.ts'
import type { Answer, Failure } from '../../../api-client.ts'

/** What has become of one prize: given now, or refused for good. A prize that is in neither state is still to be given. */
export type PrizeOutcome = { name: 'given'; ticket: HandoverTicket } | { name: 'refused'; failure: Failure }
export type PrizeOutcomes = ReadonlyMap<string, PrizeOutcome>

/** Refusals of one prize, whatever becomes of the others. Any other failure concerns them all. */
const OF_ONE_PRIZE = new Set(['ticket-not-pending', 'claim-period-over', 'user-erased', 'ticket-unknown'])

/**
 * Hands prizes over one after the other, each as a handover of its own, and reports what became of each at once. Prizes
 * that `before` has settled are left out, so that a run that stopped half-way is taken up again. It is safe to ask twice
 * for a prize whose answer was lost: its employee gets the same answer again.
 * @returns the failure that stopped the run, or null when every prize is settled
 */
export async function handOverAll(
  codes: string[],
  before: PrizeOutcomes,
  claim: (code: string) => Promise<Answer<HandoverTicket>>,
  onOutcome: (outcomes: PrizeOutcomes) => void,
): Promise<{ outcomes: PrizeOutcomes; failure: Failure | null }> {
  let outcomes = before
  for (const code of codes) {
    if (outcomes.has(code)) continue
    const answer = await claim(code)
    if (!answer.ok && !isOfOnePrize(answer.failure)) return { outcomes, failure: answer.failure }
    const outcome: PrizeOutcome = answer.ok
      ? { name: 'given', ticket: answer.value }
      : { name: 'refused', failure: answer.failure }
    outcomes = new Map(outcomes).set(code, outcome)
    onOutcome(outcomes)
  }
  return { outcomes, failure: null }
}

function isOfOnePrize(failure: Failure): boolean {
  return failure.kind === 'refused' && OF_ONE_PRIZE.has(failure.code)
}
