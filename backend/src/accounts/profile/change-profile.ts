import type { Profile, ProfileChange } from '@tiptop/contract/accounts.ts'
import { isAdult } from '@tiptop/contract/age.ts'
import { recordEvent } from '../../audit/record-event.ts'
import type { Db } from '../../database/database.ts'
import { Refusal } from '../../refusal.ts'
import { findShopId } from '../../shops/queries.ts'
import type { Tools } from '../../tools.ts'
import { profileChangeKey } from '../account-limits.ts'
import { updateProfile } from '../queries.ts'
import { readProfile } from './read-profile.ts'

type ProfileTools = Pick<Tools, 'db' | 'now' | 'attempts'>

/**
 * Changes a person's own profile; what is there already is neither written nor recorded. A birth date can be given once, because shops compare it with an identity card.
 * Refuses `adults-only`, `invalid-request` for another birth date or a shop that there is not, `session-needed` if the account is gone,
 * `too-many-attempts` to a person who changes it all the time.
 * @returns the profile after the change
 */
export async function changeProfile(
  { db, now, attempts }: ProfileTools,
  { userId, change }: { userId: number; change: ProfileChange },
): Promise<Profile> {
  const at = now()
  if (change.birthDate && !isAdult(change.birthDate, at)) throw new Refusal('adults-only')
  const limited = [profileChangeKey(userId)]
  await attempts.refuseWhileBlocked(limited)
  const { profile, changed } = await db.transaction().execute(async db => {
    const { pickupShop, ...rest } = change
    const pickup = pickupShop === undefined ? {} : { pickupShopId: await shopIdOf(db, pickupShop) }
    const changed = await updateProfile(db, userId, { ...rest, ...pickup }, at)
    const profile = await readProfile({ db }, userId)
    if (change.birthDate && change.birthDate !== profile.birthDate)
      throw new Refusal('invalid-request', { detail: 'The birth date cannot be changed once it is known.' })
    const details = { fields: Object.keys(change) }
    if (changed) await recordEvent(db, { kind: 'profile-changed', at, actorId: userId, details })
    return { profile, changed }
  })
  if (changed) await attempts.count(limited)
  return profile
}

async function shopIdOf(db: Db, slug: string | null): Promise<number | null> {
  if (slug === null) return null
  const id = await findShopId(db, slug)
  if (id === null) throw new Refusal('invalid-request', { detail: `pickupShop: there is no shop ${slug}` })
  return id
}
