import { createHash } from 'node:crypto'
import { CODE_HASH_BYTES } from '../ticket/code-hash.ts'
import { type AllotmentSlice, type AllottedTicket, ENTRY_BYTES } from './queries.ts'

const ENTRIES_AT_ONCE = 4_096

/** Passes slices on while digesting them. */
export function digestSlices(slices: AsyncIterable<AllotmentSlice>) {
  const hash = createHash('sha256')
  async function* read() {
    for await (const slice of slices) {
      hash.update(slice.entries)
      yield slice
    }
  }
  return { read: read(), digest: () => hash.digest('hex') }
}

/** Passes tickets on while digesting their entries and counting them by the position of their prize. */
export function digestTickets(tickets: AsyncIterable<AllottedTicket>) {
  const hash = createHash('sha256')
  const counts = new Array<number>(256).fill(0)
  const entries = Buffer.alloc(ENTRIES_AT_ONCE * ENTRY_BYTES)
  let end = 0
  const flush = () => {
    hash.update(entries.subarray(0, end))
    end = 0
  }
  async function* read() {
    for await (const ticket of tickets) {
      if (end === entries.length) flush()
      ticket.hash.copy(entries, end, 0, CODE_HASH_BYTES)
      entries[end + CODE_HASH_BYTES] = ticket.position
      end += ENTRY_BYTES
      counts[ticket.position] = (counts[ticket.position] ?? 0) + 1
      yield ticket
    }
  }
  return {
    read: read(),
    counts,
    digest: () => {
      flush()
      return hash.digest('hex')
    },
  }
}
