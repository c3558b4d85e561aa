import { isEmailAddress } from '@tiptop/contract/email-address.ts'
import { isPersonName, NAME_MAX_LENGTH } from '@tiptop/contract/person-name.ts'
import { z } from 'zod'

/**
 * What a provider says of the person who signed in there. `subject` identifies them for ever; the address may change.
 */
export type ProviderPerson = {
  subject: string
  email: string | null
  emailVerified: boolean
  firstName: string
  lastName: string
}

/** An identifier as OpenID Connect has it (Core, section 2): printable ASCII, 255 characters at most. */
export const subject = z.string().regex(/^[\x21-\x7e]{1,255}$/)
/** A text that a provider may leave out. What it sends in another form counts as left out: the person can give it. */
export const givenText = z.string().optional().catch(undefined)
/** What counts as proven: some providers write the value as text. */
export const givenProof = z
  .unknown()
  .optional()
  .transform(value => value === true || value === 'true')

/** An address that an account can have, or null. */
export function usableEmail(email: string | undefined): string | null {
  return email !== undefined && isEmailAddress(email) ? email.trim() : null
}

/** A name as an account can have it; empty where the provider gives none, for the person to fill in. */
export function usableName(name = ''): string {
  const text = withoutBrokenCharacters(name).trim().slice(0, NAME_MAX_LENGTH)
  // The end may have gone through the middle of a character.
  const cut = withoutBrokenCharacters(text).trim()
  return isPersonName(cut) ? cut : ''
}

const withoutBrokenCharacters = (text: string) => text.replaceAll(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, '')
