import type { Db } from '../database.ts'

/** What the audit trail knows of. Playing writes its own event within its one statement. */
export type AuditKind =
  | 'account-registered'
  | 'account-linked'
  | 'email-verified'
  | 'profile-changed'
  | 'password-reset'
  | 'signed-in'
  | 'contest-created'
  | 'tickets-generated'
  | 'ticket-played'
  | 'prize-handed-over'
  | 'handover-refused'
  | 'handover-undone'

export type AuditEvent = {
  kind: AuditKind
  at: Date
  actorId?: number
  ticketId?: number
  details?: Record<string, unknown>
}

/** Writes down what happened, in the transaction that makes it happen. No secret and no e-mail address in `details`. */
export async function recordEvent(db: Db, event: AuditEvent): Promise<void> {
  await db
    .insertInto('audit_events')
    .values({
      kind: event.kind,
      at: event.at,
      actor_id: event.actorId ?? null,
      ticket_id: event.ticketId ?? null,
      details: event.details ? JSON.stringify(event.details) : null,
    })
    .execute()
}
