import { isAdult } from '@tiptop/contract/age.ts'
import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { isComplete } from './complete-account.ts'
import type { Device } from './device.ts'
import { hasSecondFactor } from './second-step/queries.ts'
import type { Session, SessionEntry } from './session.ts'
import { isNews, isOver } from './session-limits.ts'

type NewSession = { userId: number; entry: SessionEntry; device?: Device; now: Date; expiresAt: Date }

/**
 * Makes a session if everything that it rests on still holds: the account, the password as it was checked, the identity
 * that opened it. The account and the identity stay locked until the transaction ends. A change to either comes before,
 * and there is no session, or after, and finds the session to revoke. A session ends no later than its account's
 * access.
 * @returns its id, or null if something it rests on no longer holds
 */
export async function insertSession(db: Db, order: NewSession): Promise<string | null> {
  const { userId, entry, device, now, expiresAt } = order
  const row = await db
    .insertInto('sessions')
    .columns(['user_id', 'created_at', 'last_seen_at', 'reauthenticated_at', 'browser', 'system', 'expires_at'])
    .expression(({ selectFrom }) => {
      const account = selectFrom('users')
        .select([
          'users.id',
          sql`${now}::timestamptz`.as('created_at'),
          sql`${now}::timestamptz`.as('last_seen_at'),
          sql`${now}::timestamptz`.as('reauthenticated_at'),
          sql`${device?.browser ?? null}::text`.as('browser'),
          sql`${device?.system ?? null}::text`.as('system'),
          sql`least(${expiresAt}::timestamptz, users.access_until)`.as('expires_at'),
        ])
        .where('users.id', '=', userId)
        .where('users.disabled_at', 'is', null)
        .where('users.erased_at', 'is', null)
        .where(({ eb, or }) => or([eb('users.access_until', 'is', null), eb('users.access_until', '>', now)]))
        .forShare()
      if (entry.door !== 'password')
        return account
          .innerJoin('identities', 'identities.user_id', 'users.id')
          .where('identities.provider', '=', entry.door)
      return entry.checkedHash === undefined ? account : account.where('users.password_hash', '=', entry.checkedHash)
    })
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/**
 * The session with this id, by its account's present state; null if it is revoked or over, or its account is disabled.
 * A session of the staff that is found to be over is revoked: no later change of role revives it. `seen`: a person made
 * the request, which is written down as the last one.
 */
export async function findLiveSession(db: Db, id: string, now: Date, { seen = false } = {}): Promise<Session | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id', 'users.id as userId', 'users.role', 'reauthenticated_at', 'second_factor_at'])
    .select(hasSecondFactor().as('hasFactor'))
    .select(['sessions.created_at as createdAt', 'last_seen_at as lastSeenAt'])
    .select(['users.first_name', 'users.last_name', 'users.birth_date', 'users.rules_accepted_at'])
    .where('sessions.id', '=', id)
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .where('users.disabled_at', 'is', null)
    .where('users.erased_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  if (isOver(row, now)) {
    await revokeSession(db, id, now)
    return null
  }
  if (seen && isNews(row, now)) await writeSeen(db, id, now)
  const mayPlay = isComplete(row) && isAdult(row.birth_date, now)
  const reauthenticatedAt = Math.floor(Number(row.reauthenticated_at ?? 0) / 1000)
  const factor = row.hasFactor ? (row.second_factor_at ? 'passed' : 'owed') : 'none'
  return { id: row.id, userId: row.userId, role: row.role, mayPlay, reauthenticatedAt, factor }
}

async function writeSeen(db: Db, id: string, now: Date): Promise<void> {
  await db.updateTable('sessions').set({ last_seen_at: now }).where('id', '=', id).execute()
}

/** Writes down that the person of this session has just proved again who they are. */
export async function markReauthenticated(db: Db, id: string, now: Date): Promise<void> {
  await db.updateTable('sessions').set({ reauthenticated_at: now }).where('id', '=', id).execute()
}

export async function revokeSession(db: Db, id: string, now: Date): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Ends every session of an account but this one. */
export async function revokeOtherSessions(
  db: Db,
  { id, userId }: Pick<Session, 'id' | 'userId'>,
  now: Date,
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ revoked_at: now })
    .where('user_id', '=', userId)
    .where('id', '<>', id)
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
