import type { AuditKind } from '@tiptop/contract/audit.ts'
import type { PersonalData } from '@tiptop/contract/personal-data.ts'
import { sql } from 'kysely'
import { isNotAPlay } from '../audit/not-a-play.ts'
import type { Db } from '../database/database.ts'

/** Whether an account can still be erased, and what its owner confirms that with; undefined if there is none. */
export function findAccount(db: Db, userId: number) {
  return db
    .selectFrom('users')
    .select(['email', 'password_hash', 'disabled_at', 'erased_at'])
    .where('id', '=', userId)
    .executeTakeFirst()
}

/** The same, locked until the transaction ends. */
export function lockAccount(db: Db, userId: number) {
  return db
    .selectFrom('users')
    .select(['password_hash', 'disabled_at', 'erased_at'])
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** Forgets the mailed links of an account. */
export async function deleteTokens(db: Db, userId: number): Promise<void> {
  await db.deleteFrom('one_time_tokens').where('user_id', '=', userId).execute()
}

/** Removes all that identifies the owner of an account. The text in place of the address is no valid address. */
export async function pseudonymise(db: Db, userId: number, now: Date): Promise<void> {
  await db
    .updateTable('users')
    .set({
      email: `compte-efface-${userId}`,
      first_name: 'Compte',
      last_name: 'effacé',
      birth_date: null,
      password_hash: null,
      email_verified_at: null,
      newsletter_consent_at: null,
      role: 'player',
      shop_id: null,
      pickup_shop_id: null,
      erased_at: now,
    })
    .where('id', '=', userId)
    .execute()
}

/** What the profile leaves out: the times of its owner's consents, and their identities at Google and Facebook. */
export async function findAccountFacts(db: Db, userId: number) {
  const times = await db
    .selectFrom('users')
    .select(['created_at', 'email_verified_at', 'rules_accepted_at', 'newsletter_consent_at'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const identities = await db
    .selectFrom('identities')
    .select(['provider', 'subject', 'created_at'])
    .where('user_id', '=', userId)
    .orderBy('provider')
    .execute()
  return { times, identities }
}

/** The times of an account's sessions, the oldest first. */
export async function listSessions(db: Db, userId: number, now: Date): Promise<PersonalData['sessions']> {
  const rows = await db
    .selectFrom('sessions')
    .select(['created_at', 'expires_at', 'revoked_at', 'last_seen_at', 'browser', 'system'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .execute()
  return rows.map(({ created_at, expires_at, revoked_at, last_seen_at, browser, system }) => ({
    openedAt: created_at.toISOString(),
    lastSeenAt: last_seen_at.toISOString(),
    browser,
    system,
    endedAt: (revoked_at ?? (expires_at <= now ? expires_at : null))?.toISOString() ?? null,
  }))
}

/**
 * What the audit trail holds about a person: what they did, what concerned them, and what happened at the counter with
 * their tickets, the oldest first. Plays are left out, because the tickets show them, as are details about other
 * people.
 */
export async function listHistory(db: Db, userId: number): Promise<PersonalData['history']> {
  const aboutThem = sql<boolean>`(actor_id is distinct from ${userId}
    or (subject_id is null and ticket_id is null and kind <> 'export-made'))`
  const rows = await db
    .selectFrom('audit_events')
    .select(['at', 'kind', sql<Record<string, unknown> | null>`case when ${aboutThem} then details end`.as('details')])
    .where(isNotAPlay())
    .where(({ eb, or, selectFrom }) => {
      const tickets = selectFrom('participations').select('ticket_id').where('player_id', '=', userId)
      return or([
        eb('actor_id', '=', userId),
        eb('subject_id', '=', userId),
        sql<boolean>`ticket_id = any(array(${tickets}))`,
      ])
    })
    .orderBy('id')
    .execute()
  return rows.map(row => ({ at: row.at.toISOString(), kind: row.kind as AuditKind, details: row.details }))
}
