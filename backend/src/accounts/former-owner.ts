import type { Provider } from '@tiptop/contract/accounts.ts'
import { sql } from 'kysely'
import type { Db } from '../database/database.ts'
import { revokeAllSessions } from '../sessions/queries.ts'

/** What the owner of an address brings with their proof of it. */
type OwnerProof = {
  userId: number
  /** null if the owner gives a password only afterwards, or never */
  passwordHash: string | null
  /** the provider that proved the address, whose identity stays; null if a mail did */
  provider: Provider | null
  firstName: string
  lastName: string
}

/**
 * Leaves an account to the person who has just proven its address, without what another person may have chosen for it:
 * password, providers, names, birth date, consents, shop and sessions. Tickets and prizes stay. The caller's transaction
 * has locked the account.
 */
export async function leaveToOwner(db: Db, proof: OwnerProof, at: Date): Promise<void> {
  const { userId, provider } = proof
  await keepAgeBands(db, userId)
  await db
    .updateTable('users')
    .set({
      password_hash: proof.passwordHash,
      first_name: proof.firstName,
      last_name: proof.lastName,
      birth_date: null,
      rules_accepted_at: null,
      newsletter_consent_at: null,
      pickup_shop_id: null,
    })
    .where('id', '=', userId)
    .execute()
  const identities = db.deleteFrom('identities').where('user_id', '=', userId)
  await (provider ? identities.where('provider', '<>', provider) : identities).execute()
  await revokeAllSessions(db, userId, at)
}

/** Stores the player's age band with each of their plays, for the figures, before their birth date is removed. */
export async function keepAgeBands(db: Db, userId: number): Promise<void> {
  await sql`select keep_age_bands(${userId})`.execute(db)
}
