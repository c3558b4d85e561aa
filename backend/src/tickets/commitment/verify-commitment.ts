import { listPrizes } from '../../contest/prize.ts'
import type { Db } from '../../database/database.ts'
import { type CommitmentDifference, differencesFrom } from './differences.ts'
import { HASH_BYTES, openTree } from './merkle-tree.ts'
import { type CommittedTicket, readLeaves, readTickets } from './queries.ts'

/** A contest whose tickets are generated, as its row says. */
export type CommittedContest = { id: number; firstId: number; count: number; root: Buffer }

type CommitmentCheck = {
  pepper: string
  /** the deposited root in hexadecimal; without it that of the database, which proves less */
  root?: string | undefined
  onDifference(difference: CommitmentDifference): void
}

/** The result. `leaves` and `recorded` say whether each is what was deposited. */
export type CommitmentVerification = {
  root: { expected: string; recorded: string; leaves: string }
  recorded: 'as deposited' | 'changed'
  leaves: 'as deposited' | 'changed'
  differences: number
  /** how many tickets of each prize are played */
  counts: { slug: string; name: string; position: number; quota: number; played: number }[]
  ticketCount: { recorded: number; tickets: number; played: number }
  holds: boolean
}

/**
 * Recomputes the root from the stored leaves, and each played ticket's leaf from its code and prize. Unplayed tickets
 * are only counted: what opens them is in the bailiff's envelope. Reads a page at a time; call it within a snapshot.
 */
export async function verifyCommitment(
  db: Db,
  contest: CommittedContest,
  { pepper, root, onDifference }: CommitmentCheck,
): Promise<CommitmentVerification> {
  const { id, firstId, count } = contest
  const prizes = await listPrizes(db, id)
  const leaves = leafTree(db, id)
  const tickets = countedByPrize(readTickets(db, id))
  let differences = 0
  const committed = { firstId, pepper, prizes: prizes.length, leaves: leaves.read, tickets: tickets.read }
  for await (const difference of differencesFrom(committed)) {
    differences++
    onDifference(difference)
  }
  const counts = prizes.map(({ slug, name_fr, position, quota }) => {
    return { slug, name: name_fr, position, quota, played: tickets.counts[position] ?? 0 }
  })
  const recorded = contest.root.toString('hex')
  return judge({
    root: { expected: root?.toLowerCase() ?? recorded, recorded, leaves: leaves.root() },
    differences,
    counts,
    ticketCount: {
      recorded: count,
      tickets: tickets.counts.reduce((sum, count) => sum + count),
      played: counts.reduce((sum, { played }) => sum + played, 0),
    },
  })
}

/** Only the deposited root decides: a database that merely agrees with itself proves nothing. */
function judge(figures: Omit<CommitmentVerification, 'recorded' | 'leaves' | 'holds'>): CommitmentVerification {
  const { root, differences, counts, ticketCount } = figures
  const verdict = (found: string) => (found === root.expected ? 'as deposited' : 'changed')
  const [recorded, leaves] = [verdict(root.recorded), verdict(root.leaves)] as const
  const isCounted = counts.every(({ quota, played }) => played <= quota) && ticketCount.tickets === ticketCount.recorded
  const isAsDeposited = recorded === 'as deposited' && leaves === 'as deposited'
  return { ...figures, recorded, leaves, holds: isAsDeposited && differences === 0 && isCounted }
}

/** Reads the stored leaf hashes of a contest while computing their root. */
export function leafTree(db: Db, contestId: number) {
  const tree = openTree()
  async function* read() {
    for await (const { hashes } of readLeaves(db, contestId)) {
      for (let start = 0; start < hashes.length; start += HASH_BYTES) {
        const leaf = hashes.subarray(start, start + HASH_BYTES)
        tree.append(leaf)
        yield leaf
      }
    }
  }
  return { read: read(), root: () => tree.root().toString('hex') }
}

/** Passes tickets on while counting them by the position of the prize that they won; at 0 the unplayed ones. */
function countedByPrize(tickets: AsyncIterable<CommittedTicket>) {
  const counts = new Array<number>(256).fill(0)
  async function* read() {
    for await (const ticket of tickets) {
      const position = ticket.position ?? 0
      counts[position] = (counts[position] ?? 0) + 1
      yield ticket
    }
  }
  return { read: read(), counts }
}
