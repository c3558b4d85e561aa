import { sql } from 'kysely'
import type { Db } from '../../database/database.ts'

/** Whether the account of a query's row has a second factor in use: a passkey or an app. */
export function hasSecondFactor() {
  return sql<boolean>`(exists (select from passkeys where user_id = users.id)
    or exists (select from authenticator_apps where user_id = users.id and secret is not null))`
}

/**
 * Writes down that the person of a session has passed the second step, and gives the session another id: what named it
 * before is worth nothing. Of several at once, one succeeds.
 * @returns the new id, or null if the session is over
 */
export async function passSecondStep(db: Db, id: string, now: Date): Promise<string | null> {
  const row = await db
    .updateTable('sessions')
    .set({ id: sql`gen_random_uuid()`, second_factor_at: now, passkey_challenge: null, passkey_challenge_until: null })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}
