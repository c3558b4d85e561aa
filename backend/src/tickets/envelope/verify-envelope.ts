import { listPrizes } from '../../contest/prize.ts'
import type { Db } from '../../database/database.ts'
import { openTree } from '../commitment/merkle-tree.ts'
import { readTickets } from '../commitment/queries.ts'
import { type CommittedContest, leafTree } from '../commitment/verify-commitment.ts'
import { differencesFromOpenings, leafOf, type OpeningDifference } from './opening-differences.ts'
import { readEnvelope, type SealedOpening } from './read-envelope.ts'

type EnvelopeCheck = {
  pepper: string
  envelope: { file: string; identityFile: string }
  /** the deposited root in hexadecimal; without it that of the database, which proves less */
  root?: string | undefined
  onDifference(difference: OpeningDifference): void
}

/** The result. Roots are in hexadecimal: the expected one, the recorded one, those of the leaves and of the openings. */
export type EnvelopeVerification = {
  root: { expected: string; recorded: string; leaves: string; openings: string }
  differences: number
  /** how many tickets of each prize the envelope opens */
  counts: { name: string; position: number; quota: number; opened: number }[]
  /** with the canaries, which have the position 0 */
  ticketCount: { recorded: number; tickets: number }
  holds: boolean
}

/**
 * Recounts every prize of a contest, played or not, from the bailiff's envelope: the root from its openings, the tickets
 * of each prize, and each ticket of the database against its opening. Call it within a snapshot.
 * @throws CommandRefusal if the envelope cannot be opened or is damaged
 */
export async function verifyEnvelope(
  db: Db,
  contest: CommittedContest,
  { pepper, envelope, root, onDifference }: EnvelopeCheck,
): Promise<EnvelopeVerification> {
  const openings = counted(readEnvelope(envelope))
  const leaves = leafTree(db, contest.id)
  const tickets = readTickets(db, contest.id)
  let differences = 0
  const opened = { firstId: contest.firstId, pepper, openings: openings.read, leaves: leaves.read, tickets }
  for await (const difference of differencesFromOpenings(opened)) {
    differences++
    onDifference(difference)
  }
  const recorded = contest.root.toString('hex')
  const roots = { recorded, leaves: leaves.root(), openings: openings.root() }
  const expected = root?.toLowerCase() ?? recorded
  const counts = (await listPrizes(db, contest.id)).map(({ name_fr, position, quota }) => {
    return { name: name_fr, position, quota, opened: openings.counts[position] ?? 0 }
  })
  const ticketCount = { recorded: contest.count, tickets: openings.counts.reduce((sum, count) => sum + count) }
  const isCounted =
    counts.every(({ quota, opened }) => quota === opened) && ticketCount.recorded === ticketCount.tickets
  const isAsDeposited = Object.values(roots).every(found => found === expected)
  return {
    root: { expected, ...roots },
    differences,
    counts,
    ticketCount,
    holds: isAsDeposited && isCounted && differences === 0,
  }
}

/** Passes openings on while computing the root and counting them by prize. */
function counted(openings: AsyncIterable<SealedOpening>) {
  const tree = openTree()
  const counts = new Array<number>(1_000).fill(0)
  async function* read() {
    for await (const opening of openings) {
      tree.append(leafOf(opening))
      counts[opening.position] = (counts[opening.position] ?? 0) + 1
      yield opening
    }
  }
  return { read: read(), counts, root: () => tree.root().toString('hex') }
}
