import { recordReading } from '../../audit/record-reading.ts'
import type { Db } from '../../database/database.ts'
import { writeTaggedDocument } from '../../pdf/tagged-document.ts'
import { Refusal } from '../../refusal.ts'
import type { Tools } from '../../tools.ts'
import type { DrawPerson } from '../person.ts'
import { findDrawContest } from '../record/draw-contest.ts'
import { type DrawRecord, readRecord } from '../record/draw-record.ts'
import { turnOf } from '../record/turn.ts'
import { findName, findPerson } from '../result/queries.ts'
import { type EnteredNumber, type MinutesPeople, writeMinutesText } from './minutes-text.ts'

/**
 * The minutes of the draw as a PDF in French: the list, each draw with all that it was computed from, who confirmed it,
 * what became of each rank, and who has won. It names the winner, so reading it is recorded. Refuses `draw-not-frozen`.
 */
export async function writeMinutes(
  { db, config, now }: Pick<Tools, 'db' | 'config' | 'now'>,
  { userId }: DrawPerson,
): Promise<Buffer> {
  const at = now()
  const contest = await findDrawContest(db, config.contest)
  const record = await readRecord(db, contest.id)
  if (!record.list) throw new Refusal('draw-not-frozen')
  const turn = turnOf(record)
  if (turn) await recordReading(db, { kind: 'winner-opened', at, actorId: userId, subjectId: turn.playerId })
  const people = { staff: await namesOf(db, record), winner: turn && (await findPerson(db, turn.playerId)) }
  const numbers = await listNumbers(db, contest.id)
  const minutes = { contest, list: record.list, record, people, numbers, webUrl: config.web.url, at }
  const title = `Procès-verbal du tirage au sort du grand lot – ${contest.name}`
  return writeTaggedDocument({ title, at }, page => writeMinutesText(page, minutes))
}

async function listNumbers(db: Db, contestId: number): Promise<EnteredNumber[]> {
  const rows = await db
    .selectFrom('draw_confirmations')
    .select(['attempt', 'number', 'at'])
    .where('contest_id', '=', contestId)
    .where('role', '=', 'bailiff')
    .orderBy('id')
    .execute()
  return rows.flatMap(({ attempt, number, at }) => (number === null ? [] : [{ attempt, number, at }]))
}

/** The names of those who froze, drew and settled. */
async function namesOf(db: Db, { list, draws }: DrawRecord): Promise<MinutesPeople['staff']> {
  const settled = draws.flatMap(({ ranks }) => ranks.flatMap(({ outcome }) => outcome?.actorId ?? []))
  const ids = [list, ...draws].flatMap(made => (made ? [made.bailiffId, made.adminId] : []))
  const unique = [...new Set([...ids, ...settled])]
  return new Map(await Promise.all(unique.map(async id => [id, await findName(db, id)] as const)))
}
