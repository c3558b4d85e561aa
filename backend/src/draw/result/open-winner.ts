import type { WinnerIdentity } from '@tiptop/contract/grand-draw.ts'
import { recordReading } from '../../audit/record-reading.ts'
import { Refusal } from '../../refusal.ts'
import type { Tools } from '../../tools.ts'
import type { DrawPerson } from '../person.ts'
import { findDrawContest } from '../record/draw-contest.ts'
import { readRecord } from '../record/draw-record.ts'
import { turnOf } from '../record/turn.ts'
import { findPerson } from './queries.ts'

/**
 * Who has won, for those who must find them; the reading is recorded first. An alternate stays unknown until it is their
 * turn. Refuses `draw-not-made`.
 */
export async function openWinner(
  { db, config, now }: Pick<Tools, 'db' | 'config' | 'now'>,
  { userId }: DrawPerson,
): Promise<WinnerIdentity> {
  const contest = await findDrawContest(db, config.contest)
  const turn = turnOf(await readRecord(db, contest.id))
  if (!turn) throw new Refusal('draw-not-made')
  await recordReading(db, { kind: 'winner-opened', at: now(), actorId: userId, subjectId: turn.playerId })
  const person = await findPerson(db, turn.playerId)
  const erased = person.erased_at !== null
  return {
    rank: turn.rank,
    erased,
    userId: person.id,
    firstName: person.first_name,
    lastName: person.last_name,
    birthDate: person.birth_date,
    email: erased ? null : person.email,
    city: person.city,
    answerUntil: turn.answerUntil.toISOString(),
  }
}
