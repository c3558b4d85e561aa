import type { TicketCode } from '@tiptop/contract/ticket-code.ts'
import { hashCode } from '../ticket/code-hash.ts'
import { openingOf } from '../ticket/opening.ts'
import { entryOf } from './entry.ts'
import { leafHash } from './merkle-tree.ts'
import type { CommittedTicket } from './queries.ts'

/** A ticket that differs from the commitment. Positions are those of prizes, 0 for one of another contest. */
export type CommitmentDifference =
  | { kind: 'prize'; ticket: number; was: number; is: number }
  | { kind: 'code'; ticket: number }
  | { kind: 'missing'; ticket: number }
  | { kind: 'added'; ticket: number }

type Committed = {
  firstId: number
  pepper: string
  /** how many prizes the contest has */
  prizes: number
  leaves: AsyncIterable<Buffer>
  /** by number */
  tickets: AsyncIterator<CommittedTicket>
}

/**
 * Compares each ticket with its leaf: of an unplayed one only that it is there, because nothing in the database opens
 * it. Reads both to their end.
 */
export async function* differencesFrom(committed: Committed): AsyncGenerator<CommitmentDifference> {
  const take = async () => (await committed.tickets.next()).value as CommittedTicket | undefined
  let ticket = await take()
  let id = committed.firstId
  for await (const leaf of committed.leaves) {
    for (; ticket && ticket.id < id; ticket = await take()) yield { kind: 'added', ticket: ticket.id }
    if (ticket?.id !== id) yield { kind: 'missing', ticket: id }
    else {
      if (ticket.code !== null) yield* changes(committed, { ...ticket, code: ticket.code }, leaf)
      ticket = await take()
    }
    id++
  }
  for (; ticket; ticket = await take()) yield { kind: 'added', ticket: ticket.id }
}

type PlayedTicket = CommittedTicket & { code: TicketCode }

function* changes({ pepper, prizes }: Committed, ticket: PlayedTicket, leaf: Buffer): Generator<CommitmentDifference> {
  const { id, code, hash, position } = ticket
  const opening = openingOf(pepper, code)
  const isCommitted = (position: number) => leafHash(entryOf(code, position, opening)).equals(leaf)
  if (position !== null && isCommitted(position) && hashCode(pepper, code).equals(hash)) return
  const was = Array.from({ length: prizes }, (_, index) => index + 1).find(isCommitted)
  if (was === undefined || was === position) yield { kind: 'code', ticket: id }
  else yield { kind: 'prize', ticket: id, was, is: position ?? 0 }
}
