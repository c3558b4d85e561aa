import { CommandRefusal } from '../../command-line/command-refusal.ts'
import { listPrizes } from '../../contest/prize.ts'
import type { Db } from '../../database/database.ts'
import { type AllotmentDifference, differencesBetween } from './differences.ts'
import { digestSlices, digestTickets } from './digest.ts'
import { findAllottedContest, rangeOfSlices, readSlices, readTickets } from './queries.ts'

type AllotmentCheck = {
  contest: string
  /** the digest on the deposit paper; without it that of the database, which proves less */
  digest?: string | undefined
  onDifference?: (difference: AllotmentDifference) => void
}

/** The result. `tickets` and `slices` say whether each is still what was deposited. */
export type AllotmentVerification = {
  digest: { expected: string; recorded: string; tickets: string; slices: string }
  tickets: 'as deposited' | 'changed'
  slices: 'as deposited' | 'changed'
  recordedDigest: 'as deposited' | 'changed'
  differences: number
  counts: { slug: string; name: string; position: number; quota: number; tickets: number }[]
  ticketCount: { recorded: number; tickets: number }
  holds: boolean
}

/**
 * Recomputes the digest of a contest's allotment from its tickets and counts each prize. Calls `onDifference` for every
 * ticket that differs from its slice: the slices are proof if they have the deposited digest themselves. Reads a page
 * at a time and writes nothing; call it within a snapshot.
 *
 * @throws CommandRefusal if there is nothing to verify
 */
export async function verifyAllotment(
  db: Db,
  { contest: slug, digest, onDifference = () => {} }: AllotmentCheck,
): Promise<AllotmentVerification> {
  const contest = await findAllottedContest(db, slug)
  if (!contest?.allotment_digest)
    throw new CommandRefusal(`Le concours « ${slug} » n’a pas de tickets générés : il n’y a rien à vérifier.`)
  const recorded = contest.allotment_digest.toString('hex')
  const expected = digest?.toLowerCase() ?? recorded
  const prizes = await listPrizes(db, contest.id)

  const range = await rangeOfSlices(db, contest.id)
  const slices = digestSlices(readSlices(db, contest.id))
  const tickets = digestTickets(readTickets(db, { contestId: contest.id, range }))
  let differences = 0
  for await (const difference of differencesBetween(slices.read, tickets.read)) {
    differences++
    onDifference(difference)
  }
  const counts = prizes.map(({ slug, name_fr, position, quota }) => {
    return { slug, name: name_fr, position, quota, tickets: tickets.counts[position] ?? 0 }
  })
  return judge({
    digest: { expected, recorded, tickets: tickets.digest(), slices: slices.digest() },
    differences,
    counts,
    ticketCount: { recorded: contest.ticket_count ?? 0, tickets: tickets.counts.reduce((sum, count) => sum + count) },
  })
}

/** Only the deposited digest decides: a database that merely agrees with itself proves nothing. */
function judge(
  figures: Pick<AllotmentVerification, 'digest' | 'differences' | 'counts' | 'ticketCount'>,
): AllotmentVerification {
  const { digest, differences, counts, ticketCount } = figures
  const verdict = (same: boolean) => (same ? 'as deposited' : 'changed')
  const tickets = digest.tickets === digest.expected
  // With untouched tickets, whatever differs from them is a slice.
  const slices = digest.slices === digest.expected && !(tickets && differences > 0)
  const recorded = digest.recorded === digest.expected
  const counted =
    counts.every(({ quota, tickets }) => quota === tickets) && ticketCount.recorded === ticketCount.tickets
  return {
    ...figures,
    tickets: verdict(tickets),
    slices: verdict(slices),
    recordedDigest: verdict(recorded),
    holds: tickets && slices && recorded && counted,
  }
}
