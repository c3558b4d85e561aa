import type pg from 'pg'

/** An event as it is stored: the text that its hash is made of, and its time in seconds since 1970. */
export type StoredEvent = { id: number; at: number; text: string }

/** The hashes of a run of consecutive ids, as they are stored. */
export type StoredSeal = { firstId: number; lastId: number; previous: Buffer; hashes: Buffer; sealedAt: Date }

const LOT = { events: 2_000, seals: 20 }

// The same text as `seal_events()` makes. It is made here as well, so that changing that function of the database
// cannot
// hide a changed event.
const EVENTS = `
  select id, extract(epoch from at)::float8 as at, jsonb_build_array(
    id, at at time zone 'UTC', kind, actor_id, subject_id, ticket_id, details)::text as text
  from audit_events order by id`

const SEALS = 'select first_id, last_id, previous_hash, hashes, sealed_at from audit_seals order by first_id'

/** The events in the order of their ids, a few thousand in memory at a time. Within a transaction. */
export async function* readEvents(client: pg.Client): AsyncGenerator<StoredEvent> {
  for await (const rows of read(client, 'events', EVENTS, LOT.events))
    for (const { id, at, text } of rows) yield { id: Number(id), at, text }
}

/** The seals in the order of the chain. Within a transaction. */
export async function* readSeals(client: pg.Client): AsyncGenerator<StoredSeal> {
  for await (const rows of read(client, 'seals', SEALS, LOT.seals))
    for (const row of rows)
      yield {
        firstId: Number(row.first_id),
        lastId: Number(row.last_id),
        previous: row.previous_hash,
        hashes: row.hashes,
        sealedAt: row.sealed_at,
      }
}

async function* read(client: pg.Client, name: string, query: string, lot: number) {
  await client.query(`declare ${name} no scroll cursor for ${query}`)
  for (;;) {
    const { rows } = await client.query(`fetch ${lot} from ${name}`)
    if (rows.length === 0) return
    yield rows
  }
}
