import type { Db } from '../../database/database.ts'
import type { Session } from '../../sessions/session.ts'

/** Whether this account was opened before with a device that its session names, as far as sessions are kept. */
export async function wasOpenedBefore(db: Db, { id, userId }: Pick<Session, 'id' | 'userId'>): Promise<boolean> {
  const other = await db
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', userId)
    .where('id', '<>', id)
    .where(({ eb, or }) => or([eb('browser', 'is not', null), eb('system', 'is not', null)]))
    .limit(1)
    .executeTakeFirst()
  return other !== undefined
}
