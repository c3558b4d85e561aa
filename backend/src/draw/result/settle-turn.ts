import { recordEvent } from '../../audit/record-event.ts'
import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import type { Tools } from '../../tools.ts'
import type { DrawPerson } from '../person.ts'
import { findDrawContest, lockDraw } from '../record/draw-contest.ts'
import { type DrawRecord, readRecord } from '../record/draw-record.ts'
import { type Turn, turnOf } from '../record/turn.ts'

type TurnTools = Pick<Tools, 'db' | 'config' | 'now'>
type Outcome = { kind: 'claimed' | 'passed-over'; reason: string | null }

/**
 * The winner of this rank has the grand prize. Does nothing if that is written down.
 * Refuses `draw-not-made` if it is not the turn of this rank.
 */
export async function claimGrandPrize(tools: TurnTools, person: DrawPerson, rank: number): Promise<void> {
  await changeTurn(tools, rank, async (db, contestId, turn, at) => {
    if (turn.claimed) return
    await insertOutcome(db, { contestId, turn, person, at, outcome: { kind: 'claimed', reason: null } })
    const details = { attempt: turn.draw.attempt, rank }
    const who = { actorId: person.userId, subjectId: turn.playerId }
    await recordEvent(db, { kind: 'grand-prize-claimed', at, ...who, details })
  })
}

/**
 * The winner of this rank did not answer in time, or erased their account, and the next alternate takes their place.
 * Does nothing if that is written down.
 * Refuses `draw-not-made`, `draw-prize-claimed`, `draw-winner-may-answer`, `draw-no-alternate`.
 */
export async function moveUp(
  tools: TurnTools,
  person: DrawPerson,
  { rank, reason }: { rank: number; reason: string },
): Promise<void> {
  await changeTurn(tools, rank, async (db, contestId, turn, at) => {
    if (turn.claimed) throw new Refusal('draw-prize-claimed')
    if (at < turn.answerUntil && !(await isErased(db, turn.playerId))) throw new Refusal('draw-winner-may-answer')
    if (!turn.draw.ranks.some(other => other.rank > rank)) throw new Refusal('draw-no-alternate')
    await insertOutcome(db, { contestId, turn, person, at, outcome: { kind: 'passed-over', reason } })
    const details = { attempt: turn.draw.attempt, from: rank, to: rank + 1, reason }
    const who = { actorId: person.userId, subjectId: turn.playerId }
    await recordEvent(db, { kind: 'alternate-moved-up', at, ...who, details })
  })
}

async function changeTurn(
  { db, config, now }: TurnTools,
  rank: number,
  change: (db: Db, contestId: number, turn: Turn, at: Date) => Promise<void>,
): Promise<void> {
  const at = now()
  const contest = await findDrawContest(db, config.contest)
  await db.transaction().execute(async db => {
    await lockDraw(db, contest.id)
    const record = await readRecord(db, contest.id)
    const turn = turnOf(record)
    if (isPassedOver(record, rank)) return
    if (turn?.rank !== rank) throw new Refusal('draw-not-made')
    await change(db, contest.id, turn, at)
  })
}

function isPassedOver({ draws }: DrawRecord, rank: number): boolean {
  return draws.at(-1)?.ranks.find(other => other.rank === rank)?.outcome?.kind === 'passed-over'
}

type WrittenOutcome = { contestId: number; turn: Turn; person: DrawPerson; at: Date; outcome: Outcome }

async function insertOutcome(db: Db, { contestId, turn, person, at, outcome }: WrittenOutcome): Promise<void> {
  await db
    .insertInto('draw_outcomes')
    .values({
      contest_id: contestId,
      attempt: turn.draw.attempt,
      rank: turn.rank,
      outcome: outcome.kind,
      reason: outcome.reason,
      actor_id: person.userId,
      at,
    })
    .execute()
}

/** Whether this account is erased: its owner cannot be reached any more. */
export async function isErased(db: Db, userId: number): Promise<boolean> {
  const row = await db.selectFrom('users').select('erased_at').where('id', '=', userId).executeTakeFirstOrThrow()
  return row.erased_at !== null
}
