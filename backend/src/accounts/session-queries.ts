import { isAdult } from '@tiptop/contract/age.ts'
import type { Db } from '../database.ts'
import type { Session } from './session.ts'

export async function insertSession(db: Db, userId: number, now: Date, expiresAt: Date): Promise<string> {
  const { id } = await db
    .insertInto('sessions')
    .values({ user_id: userId, created_at: now, expires_at: expiresAt })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The session with this id as its account stands now; null once it is revoked, over, or its account disabled. */
export async function findLiveSession(db: Db, id: string, now: Date): Promise<Session | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id', 'users.id as userId', 'users.role', 'users.birth_date', 'users.rules_accepted_at'])
    .where('sessions.id', '=', id)
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .where('users.disabled_at', 'is', null)
    .where('users.erased_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  const mayPlay = row.rules_accepted_at !== null && row.birth_date !== null && isAdult(row.birth_date, now)
  return { id: row.id, userId: row.userId, role: row.role, mayPlay }
}

export async function revokeSession(db: Db, id: string, now: Date): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Ends every session of an account, for example after its password changed. */
export async function revokeAllSessions(db: Db, userId: number, now: Date): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute()
}
