import { recordEvent } from '../../../audit/record-event.ts'
import type { DatabaseTools } from '../../../database/database.ts'

const KIND = 'second-step-code-reused'
/** However often a code is tried again, the owner gets one mail in this time. */
const QUIET_MS = 24 * 3_600_000

/**
 * Records in the audit trail that a used code of this account was tried again, at most once a day.
 * @returns whether it did: its owner has not been told yet
 */
export async function noteReuse({ db, now }: DatabaseTools, userId: number): Promise<boolean> {
  const at = now()
  return db.transaction().execute(async db => {
    await db.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
    const noted = await db
      .selectFrom('audit_events')
      .select('id')
      .where('subject_id', '=', userId)
      .where('kind', '=', KIND)
      .where('at', '>', new Date(at.getTime() - QUIET_MS))
      .limit(1)
      .executeTakeFirst()
    if (noted) return false
    await recordEvent(db, { kind: KIND, at, subjectId: userId })
    return true
  })
}
