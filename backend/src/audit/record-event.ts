import type { AuditKind } from '@tiptop/contract/audit.ts'
import type { Db } from '../database/database.ts'

type RecordedEvent = {
  kind: AuditKind
  at: Date
  actorId?: number
  /** the person it concerns, if that is another one */
  subjectId?: number
  ticketId?: number
  details?: Record<string, unknown>
}

/**
 * Records an event, in the transaction that makes it happen; playing writes its event within its own statement.
 * `details` contains no secret and no e-mail address.
 */
export async function recordEvent(db: Db, event: RecordedEvent): Promise<void> {
  await db
    .insertInto('audit_events')
    .values({
      kind: event.kind,
      at: event.at,
      actor_id: event.actorId ?? null,
      subject_id: event.subjectId ?? null,
      ticket_id: event.ticketId ?? null,
      details: event.details ? JSON.stringify(event.details) : null,
    })
    .execute()
}
