import { CommandRefusal } from '../command-line/command-refusal.ts'
import type { Db } from '../database/database.ts'
import type { AllotmentDifference } from './allotment/differences.ts'
import { type AllotmentVerification, verifyAllotment } from './allotment/verify-allotment.ts'
import type { CommitmentDifference } from './commitment/differences.ts'
import { type CommitmentVerification, verifyCommitment } from './commitment/verify-commitment.ts'
import type { OpeningDifference } from './envelope/opening-differences.ts'
import { type EnvelopeVerification, verifyEnvelope } from './envelope/verify-envelope.ts'
import { findContestRow } from './generation/queries.ts'

export type TicketDifference = AllotmentDifference | CommitmentDifference | OpeningDifference

type TicketsCheck = {
  contest: string
  pepper: string
  /** the deposited root, of a contest with a commitment, in hexadecimal */
  root?: string | undefined
  /** the deposited digest, of a contest of the former format, in hexadecimal */
  digest?: string | undefined
  /** the bailiff's envelope, and the file with the identity that opens it */
  envelope?: { file: string; identityFile: string } | undefined
  onDifference?: (difference: TicketDifference) => void
}

export type TicketsVerification =
  | { format: 'commitment'; found: CommitmentVerification }
  | { format: 'envelope'; found: EnvelopeVerification }
  | { format: 'digest'; found: AllotmentVerification }

/**
 * Proves the tickets of a contest, by its commitment, by the bailiff's envelope or, in the former format, by its digest. Calls `onDifference` for
 * each ticket that differs. Reads one snapshot, a page at a time, and writes nothing.
 * @throws CommandRefusal if there is nothing to verify, or the proof given is of the other format
 */
export async function verifyTickets({ db }: { db: Db }, order: TicketsCheck): Promise<TicketsVerification> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(db => verify(db, order))
}

async function verify(db: Db, order: TicketsCheck): Promise<TicketsVerification> {
  const { contest: slug, pepper, root, digest, envelope, onDifference = () => {} } = order
  const contest = await findContestRow(db, slug)
  if (!contest?.generated_at)
    throw new CommandRefusal(`Le concours « ${slug} » n’a pas de tickets générés : il n’y a rien à vérifier.`)
  const { id, first_ticket_id: firstId, ticket_count: count, canary_count: canaries, commitment_root } = contest
  if (!commitment_root) {
    if (envelope) throw new CommandRefusal(`Le concours « ${slug} » n’a pas d’enveloppe : il est de l’ancien format.`)
    if (root) throw new CommandRefusal(`Le concours « ${slug} » a une empreinte, pas de racine : --digest EMPREINTE.`)
    return { format: 'digest', found: await verifyAllotment(db, { contest: slug, digest, onDifference }) }
  }
  if (digest) throw new CommandRefusal(`Le concours « ${slug} » a une racine, pas d’empreinte : --root RACINE.`)
  const committed = { id, firstId: firstId ?? 0, count: (count ?? 0) + canaries, root: commitment_root }
  if (envelope)
    return { format: 'envelope', found: await verifyEnvelope(db, committed, { pepper, envelope, root, onDifference }) }
  return { format: 'commitment', found: await verifyCommitment(db, committed, { pepper, root, onDifference }) }
}
