import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { dayOf, startOfDay } from '../time-in-france.ts'
import { isNotAPlay } from './not-a-play.ts'
import { recordEvent } from './record-event.ts'

type Reading = { at: Date; actorId: number } & (
  | { kind: 'profile-opened' | 'winner-opened'; subjectId: number }
  | { kind: 'identity-opened'; ticketId: number }
  | { kind: 'unplayed-tickets-listed'; details: Record<string, unknown> }
)

/**
 * Records that this person read something, before they get it: once a day in France, however often they read it. Two
 * requests at once may both record it. @returns whether it was not recorded yet
 */
export async function recordReading(db: Db, reading: Reading): Promise<boolean> {
  if (await isRecordedToday(db, reading)) return false
  await recordEvent(db, reading)
  return true
}

async function isRecordedToday(db: Db, reading: Reading): Promise<boolean> {
  const { kind, at, actorId } = reading
  const found = await db
    .selectFrom('audit_events')
    .select('id')
    .where(isNotAPlay())
    .where('kind', '=', kind)
    .where('actor_id', '=', actorId)
    .where('at', '>=', startOfDay(dayOf(at)))
    .where(({ eb }) => {
      if ('subjectId' in reading) return eb('subject_id', '=', reading.subjectId)
      if ('ticketId' in reading) return eb('ticket_id', '=', reading.ticketId)
      return sql<boolean>`details = ${JSON.stringify(reading.details)}::jsonb`
    })
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
