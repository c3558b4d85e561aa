import type { DrawRequest } from '@tiptop/contract/grand-draw.ts'
import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import type { Tools } from '../../tools.ts'
import type { DrawPerson } from '../person.ts'
import { type DrawContest, findDrawContest, lockDraw } from '../record/draw-contest.ts'
import { type DrawRecord, type FrozenListRecord, readRecord } from '../record/draw-record.ts'
import { turnOf } from '../record/turn.ts'
import { confirmStep, type StepInputs } from './confirmations.ts'
import { findRound } from './find-round.ts'
import { judgeAdmin, judgeBailiff } from './judge-inputs.ts'
import { makeDraw } from './make-draw.ts'

type DrawTools = Pick<Tools, 'db' | 'config' | 'now'>

/**
 * Confirms a draw: the bailiff with the number that they bring, then an administrator, which makes it. Does nothing if
 * this very draw is made, so a second click is safe; of any number at once, one draws.
 * Refuses `draw-not-frozen`, `draw-made-already`, `draw-not-made`, `draw-prize-claimed`, `draw-number-used`,
 * `draw-same-person`, and what {@link judgeBailiff} and {@link judgeAdmin} refuse.
 * @returns whether it is made
 */
export async function confirmDraw(
  { db, config, now }: DrawTools,
  person: DrawPerson,
  request: DrawRequest,
): Promise<boolean> {
  const at = now()
  const contest = await findDrawContest(db, config.contest)
  return db.transaction().execute(async db => {
    await lockDraw(db, contest.id)
    const record = await readRecord(db, contest.id)
    const { list } = record
    if (!list) throw new Refusal('draw-not-frozen')
    if (isMade(record, request)) return true
    const inputs = await inputsOf(db, { contest, list, announced: config.draw.round, at }, request)
    const judged = { contestId: contest.id, inputs, now: at }
    const signature =
      person.role === 'admin'
        ? await judgeAdmin(db, { ...judged, signature: request.signature })
        : await judgeBailiff(db, judged)
    const both = await confirmStep(db, { ...judged, person })
    if (!both || person.role !== 'admin') return false
    await makeDraw(db, { contest, list, inputs, signature: signature ?? null, settings: config.draw, at, ...both })
    return true
  })
}

/** Whether this very draw is made. Refuses another one in its place, and one that may not be made. */
function isMade(record: DrawRecord, { after, number, reason }: DrawRequest): boolean {
  const made = record.draws[after]
  if (made) {
    if (made.number === number && made.reason === (reason ?? null)) return true
    throw new Refusal('draw-made-already')
  }
  if (record.draws.length < after) throw new Refusal('draw-not-made')
  if (turnOf(record)?.claimed) throw new Refusal('draw-prize-claimed')
  if (record.draws.some(draw => draw.number === number)) throw new Refusal('draw-number-used')
  return false
}

/** A round announced later than the list takes the place of one that was missed; none is ever dropped. */
async function inputsOf(
  db: Db,
  {
    contest,
    list,
    announced,
    at,
  }: { contest: DrawContest; list: FrozenListRecord; announced: number | null; at: Date },
  { after, number, reason }: DrawRequest,
): Promise<StepInputs> {
  const attempt = after + 1
  const round = await findRound(db, contest.id, { attempt, announced: announced ?? list.announcedRound, now: at })
  return { step: 'draw', attempt, number, round, reason: reason ?? null }
}
