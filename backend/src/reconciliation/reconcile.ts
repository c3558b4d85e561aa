import type { AuditKind } from '@tiptop/contract/audit.ts'
import { sql } from 'kysely'
import { CommandRefusal } from '../command-line/command-refusal.ts'
import type { Connection } from '../database/connection.ts'
import type { Db } from '../database/database.ts'
import { buildIndexes } from '../database/indexes.ts'
import { migrationNames } from '../database/migrations.ts'
import { isReserved } from '../reserved.ts'
import { findLostEvents, type LostEvent, type LostHistory } from './lost-events.ts'
import { findOrBringBack, type KnownPeople } from './replay/people.ts'
import { listReplayed } from './replay/queries.ts'
import type { OpenQuestion, Replay, ReplayOutcome } from './replay/replay.ts'
import { replayAccount, replayRegistration } from './replay/replay-account.ts'
import { replayDraw } from './replay/replay-draw.ts'
import { replayTicket } from './replay/replay-ticket.ts'

/** The database in use and the one that was left, by its name. */
export type ReconcileTools = { current: Connection; former: Connection; from: string; now(): Date }

/** How many events of one kind were done again, had their effect already, or wait for a person. */
type KindTally = { replayed: number; already: number; undecided: number }

/** A lost event that a person has to decide. */
export type Conflict = { event: LostEvent; question: OpenQuestion }

/** What became of all that only the database that was left has. */
export type Reconciliation = {
  common: LostHistory['common']
  tallies: Map<AuditKind, KindTally>
  /** how many events of each other kind there are: they are not done again */
  leftOut: Map<AuditKind, number>
  questions: Conflict[]
}

type ReconcileOptions = {
  /** shows what would be done, and leaves the database in use as it is */
  dryRun: boolean
  onProgress?: (done: number, total: number) => void
}

/**
 * Does again, in the database in use, what people did in the one that was left since the two parted, in the order in
 * which it happened. Each event is one transaction, with an event of its own that names its source: a run that was killed
 * goes on with the next, and what is done is done once. What contradicts the database in use is left to a person.
 * @throws CommandRefusal if one of them has another schema than this release, if they never were one, or if another run
 * is at work
 */
export function reconcile(tools: ReconcileTools, options: ReconcileOptions): Promise<Reconciliation> {
  return inTurn(tools, () => compareAndReplay(tools, options))
}

/** Acts while no other run reconciles the database in use, and while the one that was left stands still. */
export async function inTurn<T>({ current, former, from }: ReconcileTools, act: () => Promise<T>): Promise<T> {
  await expectSchema(current.db, 'La base en service')
  await expectSchema(former.db, `La base ${from}`)
  await takeTurn(current.db)
  await former.client.query('begin isolation level repeatable read read only')
  try {
    return await act()
  } finally {
    await former.client.query('rollback')
    await sql`select pg_advisory_unlock(hashtext('reconcile'))`.execute(current.db)
  }
}

/** What {@link reconcile} does in its turn. */
export async function compareAndReplay(tools: ReconcileTools, options: ReconcileOptions): Promise<Reconciliation> {
  const { current, former } = tools
  if (!options.dryRun) await buildIndexes(current.db)
  const { common, events } = await findLostEvents(former.client, current.client)
  const found: Reconciliation = { common, tallies: new Map(), leftOut: new Map(), questions: [] }
  await replayAll(tools, events.filter(isOfPeople), options, found)
  return found
}

/** Verifications belong to no person: see reserved.ts. */
function isOfPeople({ kind, actorId, subjectId, ticketId }: LostEvent): boolean {
  if (kind === 'verification-opened' || kind === 'verification-closed') return false
  return ![actorId, subjectId, ticketId].some(id => id !== null && isReserved(id))
}

async function replayAll(
  tools: ReconcileTools,
  events: LostEvent[],
  { dryRun, onProgress = () => {} }: ReconcileOptions,
  found: Reconciliation,
): Promise<void> {
  const marks = await listReplayed(tools.current.db)
  const replayed = new Set(marks.map(({ event, at }) => `${event} ${at}`))
  const known: KnownPeople = { ids: new Map(), made: new Set() }
  const since = found.common?.event ?? 0
  // A trial does all that concerns one ticket or one account, then takes it back: nothing stays locked for long.
  const groups = dryRun ? [...Map.groupBy(events, subjectOf).values()] : events.map(event => [event])
  let done = 0
  for (const group of groups) {
    await inTransaction(tools.current.db, dryRun, async db => {
      for (const event of group) {
        const isDone = replayed.has(`${event.id} ${event.at.toISOString()}`)
        tally(found, event, isDone ? 'already' : await replayEvent({ ...replayOf(tools, db, known), event, since }))
      }
    })
    if (dryRun) for (const formerId of known.made) known.ids.delete(formerId)
    known.made.clear()
    done += group.length
    onProgress(done, events.length)
  }
}

/** What an event changes: a ticket, or an account. */
function subjectOf({ ticketId, subjectId, actorId }: LostEvent): string {
  return ticketId === null ? `account ${subjectId ?? actorId}` : `ticket ${ticketId}`
}

async function inTransaction(db: Connection['db'], undo: boolean, act: (db: Db) => Promise<void>): Promise<void> {
  if (!undo) return db.transaction().execute(act)
  const transaction = await db.startTransaction().execute()
  try {
    await act(transaction)
  } finally {
    await transaction.rollback().execute()
  }
}

function replayOf({ former, from, now }: ReconcileTools, db: Db, known: KnownPeople): Omit<Replay, 'event' | 'since'> {
  const people = { db, former: former.db, from, now: now() }
  return { ...people, person: async id => (id === null ? null : findOrBringBack(people, known, id)) }
}

/** @returns null for a kind of event that is not done again */
async function replayEvent(replay: Replay): Promise<ReplayOutcome | null> {
  return (
    (await replayTicket(replay)) ??
    (await replayAccount(replay)) ??
    (await replayRegistration(replay)) ??
    replayDraw(replay)
  )
}

function tally({ tallies, leftOut, questions }: Reconciliation, event: LostEvent, outcome: ReplayOutcome | null): void {
  const { kind } = event
  if (!outcome) return void leftOut.set(kind, (leftOut.get(kind) ?? 0) + 1)
  const counted = tallies.get(kind) ?? { replayed: 0, already: 0, undecided: 0 }
  counted[typeof outcome === 'string' ? outcome : 'undecided']++
  tallies.set(kind, counted)
  if (typeof outcome !== 'string') questions.push({ event, question: outcome })
}

/** @throws CommandRefusal unless the database has had the migrations of this release, and no other */
async function expectSchema(db: Db, title: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const [had, known] = [rows.map(({ name }) => name), await migrationNames()]
  if (had.join() === known.join()) return
  const which = known.some(name => !had.includes(name)) ? 'plus ancien' : 'plus récent'
  throw new CommandRefusal(
    `${title} a le schéma ${had.at(-1) ?? 'vide'}, ${which} que celui de cette version (${known.at(-1)}) : ` +
      'rapprocher avec la version qui s’en servait.',
  )
}

/** @throws CommandRefusal if another run has it; it is given back at the end of the connection at the latest */
async function takeTurn(db: Db): Promise<void> {
  const { rows } = await sql<{ held: boolean }>`select pg_try_advisory_lock(hashtext('reconcile')) as held`.execute(db)
  if (!rows[0]?.held) throw new CommandRefusal('Un autre rapprochement de cette base est en cours.')
}
