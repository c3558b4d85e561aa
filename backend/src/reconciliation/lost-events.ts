import type { AuditKind } from '@tiptop/contract/audit.ts'
import type pg from 'pg'
import { CommandRefusal } from '../command-line/command-refusal.ts'

/** An event of the database that was left, which the one in use does not have. */
export type LostEvent = {
  id: number
  at: Date
  kind: AuditKind
  actorId: number | null
  subjectId: number | null
  ticketId: number | null
  details: Record<string, unknown> | null
}

/** The last event that both databases have, and those that only the former one has, in their order. */
export type LostHistory = { common: { event: number; at: Date } | null; events: LostEvent[] }

type TrailRow = Record<string, unknown> & { id: number; at: Date; text: string }

const SEALS_AT_ONCE = 500
const EVENTS = `
  select id, at, kind, actor_id, subject_id, ticket_id, details, json_build_array(
    id, at at time zone 'UTC', kind, actor_id, subject_id, ticket_id, details)::text as text
  from audit_events where id > $1 order by id`

/**
 * Compares the audit trails of two databases that were one until a moment. Where a seal of both ends with the same hash,
 * all before it is the same; what follows is compared event by event.
 * @throws CommandRefusal if their trails have nothing in common
 */
export async function findLostEvents(former: pg.Client, current: pg.Client): Promise<LostHistory> {
  const sealed = await findCommonSeal(former, current)
  const [left, used] = [await readAfter(former, sealed), await readAfter(current, sealed)]
  const known = new Set(used.map(({ text }) => text))
  const common = left.findLast(({ text }) => known.has(text)) ?? (await readEvent(current, sealed))
  if (!common && used.length > 0)
    throw new CommandRefusal('Les deux bases n’ont aucun événement en commun : l’une ne vient pas de l’autre.')
  return {
    common: common ? { event: common.id, at: common.at } : null,
    events: left.filter(({ text }) => !known.has(text)).map(asLostEvent),
  }
}

/** The last event of the last seal that both databases have; 0 if they have none. */
async function findCommonSeal(former: pg.Client, current: pg.Client): Promise<number> {
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const { rows } = await current.query<{ first_id: number; head: Buffer }>(
      `select first_id, substring(hashes from octet_length(hashes) - 31) as head
       from audit_seals where first_id < $1 order by first_id desc limit ${SEALS_AT_ONCE}`,
      [before],
    )
    const oldest = rows.at(-1)
    if (!oldest) return 0
    const found = await former.query<{ last_id: number | null }>(
      `select max(last_id) as last_id from audit_seals
       join unnest($1::bigint[], $2::bytea[]) as other (id, head) on id = first_id
       where substring(hashes from octet_length(hashes) - 31) = head`,
      [rows.map(({ first_id }) => first_id), rows.map(({ head }) => head)],
    )
    const last = found.rows[0]?.last_id
    if (last) return last
    before = oldest.first_id
  }
}

async function readAfter(client: pg.Client, id: number): Promise<TrailRow[]> {
  return (await client.query<TrailRow>(EVENTS, [id])).rows
}

async function readEvent(client: pg.Client, id: number): Promise<{ id: number; at: Date } | undefined> {
  return (await client.query('select id, at from audit_events where id = $1', [id])).rows[0]
}

function asLostEvent(row: TrailRow): LostEvent {
  return {
    id: row.id,
    at: row.at,
    kind: row.kind as AuditKind,
    actorId: row.actor_id as number | null,
    subjectId: row.subject_id as number | null,
    ticketId: row.ticket_id as number | null,
    details: row.details as LostEvent['details'],
  }
}
