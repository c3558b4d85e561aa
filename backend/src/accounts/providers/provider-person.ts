import { registerRequest } from '@tiptop/contract/accounts.ts'

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

/** An address that an account can have, or null. */
export function usableEmail(email: string | undefined): string | null {
  return registerRequest.shape.email.safeParse(email).data ?? null
}

/** A name as an account can have it; empty where the provider gives none, for the person to fill in. */
export function usableName(name: string | undefined): string {
  return (name ?? '')
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 100)
}
