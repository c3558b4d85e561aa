import type { Db } from '../../database/database.ts'
import type { TokenPurpose } from '../../database/schema.ts'
import { drawToken, LIFETIME_MS, tokenHash } from './one-time-token.ts'

type PresentedToken = { purpose: TokenPurpose; token: string }

/** Keeps the hash of a fresh token. @returns the token itself, which is nowhere else */
export async function insertToken(db: Db, purpose: TokenPurpose, userId: number, now: Date): Promise<string> {
  const token = drawToken()
  const expiresAt = new Date(now.getTime() + LIFETIME_MS[purpose])
  const row = { token_hash: tokenHash(token), purpose, user_id: userId, created_at: now, expires_at: expiresAt }
  await db.insertInto('one_time_tokens').values(row).execute()
  return token
}

/** Uses up a token: of any number of requests that present it at once, one gets the account's id, the others null. */
export async function useToken(db: Db, { purpose, token }: PresentedToken, now: Date): Promise<number | null> {
  const row = await db
    .updateTable('one_time_tokens')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('user_id')
    .executeTakeFirst()
  return row?.user_id ?? null
}

/** Whether a token would still be taken. */
export async function isTokenLive(db: Db, { purpose, token }: PresentedToken, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('one_time_tokens')
    .select('user_id')
    .where('token_hash', '=', tokenHash(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Makes the other links of this kind useless, once one of them has served. */
export async function useUpTokens(db: Db, purpose: TokenPurpose, userId: number, now: Date): Promise<void> {
  await db
    .updateTable('one_time_tokens')
    .set({ used_at: now })
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .execute()
}

/** Marks the address as verified. @returns false if it was already, or the account is erased */
export async function markEmailVerified(db: Db, userId: number, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('users')
    .set({ email_verified_at: now })
    .where('id', '=', userId)
    .where('email_verified_at', 'is', null)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** The account for whose address this token was made, if it is verified by now, by this token or otherwise. */
export async function findVerifiedAccount(db: Db, token: string): Promise<number | null> {
  const row = await db
    .selectFrom('one_time_tokens')
    .innerJoin('users', 'users.id', 'one_time_tokens.user_id')
    .select('users.id')
    .where('token_hash', '=', tokenHash(token))
    .where('purpose', '=', 'verify-email')
    .where('users.email_verified_at', 'is not', null)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Gives an account its new password. @returns its e-mail address, or null if it is disabled or erased */
export async function setPassword(db: Db, userId: number, passwordHash: string): Promise<string | null> {
  const row = await db
    .updateTable('users')
    .set({ password_hash: passwordHash })
    .where('id', '=', userId)
    .where('disabled_at', 'is', null)
    .where('erased_at', 'is', null)
    .returning('email')
    .executeTakeFirst()
  return row?.email ?? null
}

/** Forgets which providers open this account. */
export async function deleteIdentities(db: Db, userId: number): Promise<void> {
  await db.deleteFrom('identities').where('user_id', '=', userId).execute()
}

/** The account whose password this link has set since a moment; undefined if the account is disabled or erased. */
export function findResetAccount(db: Db, token: string, since: Date) {
  return db
    .selectFrom('one_time_tokens')
    .innerJoin('users', 'users.id', 'one_time_tokens.user_id')
    .select(['users.id', 'users.email', 'users.password_hash'])
    .where('token_hash', '=', tokenHash(token))
    .where('purpose', '=', 'reset-password')
    .where('used_at', '>', since)
    .where('users.disabled_at', 'is', null)
    .where('users.erased_at', 'is', null)
    .executeTakeFirst()
}
