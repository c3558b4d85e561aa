import { hash } from 'node:crypto'
import type { Connection } from '../../database/connection.ts'
import { readEvents, readSeals, type StoredEvent, type StoredSeal } from './read-trail.ts'
import { openFaults, type TrailFault } from './trail-fault.ts'

const BYTES = 32
/** What comes before the first event. */
const GENESIS = Buffer.alloc(BYTES)
/** Sealing comes seconds after writing; past this it does not happen. */
const UNSEALED_MS = 5 * 60_000
/** By how much the clocks of two processes, or a transaction that waits, can turn the order of times around. */
const DISORDER_S = 15 * 60

export type TrailVerification = {
  holds: boolean
  sealed: number
  unsealed: number
  faults: number
  /** the last hash of the chain */
  head: { event: number; hash: string; sealedAt: Date } | null
  /** the event whose hash is the one that was noted elsewhere; null when none was given or none has it */
  noted: number | null
}

type Order = {
  /** a hash of the chain that was noted outside of the database, as 64 hexadecimal digits */
  head?: string | undefined
  onFault(fault: TrailFault): void
  onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Reads the whole trail and compares it with its chain: every event that was changed, removed or inserted is told. Whoever
 * can replace all events and seals can make another chain that holds; only a hash noted elsewhere shows that.
 */
export async function verifyTrail(
  { connection, now }: { connection: Connection; now(): Date },
  { head, onFault, onProgress }: Order,
): Promise<TrailVerification> {
  const { client } = connection
  // Events and seals as they are at one moment, however long the reading takes and whatever is sealed meanwhile.
  await client.query('begin isolation level repeatable read read only')
  try {
    const { rows } = await client.query('select count(*)::float8 as total from audit_events')
    const trail = openTrail(readEvents(client), { head, onFault, total: rows[0].total, onProgress })
    for await (const seal of readSeals(client)) await trail.compare(seal)
    return await trail.end(now())
  } finally {
    await client.query('rollback')
  }
}

type Reading = Omit<Order, 'onFault'> & { onFault: Order['onFault']; total: number }

function openTrail(events: AsyncGenerator<StoredEvent>, { head, onFault, onProgress, total }: Reading) {
  const faults = openFaults(onFault)
  const noted = head === undefined ? null : Buffer.from(head, 'hex')
  let last: TrailVerification['head'] = null
  let chain: Buffer = GENESIS
  let sealed = 0
  let read = 0
  let timeBefore = Number.NEGATIVE_INFINITY
  let notedAt: number | null = null
  let present: StoredEvent | null | undefined

  /** The event at which the reading has come, or null at the end. */
  async function peek(): Promise<StoredEvent | null> {
    if (present === undefined) {
      const { done, value } = await events.next()
      present = done ? null : value
      if (present && ++read % 1_000 === 0) onProgress?.(read, total)
    }
    return present
  }

  /** The event with this id, if there is one; those below it, which no seal knows, were inserted. */
  async function find(id: number): Promise<StoredEvent | null> {
    for (let event = await peek(); event && event.id < id; event = await peek()) {
      faults.event('inserted', event.id)
      present = undefined
    }
    const event = await peek()
    if (event?.id !== id) return null
    present = undefined
    return event
  }

  function compareEvent(event: StoredEvent, stored: Buffer): void {
    const { id, at, text } = event
    if (!hash('sha256', Buffer.concat([chain, Buffer.from(text)]), 'buffer').equals(stored)) faults.event('changed', id)
    if (at < timeBefore - DISORDER_S)
      faults.other({ kind: 'back-dated', id, at: new Date(at * 1000), before: new Date(timeBefore * 1000) })
    timeBefore = at
  }

  return {
    async compare({ firstId, lastId, previous, hashes, sealedAt }: StoredSeal): Promise<void> {
      const whole = firstId > (last?.event ?? 0) && hashes.length === BYTES * (lastId - firstId + 1)
      if (!whole) return faults.other({ kind: 'seal-damaged', from: firstId, to: lastId })
      if (!previous.equals(chain)) faults.other({ kind: 'broken', after: last?.event ?? 0, before: firstId })
      chain = previous
      for (let id = firstId; id <= lastId; id++) {
        const stored = hashes.subarray((id - firstId) * BYTES, (id - firstId + 1) * BYTES)
        const event = await find(id)
        if (event) compareEvent(event, stored)
        else faults.event('removed', id)
        if (noted?.equals(stored)) notedAt = id
        chain = stored
      }
      sealed += lastId - firstId + 1
      last = { event: lastId, hash: chain.toString('hex'), sealedAt }
    },

    /** What no seal holds yet is new, or was never sealed. */
    async end(now: Date): Promise<TrailVerification> {
      const late = { count: 0, from: 0, to: 0, since: now }
      let unsealed = 0
      for (let event = await peek(); event; event = await peek()) {
        unsealed++
        present = undefined
        const at = new Date(event.at * 1000)
        if (at.getTime() > now.getTime() - UNSEALED_MS) continue
        late.from ||= event.id
        late.to = event.id
        late.count++
        if (at < late.since) late.since = at
      }
      onProgress?.(total, total)
      if (late.count) faults.other({ kind: 'unsealed', ...late })
      if (head !== undefined && notedAt === null) faults.other({ kind: 'head-unknown', hash: head })
      faults.flush()
      return { holds: faults.count === 0, sealed, unsealed, faults: faults.count, head: last, noted: notedAt }
    },
  }
}
