import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  Events,
  type MutableRedirectUri,
  type MutableResponse,
  type MutableToken,
  OAuth2Server,
  type TokenRequestIncomingMessage,
} from 'oauth2-mock-server'
import { CLIENT, type ProviderAccount, type TestProvider } from './test-provider.ts'

export { startFacebook } from './facebook-server.ts'

/** Google as OpenID Connect has it: code, PKCE, access token, userinfo. */
export async function startGoogle({ port = 0 }: { port?: number } = {}): Promise<TestProvider> {
  const server = new OAuth2Server()
  await server.issuer.keys.generate('RS256')
  await server.start(port, '127.0.0.1')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: TestProvider = {
    url,
    env: {
      GOOGLE_CLIENT_ID: CLIENT.id,
      GOOGLE_CLIENT_SECRET: CLIENT.secret,
      GOOGLE_ISSUER: server.issuer.url ?? '',
      GOOGLE_AUTHORIZE_URL: `${url}/authorize`,
      GOOGLE_TOKEN_URL: `${url}/token`,
      GOOGLE_PROFILE_URL: `${url}/userinfo`,
    },
    person: { subject: 'google-1', email: 'alix@example.test', emailVerified: true },
    failure: null,
    stop: () => server.stop(),
  }
  playGoogle(server, provider)
  return provider
}

/** The library issues and checks codes; the test decides which person signs in, and what goes wrong. */
function playGoogle({ service }: OAuth2Server, provider: TestProvider): void {
  const byCode = new Map<string, ProviderAccount>()
  const bySubject = new Map<string, ProviderAccount>()

  service.on(Events.BeforeAuthorizeRedirect, ({ url }: MutableRedirectUri) => {
    byCode.set(url.searchParams.get('code') ?? '', provider.person)
    if (provider.failure === 'wrong-state') url.searchParams.set('state', 'A'.repeat(43))
    if (provider.failure !== 'denied') return
    url.searchParams.delete('code')
    url.searchParams.set('error', 'access_denied')
  })
  service.on(Events.BeforeTokenSigning, ({ payload }: MutableToken, { body }: TokenRequestIncomingMessage) => {
    const person = byCode.get(body.code ?? '') ?? provider.person
    payload.sub = person.subject
    bySubject.set(person.subject, person)
    if (provider.failure === 'other-issuer') payload.iss = 'https://evil.example'
    if (provider.failure === 'other-audience') payload.aud = 'another-application'
    if (provider.failure === 'stale-identity') payload.exp = Math.floor(Date.now() / 1000) - 3600
  })
  service.on(Events.BeforeResponse, (answer: MutableResponse, { body }: TokenRequestIncomingMessage) => {
    const { client_id, client_secret, code_verifier } = body as typeof body & { client_secret?: string }
    if (client_id !== CLIENT.id || client_secret !== CLIENT.secret || !code_verifier)
      Object.assign(answer, { statusCode: 401, body: { error: 'invalid_client' } })
    if (provider.failure === 'no-identity' && answer.body) Reflect.deleteProperty(answer.body, 'id_token')
    if (provider.failure === 'token-500') Object.assign(answer, { statusCode: 500, body: { error: 'server_error' } })
  })
  service.on(Events.BeforeUserinfo, (answer: MutableResponse, request: IncomingMessage) => {
    const person = bySubject.get(subjectOf(request.headers.authorization))
    if (!person) Object.assign(answer, { statusCode: 401, body: { error: 'invalid_token' } })
    else answer.body = claimsOf(provider.failure === 'other-person' ? { ...person, subject: 'another-person' } : person)
    if (provider.failure === 'profile-500') Object.assign(answer, { statusCode: 500, body: { error: 'server_error' } })
  })
}

function subjectOf(authorization = ''): string {
  const payload = authorization.split('.')[1] ?? ''
  return payload && JSON.parse(Buffer.from(payload, 'base64url').toString()).sub
}

function claimsOf({ subject, email, emailVerified, firstName, lastName, raw }: ProviderAccount) {
  return {
    sub: subject,
    ...(email && { email, email_verified: emailVerified ?? false }),
    ...(firstName && { given_name: firstName }),
    ...(lastName && { family_name: lastName }),
    ...raw,
  }
}
