/** The person who signs in at a provider. Without `email` they withhold it. */
export type ProviderAccount = {
  subject: string
  email?: string
  emailVerified?: boolean
  firstName?: string
  lastName?: string
  /** what its profile says instead, in the provider's own names and whatever form */
  raw?: Record<string, unknown>
}

/** How the provider fails: the person declines, it answers another request, its token endpoint breaks. */
type ProviderFailure = 'denied' | 'wrong-state' | 'token-500' | 'profile-500' | IdentityFailure
/** What only a provider with OpenID Connect gets wrong: the person, the audience or the issuer of its token. */
type IdentityFailure = 'no-identity' | 'other-issuer' | 'other-audience' | 'stale-identity' | 'other-person'

/** A real OAuth 2.0 server on localhost. Its authorisation page sends the browser back at once. */
export type TestProvider = {
  url: string
  /** settings that make a backend use it */
  env: Record<string, string>
  /** the person who consents to the next authorisation */
  person: ProviderAccount
  failure: ProviderFailure | null
  stop(): Promise<void>
}

/** The credentials that our application has at both servers. */
export const CLIENT = { id: 'tiptop-test', secret: 'a secret of the test server' }
