import type { Db } from '../../../database/database.ts'

const CHALLENGE_MINUTES = 5

/** A challenge for this session alone; a former one counts no more. */
export async function storeChallenge(db: Db, sessionId: string, challenge: string, now: Date): Promise<void> {
  const until = new Date(now.getTime() + CHALLENGE_MINUTES * 60_000)
  await db
    .updateTable('sessions')
    .set({ passkey_challenge: challenge, passkey_challenge_until: until })
    .where('id', '=', sessionId)
    .execute()
}

/** Takes a session's challenge, once. @returns false if it is not this one, or too old */
export async function takeChallenge(db: Db, sessionId: string, challenge: string, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('sessions')
    .set({ passkey_challenge: null, passkey_challenge_until: null })
    .where('id', '=', sessionId)
    .where('passkey_challenge', '=', challenge)
    .where('passkey_challenge_until', '>', now)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function listPasskeys(db: Db, userId: number) {
  return db
    .selectFrom('passkeys')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

type StoredPasskey = {
  id: string
  userId: number
  publicKey: Uint8Array
  counter: number
  transports: string[]
  name: string
}

/** @returns false if an account has this passkey already */
export async function insertPasskey(db: Db, passkey: StoredPasskey, at: Date): Promise<boolean> {
  const { id, userId, publicKey, counter, transports, name } = passkey
  const result = await db
    .insertInto('passkeys')
    .values({ id, user_id: userId, public_key: Buffer.from(publicKey), counter, transports, name, created_at: at })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

type PasskeySignature = { id: string; userId: number; counter: number }

/** Notes that a passkey signed. @returns false if it is gone, or its counter did not grow: two authenticators have it */
export async function spendCounter(db: Db, { id, userId, counter }: PasskeySignature, at: Date): Promise<boolean> {
  const result = await db
    .updateTable('passkeys')
    .set({ counter, last_used_at: at })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where(({ eb, or, and, val }) =>
      or([eb('counter', '<', counter), and([eb('counter', '=', 0), eb(val(counter), '=', 0)])]),
    )
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

type OwnPasskey = { id: string; userId: number }

/** @returns false if the account has no such passkey */
export async function renamePasskey(db: Db, { id, userId }: OwnPasskey, name: string): Promise<boolean> {
  const result = await db
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** @returns false if the account has no such passkey */
export async function deletePasskey(db: Db, { id, userId }: OwnPasskey): Promise<boolean> {
  const result = await db.deleteFrom('passkeys').where('id', '=', id).where('user_id', '=', userId).executeTakeFirst()
  return result.numDeletedRows > 0n
}
