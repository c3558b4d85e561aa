import type { Profile, ProfileChange } from '@tiptop/contract/accounts.ts'
import { isAdult } from '@tiptop/contract/age.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { DatabaseTools, Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { findShopId } from '../../shops/queries.ts'
import { updateProfile } from '../queries.ts'
import { readProfile } from './read-profile.ts'

/**
 * Changes a person's own profile. A birth date can be given once, because shops compare it with an identity card.
 * Refuses `adults-only`, `invalid-request` for another birth date or a shop that there is not, `session-needed` if the account is gone.
 * @returns the profile after the change
 */
export async function changeProfile(
  { db, now }: DatabaseTools,
  { userId, change }: { userId: number; change: ProfileChange },
): Promise<Profile> {
  const at = now()
  if (change.birthDate && !isAdult(change.birthDate, at)) throw new Refusal('adults-only')
  return db.transaction().execute(async db => {
    const { pickupShop, ...rest } = change
    const pickup = pickupShop === undefined ? {} : { pickupShopId: await shopIdOf(db, pickupShop) }
    const changed = await updateProfile(db, userId, { ...rest, ...pickup }, at)
    const profile = await readProfile({ db }, userId)
    if (!changed) throw new Refusal('invalid-request', { detail: 'The birth date cannot be changed once it is known.' })
    const fields = Object.keys(change)
    if (fields.length) await recordEvent(db, { kind: 'profile-changed', at, actorId: userId, details: { fields } })
    return profile
  })
}

async function shopIdOf(db: Db, slug: string | null): Promise<number | null> {
  if (slug === null) return null
  const id = await findShopId(db, slug)
  if (id === null) throw new Refusal('invalid-request', { detail: `pickupShop: there is no shop ${slug}` })
  return id
}
