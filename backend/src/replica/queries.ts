import { type Kysely, sql } from 'kysely'
import type { DB } from '../database/schema.ts'

const bytes = (position: ReturnType<typeof sql.ref | typeof sql.raw>) => sql`(${position} - '0/0'::pg_lsn)::bigint`

/** How far the primary has written its log, and the last event in which this person acted, both from one moment. */
export async function primaryState(db: Kysely<DB>, actorId: number): Promise<{ position: number; own: number | null }> {
  // The index of the actors leaves plays out.
  const { rows } = await sql<{ position: number; own: number | null }>`
    select ${bytes(sql.raw('pg_current_wal_lsn()'))} as position,
      (select max(id) from audit_events where actor_id = ${actorId} and kind <> 'ticket-played') as own`.execute(db)
  return rows[0] as { position: number; own: number | null }
}

/** How far this server has replayed the log of its primary, or null if it is no replica; and whether it has this event. */
export async function replicaState(
  db: Kysely<DB>,
  event: number | null,
): Promise<{ position: number | null; hasEvent: boolean }> {
  const { rows } = await sql<{ position: number | null; hasEvent: boolean }>`
    select case when pg_is_in_recovery() then ${bytes(sql.raw('pg_last_wal_replay_lsn()'))} end as position,
      ${event}::bigint is null or exists (select from audit_events where id = ${event}) as "hasEvent"`.execute(db)
  return rows[0] as { position: number | null; hasEvent: boolean }
}
