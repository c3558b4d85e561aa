import { sql } from 'kysely'
import type { Db } from '../../../database/database.ts'

/** Keeps a secret until its first code arrives; one that waits already is forgotten. */
export async function storePendingApp(db: Db, userId: number, sealed: Buffer): Promise<void> {
  await db
    .insertInto('authenticator_apps')
    .values({ user_id: userId, pending_secret: sealed })
    .onConflict(conflict => conflict.column('user_id').doUpdateSet({ pending_secret: sealed }))
    .execute()
}

export async function findApp(db: Db, userId: number) {
  return db
    .selectFrom('authenticator_apps')
    .select(['secret', 'pending_secret', 'last_step', 'added_at'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

type AppStep = { userId: number; sealed: Buffer; step: number }

/** Puts the pending secret in use, whose first code was right. @returns false if another one waits meanwhile */
export async function startApp(db: Db, { userId, sealed, step }: AppStep, at: Date): Promise<boolean> {
  const result = await db
    .updateTable('authenticator_apps')
    .set({ secret: sealed, pending_secret: null, last_step: step, added_at: at })
    .where('user_id', '=', userId)
    .where('pending_secret', '=', sealed)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Spends a time step of this secret. @returns false if it was used, or a later one */
export async function spendStep(db: Db, { userId, sealed, step }: AppStep): Promise<boolean> {
  const result = await db
    .updateTable('authenticator_apps')
    .set({ last_step: step })
    .where('user_id', '=', userId)
    .where('secret', '=', sealed)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** @returns false if there was none in use */
export async function deleteApp(db: Db, userId: number): Promise<boolean> {
  const row = await db
    .deleteFrom('authenticator_apps')
    .where('user_id', '=', userId)
    .returning('secret')
    .executeTakeFirst()
  return Boolean(row?.secret)
}

/** Replaces all codes of an account. */
export async function replaceRecoveryCodes(db: Db, userId: number, hashes: Buffer[]): Promise<void> {
  await db.deleteFrom('recovery_codes').where('user_id', '=', userId).execute()
  if (!hashes.length) return
  await db
    .insertInto('recovery_codes')
    .values(hashes.map(hash => ({ user_id: userId, code_hash: hash })))
    .execute()
}

/** Spends a code. @returns false if it is not one of the account, or was used */
export async function spendRecoveryCode(db: Db, userId: number, hash: Buffer, at: Date): Promise<boolean> {
  const result = await db
    .updateTable('recovery_codes')
    .set({ used_at: at })
    .where('code_hash', '=', hash)
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Whether this code was one of the account and is used up. */
export async function isSpentRecoveryCode(db: Db, userId: number, hash: Buffer): Promise<boolean> {
  const row = await db
    .selectFrom('recovery_codes')
    .select('used_at')
    .where('code_hash', '=', hash)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return Boolean(row?.used_at)
}

export async function countRecoveryCodes(db: Db, userId: number): Promise<number> {
  const { count } = await db
    .selectFrom('recovery_codes')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}
