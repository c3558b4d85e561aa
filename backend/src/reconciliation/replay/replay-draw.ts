import type { AuditKind } from '@tiptop/contract/audit.ts'
import type { Db } from '../../database/database.ts'
import type { Replay, ReplayOutcome } from './replay.ts'

/** The names of the steps of the grand draw, by the kind of their events, and whether the database in use has one. */
const steps: Partial<Record<AuditKind, (db: Db, details: Record<string, unknown>) => Promise<boolean>>> = {
  'draw-list-frozen': hasList,
  'grand-draw-made': hasDraw,
  'alternate-moved-up': (db, { attempt, from }) => hasOutcome(db, { attempt, rank: from }),
  'grand-prize-claimed': (db, { attempt, rank }) => hasOutcome(db, { attempt, rank }),
}

/**
 * A step of the grand draw is never done again without its two people: it is there, in the same words, or a person
 * decides.
 */
export async function replayDraw({ db, event }: Replay): Promise<ReplayOutcome | null> {
  const has = steps[event.kind]
  if (!has) return null
  return (await has(db, event.details ?? {})) ? 'already' : { kind: 'draw-lost', step: event.kind }
}

async function hasList(db: Db, { root }: Record<string, unknown>): Promise<boolean> {
  const lists = await db.selectFrom('draw_lists').select('root').execute()
  return lists.some(list => list.root.toString('hex') === root)
}

async function hasDraw(db: Db, { attempt, seed }: Record<string, unknown>): Promise<boolean> {
  const draws = await db.selectFrom('draws').select(['attempt', 'seed']).execute()
  return draws.some(draw => draw.attempt === attempt && draw.seed.toString('hex') === seed)
}

async function hasOutcome(db: Db, { attempt, rank }: Record<string, unknown>): Promise<boolean> {
  const outcomes = await db.selectFrom('draw_outcomes').select(['attempt', 'rank']).execute()
  return outcomes.some(outcome => outcome.attempt === attempt && outcome.rank === rank)
}
