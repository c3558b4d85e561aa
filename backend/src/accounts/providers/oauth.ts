import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
} from 'openid-client'
import type { ProviderConfig } from '../../config.ts'
import { refusing } from './provider-refusal.ts'
import type { SignInFlow } from './sign-in-flow.ts'

/** The library speaks OAuth 2.0 (authorisation code, PKCE) and OpenID Connect; this file configures it. */

/** How long a provider may take to answer: a person is waiting. */
const PATIENCE_SECONDS = 8

/** What a provider is asked for. `signedIdentity`: it must sign the person's identity, by OpenID Connect. */
export type ProviderWish = { scope: string; extras: Record<string, string>; signedIdentity: boolean }

/** A provider as the library knows it. Plain http is allowed only on this machine, for tests and development. */
export function openProvider({ clientId, clientSecret, ...urls }: ProviderConfig): Configuration {
  const endpoints = {
    authorization_endpoint: urls.authorizeUrl,
    token_endpoint: urls.tokenUrl,
    userinfo_endpoint: urls.profileUrl,
  }
  const server = { issuer: urls.issuer, ...endpoints }
  const provider = new Configuration(server, clientId, clientSecret, ClientSecretPost(clientSecret))
  provider.timeout = PATIENCE_SECONDS
  const plain = Object.values(endpoints).filter(url => url.startsWith('http:'))
  if (plain.length && plain.every(isOnThisMachine)) allowInsecureRequests(provider)
  return provider
}

function isOnThisMachine(url: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)
}

type ProviderDoor = { provider: Configuration; wish: ProviderWish }

/**
 * The address at which the provider asks the person for consent. `redirectUri`: where it sends the browser back to.
 * Refuses `provider-refused`.
 */
export async function authorizationUrl(
  { provider, wish }: ProviderDoor,
  flow: SignInFlow,
  redirectUri: string,
): Promise<string> {
  const { authorization_endpoint: url = '' } = provider.serverMetadata()
  return refusing(url, async () => {
    const parameters = {
      redirect_uri: redirectUri,
      scope: wish.scope,
      state: flow.state,
      code_challenge: await calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
      ...wish.extras,
    }
    return buildAuthorizationUrl(provider, parameters).href
  })
}

export type ProviderTokens = Awaited<ReturnType<typeof authorizationCodeGrant>>

/** Exchanges the code with which the browser came back, to `cameBack`, for tokens. Refuses `provider-refused`. */
export async function exchangeCode(
  { provider, wish }: ProviderDoor,
  { state, verifier }: SignInFlow,
  cameBack: URL,
): Promise<ProviderTokens> {
  const { token_endpoint: url = '' } = provider.serverMetadata()
  const checks = { expectedState: state, pkceCodeVerifier: verifier, idTokenExpected: wish.signedIdentity }
  return refusing(url, () => authorizationCodeGrant(provider, cameBack, checks))
}
