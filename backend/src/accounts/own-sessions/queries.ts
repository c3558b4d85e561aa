import type { OwnSession } from '@tiptop/contract/sessions.ts'
import type { Db } from '../../database/database.ts'
import { storedDevice } from '../../sessions/device.ts'
import type { Session } from '../../sessions/session.ts'
import { isOver } from '../../sessions/session-limits.ts'

type Asking = Pick<Session, 'id' | 'userId' | 'role'>

/** The open sessions of the account that asks, the one seen last first. */
export async function listOwnSessions(db: Db, { id, userId, role }: Asking, now: Date): Promise<OwnSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'browser', 'system', 'created_at', 'last_seen_at'])
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .execute()
  return rows
    .filter(row => !isOver({ role, createdAt: row.created_at, lastSeenAt: row.last_seen_at }, now))
    .map(row => ({
      id: row.id,
      ...storedDevice(row),
      signedInAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      isThisOne: row.id === id,
    }))
}

/** Ends one session of this account. @returns false if it has none of this id that is open */
export async function revokeOwnSession(db: Db, id: string, userId: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
