import { recordEvent } from '../../audit/record-event.ts'
import type { Config } from '../../config.ts'
import type { Db } from '../../database/database.ts'
import { randomnessOf } from '../choice/beacon.ts'
import { choosePlaces } from '../choice/choose-places.ts'
import { seedOf } from '../choice/seed.ts'
import type { DrawContest } from '../record/draw-contest.ts'
import type { FrozenListRecord } from '../record/draw-record.ts'
import type { StepInputs } from './confirmations.ts'

type ConfirmedDraw = {
  contest: DrawContest
  list: FrozenListRecord
  inputs: StepInputs
  signature: Buffer | null
  settings: Config['draw']
  bailiffId: number
  adminId: number
  at: Date
}

/** Draws the winner and the alternates from what both people confirmed, and writes all of it down. */
export async function makeDraw(db: Db, draw: ConfirmedDraw): Promise<void> {
  const { contest, list, inputs, signature, settings, at } = draw
  const { attempt, round, reason } = inputs
  const number = inputs.number ?? ''
  const randomness = signature ? randomnessOf(signature) : Buffer.alloc(0)
  const seed = seedOf({ root: list.root, commitment: contest.commitment, number, randomness })
  const places = choosePlaces(seed, list.count, 1 + settings.alternates)
  await insertDraw(db, draw, number, seed)
  const ranks = places.map((leaf_index, at) => ({ contest_id: contest.id, attempt, rank: at + 1, leaf_index }))
  await db.insertInto('draw_ranks').values(ranks).execute()
  const computed = { root: list.root.toString('hex'), seed: seed.toString('hex'), places }
  const details = { attempt, number, round, reason, ...computed }
  await recordEvent(db, { kind: 'grand-draw-made', at, actorId: draw.adminId, details })
}

async function insertDraw(db: Db, draw: ConfirmedDraw, number: string, seed: Buffer): Promise<void> {
  const { contest, inputs, signature, settings, at } = draw
  await db
    .insertInto('draws')
    .values({
      contest_id: contest.id,
      attempt: inputs.attempt,
      number,
      commitment: contest.commitment,
      drand_round: inputs.round,
      drand_signature: signature,
      seed,
      answer_days: settings.answerDays,
      reason: inputs.reason,
      drawn_at: at,
      bailiff_id: draw.bailiffId,
      admin_id: draw.adminId,
    })
    .execute()
}
