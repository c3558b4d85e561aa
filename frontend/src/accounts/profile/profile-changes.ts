import type { Profile, ProfileChange } from '@tiptop/contract/accounts.ts'
import { isPersonName } from '@tiptop/contract/person-name.ts'
import type { FormReading } from '../form/reading.ts'

export type ProfileEntry = Pick<Profile, 'firstName' | 'lastName' | 'language' | 'newsletter'>
type ProfileFaults = Partial<Record<'firstName' | 'lastName', true>>

/**
 * Returns what this entry changes in the profile and nothing else, because another tab may have changed the rest
 * meanwhile. Returns the faults instead if the entry breaks a rule, by the same rules as the backend.
 */
export function readProfileChange(entry: ProfileEntry, profile: Profile): FormReading<ProfileChange, ProfileFaults> {
  const read = { ...entry, firstName: entry.firstName.trim(), lastName: entry.lastName.trim() }
  const faults: ProfileFaults = {
    ...(!isPersonName(read.firstName) && { firstName: true }),
    ...(!isPersonName(read.lastName) && { lastName: true }),
  }
  if (Object.keys(faults).length) return { faults }
  const fields = Object.keys(read) as (keyof ProfileEntry)[]
  return {
    request: Object.fromEntries(fields.filter(name => read[name] !== profile[name]).map(name => [name, read[name]])),
  }
}
