import { sql } from 'kysely'
import { recordEvent } from '../audit/record-event.ts'
import { CommandRefusal } from '../command-line/command-refusal.ts'
import type { Db } from '../database/database.ts'
import { buildIndexes } from '../database/indexes.ts'
import { type Conflict, compareAndReplay, inTurn, type ReconcileTools } from './reconcile.ts'
import { sourceOf } from './replay/replay.ts'

type DecisionRequest = {
  /** the numbers that these events have in the database that was left */
  events: number[]
  /** the operator who decides, and why */
  by: string
  reason: string
  /** shows what would be decided */
  dryRun: boolean
}

/** What is decided now, and what an operator has decided before. */
export type ConflictDecisions = {
  decided: Conflict[]
  already: { event: { id: number; at: Date }; by: string; reason: string }[]
}

/**
 * Decides conflicts that a reconciliation leaves to a person, in the one way that no rule speaks against: the database in
 * use stays as it is. Each decision is an event of the audit trail, with its author, its reason and its source; afterwards
 * the conflict is no longer shown. All are decided or none; one that was decided before stays as it was.
 * @throws CommandRefusal if one of the events is no conflict, and as `reconcile` does
 */
export async function decideConflicts(tools: ReconcileTools, request: DecisionRequest): Promise<ConflictDecisions> {
  const { current, now } = tools
  return inTurn(tools, async () => {
    const { questions } = await compareAndReplay(tools, { dryRun: true })
    const decided = questions.filter(({ event }) => request.events.includes(event.id))
    const before = await listDecided(current.db, tools.from)
    const already = before.filter(({ event }) => request.events.includes(event.id))
    const known = new Set([...decided, ...already].map(({ event }) => event.id))
    const others = request.events.filter(id => !known.has(id))
    if (others.length) throw new CommandRefusal(`Rien à décider de l’événement n° ${others.join(', n° ')}.`)
    if (request.dryRun) return { decided, already }
    await buildIndexes(current.db)
    await current.db.transaction().execute(async db => {
      for (const conflict of decided) await recordDecision(db, tools.from, conflict, request, now())
    })
    return { decided, already }
  })
}

/** The conflicts with this database that were decided. */
async function listDecided(db: Db, from: string): Promise<ConflictDecisions['already']> {
  const { rows } = await sql<{ id: number; at: string; by: string; reason: string }>`
    select (details->'replayed'->>'event')::bigint as id, details->'replayed'->>'at' as at, details->>'by' as by,
      details->>'reason' as reason
    from audit_events
    where kind = 'conflict-decided' and details ? 'replayed' and details->'replayed'->>'from' = ${from}
    order by id`.execute(db)
  return rows.map(({ id, at, by, reason }) => ({ event: { id, at: new Date(at) }, by, reason }))
}

/** The source is marked like that of an event that was done again, so that it counts as dealt with, once. */
async function recordDecision(
  db: Db,
  from: string,
  { event, question }: Conflict,
  { by, reason }: DecisionRequest,
  at: Date,
): Promise<void> {
  await recordEvent(db, {
    kind: 'conflict-decided',
    at,
    ...('account' in question && { subjectId: question.account }),
    // The database in use has no such ticket, or another one under its number.
    ...('ticket' in question && question.kind !== 'ticket-unknown' && { ticketId: question.ticket }),
    details: { decision: 'keep', question: question.kind, by, reason, replayed: sourceOf({ from, event }) },
  })
}
