import type { Profile } from '@tiptop/contract/accounts.ts'
import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { findProfile } from '../queries.ts'

/**
 * A person's own profile. Refuses `session-needed` once the account is disabled or erased, which ends every session.
 */
export async function readProfile({ db }: { db: Db }, userId: number): Promise<Profile> {
  const profile = await findProfile(db, userId)
  if (!profile) throw new Refusal('session-needed')
  return profile
}
