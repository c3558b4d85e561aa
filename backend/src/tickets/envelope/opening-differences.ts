import { entryOf } from '../commitment/entry.ts'
import { leafHash } from '../commitment/merkle-tree.ts'
import type { CommittedTicket } from '../commitment/queries.ts'
import { hashCode } from '../ticket/code-hash.ts'
import { maskPrize, openingOf } from '../ticket/opening.ts'
import type { SealedOpening } from './read-envelope.ts'

/**
 * A ticket that differs from the envelope. Positions are those of prizes, 0 for one of another contest. `leaf`: the
 * stored leaf is not that of its opening.
 */
export type OpeningDifference =
  | { kind: 'prize'; ticket: number; was: number; is: number }
  | { kind: 'code'; ticket: number }
  | { kind: 'leaf'; ticket: number }
  | { kind: 'missing'; ticket: number; was: number }
  | { kind: 'added'; ticket: number }

type OpenedTickets = {
  firstId: number
  pepper: string
  openings: AsyncIterable<SealedOpening>
  /** the stored leaf hashes */
  leaves: AsyncIterator<Buffer>
  /** by number */
  tickets: AsyncIterator<CommittedTicket>
}

/** Compares each ticket, played or not, and its stored leaf with its opening. Reads all three to their end. */
export async function* differencesFromOpenings(opened: OpenedTickets): AsyncGenerator<OpeningDifference> {
  const { firstId, pepper, leaves } = opened
  const take = async () => (await opened.tickets.next()).value as CommittedTicket | undefined
  let ticket = await take()
  for await (const opening of opened.openings) {
    const id = firstId + opening.index
    const leaf = (await leaves.next()).value as Buffer | undefined
    for (; ticket && ticket.id < id; ticket = await take()) yield { kind: 'added', ticket: ticket.id }
    if (!leaf?.equals(leafOf(opening))) yield { kind: 'leaf', ticket: id }
    if (ticket?.id !== id) yield { kind: 'missing', ticket: id, was: opening.position }
    else {
      yield* changes(pepper, ticket, opening)
      ticket = await take()
    }
  }
  for (; ticket; ticket = await take()) yield { kind: 'added', ticket: ticket.id }
  while (!(await leaves.next()).done);
}

/** The leaf hash of an opening. */
export function leafOf({ code, position, salt }: SealedOpening): Buffer {
  return leafHash(entryOf(code, position, { salt }))
}

/** The prize of an unplayed ticket is unmasked by the code of its opening, that of a played one stands in clear text. */
function* changes(pepper: string, ticket: CommittedTicket, opening: SealedOpening): Generator<OpeningDifference> {
  const { id, hash, masked, code, position } = ticket
  const isOfCode = (code ?? opening.code) === opening.code && hashCode(pepper, opening.code).equals(hash)
  if (!isOfCode) yield { kind: 'code', ticket: id }
  const unmasked = maskPrize(masked, openingOf(pepper, opening.code))
  const is = position ?? unmasked
  if (is !== opening.position) yield { kind: 'prize', ticket: id, was: opening.position, is }
}
