import { CODE_HASH_BYTES } from '../ticket/code-hash.ts'
import { type AllotmentSlice, type AllottedTicket, ENTRY_BYTES } from './queries.ts'

/** A ticket that differs from the allotment. Positions are those of prizes; 0 means no prize of the contest. */
export type AllotmentDifference =
  | { kind: 'prize'; ticket: number; was: number; is: number }
  | { kind: 'code'; ticket: number }
  | { kind: 'missing'; ticket: number; was: number }
  | { kind: 'added'; ticket: number; is: number }

/** Compares slices and tickets, both by ticket number, and yields the differences. Reads both to their end. */
export async function* differencesBetween(
  slices: AsyncIterable<AllotmentSlice>,
  tickets: AsyncIterator<AllottedTicket>,
): AsyncGenerator<AllotmentDifference> {
  const take = async () => (await tickets.next()).value as AllottedTicket | undefined
  let ticket = await take()
  for await (const { firstId, entries } of slices) {
    for (let at = 0; at + ENTRY_BYTES <= entries.length; at += ENTRY_BYTES) {
      const id = firstId + at / ENTRY_BYTES
      for (; ticket && ticket.id < id; ticket = await take()) yield added(ticket)
      const entry = entries.subarray(at, at + ENTRY_BYTES)
      if (ticket?.id !== id) yield { kind: 'missing', ticket: id, was: entry[CODE_HASH_BYTES] as number }
      else {
        yield* changes(ticket, entry)
        ticket = await take()
      }
    }
  }
  for (; ticket; ticket = await take()) yield added(ticket)
}

function* changes({ id, hash, position }: AllottedTicket, entry: Buffer): Generator<AllotmentDifference> {
  const was = entry[CODE_HASH_BYTES] as number
  if (position !== was) yield { kind: 'prize', ticket: id, was, is: position }
  if (entry.compare(hash, 0, CODE_HASH_BYTES, 0, CODE_HASH_BYTES) !== 0) yield { kind: 'code', ticket: id }
}

function added({ id, position }: AllottedTicket): AllotmentDifference {
  return { kind: 'added', ticket: id, is: position }
}
