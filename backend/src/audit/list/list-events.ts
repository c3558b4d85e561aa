import type { AuditEvent, AuditKind, AuditList, AuditSearch } from '@tiptop/contract/audit.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../database/database.ts'
import { decodePlace, page } from '../../lists/cursor.ts'
import { fullName } from '../../lists/full-name.ts'
import { momentsOf } from '../../lists/period.ts'
import { isNotAPlay } from '../not-a-play.ts'
import { idsBetween } from './moment-to-id.ts'

const ORDER = { order: 'audit', values: z.tuple([z.int()]) }

/**
 * The audit trail, the newest event first, page by page; plays only on request, and never those of one user, whose
 * tickets are a list of their own. Refuses `invalid-request` for a cursor that this list did not give.
 */
export async function listEvents({ db }: { db: Db }, search: AuditSearch): Promise<AuditList> {
  const { user, kind, limit, cursor } = search
  if (user !== undefined && kind === 'ticket-played') return { items: [], nextCursor: null }
  const moments = momentsOf(search)
  const ids = await idsBetween(db, moments)
  const [after] = cursor ? decodePlace(cursor, ORDER) : [null]
  const wanted = { kind, ...moments, ...ids, after, limit: limit + 1 }
  const rows = await describe(db, user === undefined ? matchingEvents(db, wanted) : eventsOf(db, user, wanted))
    .limit(limit + 1)
    .execute()
  return page(rows, limit, asEvent, ({ id }) => ({ order: ORDER.order, values: [id] }))
}

type EventBounds = {
  kind: AuditKind | undefined
  from: Date | null
  before: Date | null
  /** the ids between which the events are */
  first: number | null
  end: number | null
  /** the last event that was shown */
  after: number | null
  limit: number
}

function matchingEvents(db: Db, { kind, from, before, first, end, after, limit }: EventBounds) {
  let query = db.selectFrom('audit_events').select('id').orderBy('id', 'desc').limit(limit)
  if (kind !== 'ticket-played') query = query.where(isNotAPlay())
  if (kind) query = query.where('kind', '=', kind)
  if (first !== null) query = query.where('id', '>=', first)
  if (end !== null) query = query.where('id', '<', end)
  if (after !== null) query = query.where('id', '<', after)
  if (from) query = query.where('at', '>=', from)
  if (before) query = query.where('at', '<', before)
  return query
}

/** The events in which a user acted or is concerned, each read along its own index, in order: at most two pages. */
function eventsOf(db: Db, user: number, wanted: EventBounds) {
  const matching = matchingEvents(db, wanted)
  return db
    .with('acted', () => matching.where('actor_id', '=', user))
    .with('concerned', () => matching.where('subject_id', '=', user))
    .selectFrom('acted')
    .select('id')
    .union(db => db.selectFrom('concerned').select('id'))
}

function describe(db: Db, matching: ReturnType<typeof matchingEvents | typeof eventsOf>) {
  return db
    .with('matching', () => matching)
    .selectFrom('matching')
    .innerJoin('audit_events as event', 'event.id', 'matching.id')
    .leftJoin('users as actor', 'actor.id', 'event.actor_id')
    .leftJoin('users as subject', 'subject.id', 'event.subject_id')
    .leftJoin('tickets as ticket', 'ticket.id', 'event.ticket_id')
    .select(['event.id', 'event.at', 'event.kind', 'event.actor_id', 'event.subject_id', 'event.ticket_id'])
    .select(['event.details', 'ticket.code'])
    .select(fullName('actor').as('actor_name'))
    .select(fullName('subject').as('subject_name'))
    .select(
      sql<boolean>`coalesce(event.id <= (
        select last_id from audit_seals where first_id <= event.id order by first_id desc limit 1), false)`.as(
        'sealed',
      ),
    )
    .orderBy('event.id', 'desc')
}

type EventRow = Awaited<ReturnType<ReturnType<typeof describe>['execute']>>[number]

function asEvent(row: EventRow): AuditEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind as AuditKind,
    actor: person(row.actor_id, row.actor_name),
    subject: person(row.subject_id, row.subject_name),
    ticket: row.ticket_id === null ? null : { id: row.ticket_id, code: row.code },
    details: row.details as AuditEvent['details'],
    sealed: row.sealed,
  }
}

function person(id: number | null, name: string | null): AuditEvent['actor'] {
  return id === null ? null : { id, name: name ?? '' }
}
