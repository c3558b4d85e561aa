import type { DrawFile, DrawRole, DrawState, GrandDraw } from '@tiptop/contract/grand-draw.ts'
import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import type { Tools } from '../../tools.ts'
import type { DrawPerson } from '../person.ts'
import { type DrawContest, findDrawContest } from '../record/draw-contest.ts'
import { type DrawRecord, readRecord } from '../record/draw-record.ts'
import { turnOf } from '../record/turn.ts'
import { type Confirmation, FREEZE, findInForce, lapsesAt } from '../steps/confirmations.ts'
import { findRound } from '../steps/find-round.ts'
import { describeDraw, describeList, describeMade } from './describe-draw.ts'
import { findPublicFace } from './queries.ts'
import { isErased } from './settle-turn.ts'

type ReadTools = Pick<Tools, 'db' | 'config' | 'now'>

/** What the site shows to everybody. */
export async function readGrandDraw({ db, config, now }: ReadTools): Promise<GrandDraw> {
  const facts = await readFacts(db, config, now())
  const turn = turnOf(facts.record)
  const winner = turn && { rank: turn.rank, claimed: turn.claimed, ...(await findPublicFace(db, turn.playerId)) }
  return { ...describeDraw(facts, config.draw), winner }
}

async function readFacts(db: Db, config: Tools['config'], now: Date) {
  const contest = await findDrawContest(db, config.contest)
  const record = await readRecord(db, contest.id)
  const announced = config.draw.round ?? record.list?.announcedRound ?? null
  const round = await findRound(db, contest.id, { attempt: record.draws.length + 1, announced, now })
  return { contest, record, round, now }
}

/** What a verifier reads beside the entries. Refuses `not-found` until the list is frozen. */
export async function readDrawFile({ db, config }: ReadTools): Promise<DrawFile> {
  const contest = await findDrawContest(db, config.contest)
  const record = await readRecord(db, contest.id)
  if (!record.list) throw new Refusal('not-found')
  const draws = record.draws.map(draw => describeMade(draw, record))
  return { format: 1, contest: contest.slug, list: describeList(record.list), draws }
}

/** What the bailiff and administrators follow. */
export async function readDrawState({ db, config, now }: ReadTools, person: DrawPerson): Promise<DrawState> {
  const at = now()
  const facts = await readFacts(db, config, at)
  const { contest, record } = facts
  const turn = turnOf(record)
  return {
    ...describeDraw(facts, config.draw),
    role: person.role,
    now: at.toISOString(),
    commitment: contest.commitment.toString('hex'),
    confirmations: await awaitedConfirmations(db, { contest, record, person, now: at }),
    winner: turn && {
      rank: turn.rank,
      answerUntil: turn.answerUntil.toISOString(),
      claimed: turn.claimed,
      mayMoveUp:
        !turn.claimed &&
        turn.draw.ranks.some(({ rank }) => rank > turn.rank) &&
        (at >= turn.answerUntil || (await isErased(db, turn.playerId))),
    },
  }
}

type Awaiting = { contest: DrawContest; record: DrawRecord; person: DrawPerson; now: Date }

/** Those of the next step that are in force. */
async function awaitedConfirmations(db: Db, { contest, record, person, now }: Awaiting) {
  const next = record.list ? { step: 'draw' as const, attempt: record.draws.length + 1 } : FREEZE
  const roles: DrawRole[] = ['bailiff', 'admin']
  const found = await Promise.all(roles.map(role => findInForce(db, contest.id, { ...next, role }, now)))
  return found.filter(confirmation => confirmation !== null).map(confirmation => describe(confirmation, person))
}

function describe(confirmation: Confirmation, { userId }: DrawPerson) {
  const { step, role, at, number, reason } = confirmation
  const own = confirmation.userId === userId
  return { step, role, own, at: at.toISOString(), lapsesAt: lapsesAt(confirmation).toISOString(), number, reason }
}
