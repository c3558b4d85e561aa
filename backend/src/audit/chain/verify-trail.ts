import { hash } from 'node:crypto'
import type { Connection } from '../../database/connection.ts'
import { readEvents, readSeals, type StoredEvent, type StoredSeal } from './read-trail.ts'
import { openFaults, type TrailFault } from './trail-fault.ts'
import { walkEvents } from './walk-events.ts'

const BYTES = 32
/** What comes before the first event. */
const GENESIS = Buffer.alloc(BYTES)
/** Events are sealed seconds after they are written; after this long they should have been. */
const UNSEALED_MS = 5 * 60_000
/** How far the clocks of two processes, or a waiting transaction, can put times out of order. */
const DISORDER_S = 15 * 60

export type TrailVerification = {
  holds: boolean
  sealed: number
  unsealed: number
  faults: number
  /** the last hash of the chain */
  head: { event: number; hash: string; sealedAt: Date } | null
  /** the event whose hash was noted elsewhere; null if no hash was given or no event has it */
  noted: number | null
}

type TrailCheck = {
  /** a hash of the chain that was noted outside of the database, as 64 hexadecimal digits */
  head?: string | undefined
  onFault(fault: TrailFault): void
  onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Reads the whole trail, compares it with its chain, and reports every event that was changed, removed or inserted.
 * Replacing all events and all seals makes another chain that holds; only a hash noted elsewhere reveals that.
 */
export async function verifyTrail(
  { connection, now }: { connection: Connection; now(): Date },
  { head, onFault, onProgress = () => {} }: TrailCheck,
): Promise<TrailVerification> {
  const { client } = connection
  // Events and seals as they are at one moment, however long the reading takes and whatever is sealed meanwhile.
  await client.query('begin isolation level repeatable read read only')
  try {
    const { rows } = await client.query('select count(*)::float8 as total from audit_events')
    const { total } = rows[0]
    const walk = walkEvents(readEvents(client), read => onProgress(read, total))
    const trail = openTrail(walk, { head, onFault })
    for await (const seal of readSeals(client)) await trail.compare(seal)
    const found = await trail.end(now())
    onProgress(total, total)
    return found
  } finally {
    await client.query('rollback')
  }
}

type EventWalk = ReturnType<typeof walkEvents>

/** Compares the events of a walk with one seal after the other. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: its functions share how far the walk has come
function openTrail(walk: EventWalk, { head, onFault }: Pick<TrailCheck, 'head' | 'onFault'>) {
  const faults = openFaults(onFault)
  const noted = head === undefined ? null : Buffer.from(head, 'hex')
  let last: TrailVerification['head'] = null
  let chain: Buffer = GENESIS
  let sealed = 0
  let timeBefore = Number.NEGATIVE_INFINITY
  let notedAt: number | null = null

  function compareEvent({ id, at, text }: StoredEvent, stored: Buffer): void {
    if (!hash('sha256', Buffer.concat([chain, Buffer.from(text)]), 'buffer').equals(stored)) faults.event('changed', id)
    if (at < timeBefore - DISORDER_S)
      faults.other({ kind: 'back-dated', id, at: new Date(at * 1000), before: new Date(timeBefore * 1000) })
    timeBefore = at
  }

  /**
   * Compares what the trail has under this id, and passes it. No seal knows the events before it: they were inserted.
   */
  async function compareNext(id: number, stored: Buffer): Promise<void> {
    for await (const inserted of walk.before(id)) faults.event('inserted', inserted.id)
    const event = await walk.take(id)
    if (event) compareEvent(event, stored)
    else faults.event('removed', id)
    if (noted?.equals(stored)) notedAt = id
    chain = stored
  }

  return {
    async compare({ firstId, lastId, previous, hashes, sealedAt }: StoredSeal): Promise<void> {
      const whole = firstId > (last?.event ?? 0) && hashes.length === BYTES * (lastId - firstId + 1)
      if (!whole) return faults.other({ kind: 'seal-damaged', from: firstId, to: lastId })
      if (!previous.equals(chain)) faults.other({ kind: 'broken', after: last?.event ?? 0, before: firstId })
      chain = previous
      for (let id = firstId; id <= lastId; id++)
        await compareNext(id, hashes.subarray((id - firstId) * BYTES, (id - firstId + 1) * BYTES))
      sealed += lastId - firstId + 1
      last = { event: lastId, hash: chain.toString('hex'), sealedAt }
    },

    async end(now: Date): Promise<TrailVerification> {
      const { unsealed, late } = await countUnsealed(walk.rest(), now)
      if (late.count) faults.other({ kind: 'unsealed', ...late })
      if (head !== undefined && notedAt === null) faults.other({ kind: 'head-unknown', hash: head })
      faults.flush()
      return { holds: faults.count === 0, sealed, unsealed, faults: faults.count, head: last, noted: notedAt }
    },
  }
}

/** The events that no seal holds yet, and those of them that a seal should have held long ago. */
async function countUnsealed(events: AsyncIterable<StoredEvent>, now: Date) {
  const late = { count: 0, from: 0, to: 0, since: now }
  let unsealed = 0
  for await (const event of events) {
    unsealed++
    const at = new Date(event.at * 1000)
    if (at.getTime() > now.getTime() - UNSEALED_MS) continue
    late.from ||= event.id
    late.to = event.id
    late.count++
    if (at < late.since) late.since = at
  }
  return { unsealed, late }
}
