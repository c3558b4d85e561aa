import type { ContestPhase } from '@tiptop/contract/contest.ts'
import type { Commitment } from '@tiptop/contract/proof.ts'

/** The dates between the phases of a contest. Each is the first moment of the next phase. */
type ContestDates = { opensAt: Date; playsUntil: Date; claimsUntil: Date }

/** The phase of a contest with these dates at this moment. */
export function phaseAt({ opensAt, playsUntil, claimsUntil }: ContestDates, now: Date): ContestPhase {
  if (now < opensAt) return 'before'
  if (now < playsUntil) return 'open'
  return now < claimsUntil ? 'claim-only' : 'closed'
}

type CommittedContest = { commitment_root: Buffer | null; ticket_count: number | null; canary_count: number }
type CommittedPrize = { position: number; slug: string; quota: number }

/** The commitment as it is published; null until the tickets are generated, and in a contest of the former format. */
export function commitmentOf(contest: CommittedContest, prizes: CommittedPrize[]): Commitment | null {
  const { commitment_root: root, ticket_count, canary_count: canaries } = contest
  if (!root || ticket_count === null) return null
  return {
    format: 1,
    root: root.toString('hex'),
    treeSize: ticket_count + canaries,
    quotas: prizes.map(({ position, slug, quota }) => ({ position, slug, count: quota })),
    canaries,
  }
}
