import type { AuditKind } from '@tiptop/contract/audit.ts'
import type { Db } from '../../database/database.ts'
import type { LostEvent } from '../lost-events.ts'

/** What only a person can decide. Accounts and tickets are those of the database in use, unless named otherwise. */
export type OpenQuestion =
  | { kind: 'ticket-unknown'; ticket: number }
  | { kind: 'played-by-another'; ticket: number; first: number; now: number }
  | { kind: 'handed-over-twice'; ticket: number; again: Date }
  | { kind: 'not-played'; ticket: number }
  | { kind: 'shop-unknown'; ticket: number; shop: string }
  | { kind: 'account-unknown'; formerAccount: number }
  | { kind: 'address-taken'; account: number; by: number | null }
  | { kind: 'role-given'; account: number; role: string; shop: string | null }
  | { kind: 'role-changed-since'; account: number; role: string; now: string }
  | { kind: 'access-given'; account: number }
  | { kind: 'last-admin'; account: number }
  | { kind: 'draw-lost'; step: AuditKind }

/**
 * What became of a lost event: it is done again now, or the database in use already has its effect, or a person decides.
 */
export type ReplayOutcome = 'replayed' | 'already' | OpenQuestion

/** A lost event, and what it takes to do it again within a transaction of the database in use. */
export type Replay = {
  /** the database in use */
  db: Db
  /** the database that was left; it is only read */
  former: Db
  /** its name */
  from: string
  event: LostEvent
  /** the last event that both have; 0 if there is none */
  since: number
  now: Date
  person(formerId: number | null): Promise<FoundPerson | null>
}

/** The account in use of an account of the database that was left. `isNew`: it has just been brought back. */
export type FoundPerson = { id: number; isNew: boolean }

/** When it happened, also if the database that was left had it from another one that was left before. */
export function happenedAt({ at, details }: { at: Date; details: unknown }): Date {
  const { replayed } = (details ?? {}) as { replayed?: { happened?: string } }
  return replayed?.happened ? new Date(replayed.happened) : at
}

/** Where a replayed event comes from, as its details say it. */
export function sourceOf({ from, event }: Pick<Replay, 'from' | 'event'>) {
  return { from, event: event.id, at: event.at.toISOString(), happened: happenedAt(event).toISOString() }
}
