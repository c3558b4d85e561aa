import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { CLIENT, type ProviderAccount, type TestProvider } from './test-provider.ts'

type Grant = { person: ProviderAccount; challenge: string; redirectUri: string }
type Answer = { status: number; body?: object; location?: string }

/** Facebook: plain OAuth 2.0 with PKCE, no id_token, an address perhaps, never a word on whether it was proven. */
export async function startFacebook({ port = 0 }: { port?: number } = {}): Promise<TestProvider> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider: TestProvider = {
    url,
    env: {
      FACEBOOK_CLIENT_ID: CLIENT.id,
      FACEBOOK_CLIENT_SECRET: CLIENT.secret,
      FACEBOOK_AUTHORIZE_URL: `${url}/dialog/oauth`,
      FACEBOOK_TOKEN_URL: `${url}/oauth/access_token`,
      FACEBOOK_PROFILE_URL: `${url}/me`,
    },
    person: { subject: '1001', email: 'sacha@example.test', firstName: 'Sacha', lastName: 'Demo' },
    failure: null,
    stop: () => new Promise(resolve => server.close(() => resolve())),
  }
  playFacebook(server, provider)
  return provider
}

function playFacebook(server: Server, provider: TestProvider): void {
  const grants = new Map<string, Grant>()
  const tokens = new Map<string, ProviderAccount>()
  const routes: Record<string, (query: URLSearchParams, request: IncomingMessage) => Answer> = {
    'GET /dialog/oauth': query => authorize(query, provider, grants),
    'POST /oauth/access_token': query => exchange(query, provider, grants, tokens),
    'GET /me': (query, request) => profile(query, request.headers.authorization ?? '', provider, tokens),
  }
  server.on('request', async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', provider.url)
    const query = request.method === 'POST' ? new URLSearchParams(await text(request)) : searchParams
    const { status, body, location } = routes[`${request.method} ${pathname}`]?.(query, request) ?? { status: 404 }
    response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) })
    response.end(body && JSON.stringify(body))
  })
}

function authorize(query: URLSearchParams, provider: TestProvider, grants: Map<string, Grant>): Answer {
  const { client_id, redirect_uri = '', state = '', code_challenge, code_challenge_method } = Object.fromEntries(query)
  if (client_id !== CLIENT.id || !code_challenge || code_challenge_method !== 'S256') return { status: 400 }
  const back = new URL(redirect_uri)
  back.searchParams.set('state', provider.failure === 'wrong-state' ? 'A'.repeat(43) : state)
  if (provider.failure === 'denied') {
    back.searchParams.set('error', 'access_denied')
    back.searchParams.set('error_reason', 'user_denied')
  } else {
    const code = randomBytes(16).toString('hex')
    grants.set(code, { person: provider.person, challenge: code_challenge, redirectUri: redirect_uri })
    back.searchParams.set('code', code)
  }
  back.hash = '_=_'
  return { status: 302, location: back.href }
}

function exchange(
  form: URLSearchParams,
  { failure }: TestProvider,
  grants: Map<string, Grant>,
  tokens: Map<string, ProviderAccount>,
): Answer {
  if (failure === 'token-500') return { status: 500, body: { error: { message: 'An unknown error has occurred.' } } }
  const { client_id, client_secret, code = '', code_verifier = '', redirect_uri } = Object.fromEntries(form)
  const grant = grants.get(code)
  grants.delete(code)
  const proves = createHash('sha256').update(code_verifier).digest('base64url') === grant?.challenge
  const ours = client_id === CLIENT.id && client_secret === CLIENT.secret
  if (!grant || !proves || !ours || redirect_uri !== grant.redirectUri)
    return { status: 400, body: { error: { message: 'Error validating verification code.' } } }
  const accessToken = randomBytes(24).toString('hex')
  tokens.set(accessToken, grant.person)
  return { status: 200, body: { access_token: accessToken, token_type: 'bearer', expires_in: 5_183_999 } }
}

function profile(
  query: URLSearchParams,
  authorization: string,
  { failure }: TestProvider,
  tokens: Map<string, ProviderAccount>,
): Answer {
  if (failure === 'profile-500') return { status: 500, body: { error: { message: 'An unknown error has occurred.' } } }
  const accessToken = authorization.replace(/^Bearer /, '')
  const person = tokens.get(accessToken)
  const proof = createHmac('sha256', CLIENT.secret).update(accessToken).digest('hex')
  if (!person || query.get('appsecret_proof') !== proof)
    return { status: 400, body: { error: { message: 'Invalid OAuth access token.' } } }
  const { subject, email, firstName, lastName, raw } = person
  const all = { id: subject, email, first_name: firstName, last_name: lastName, ...raw }
  const asked = (query.get('fields') ?? 'id').split(',')
  return { status: 200, body: Object.fromEntries(Object.entries(all).filter(([name]) => asked.includes(name))) }
}
