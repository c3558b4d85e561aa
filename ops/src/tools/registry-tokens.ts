import { z } from 'zod'
import { Failure } from '../failure.ts'

/** The user of a registry, and how long an answer may take. */
type RegistryUser = { user: string; password: string; timeoutMs: number }

/** The headers with which a registry lets requests in: name and password (Basic), or a token for each scope (Bearer). */
type RegistryAuthorizations = {
  /** @param purpose the same text for requests that need the same rights */
  headerFor(purpose: string): Promise<string>
  /**
   * Fetches the token that a registry asks for when it answers 401.
   * @returns the header to try again with; null when it asks for none
   * @throws a Failure with the reason alone, in French, when no token comes
   */
  renew(purpose: string, challenge: string | null, refused: string): Promise<string | null>
}

type TokenRequest = { realm: URL; scope: string; url: URL }
type Token = { header: string; until: number }

/** How long a token is good when its server does not say it (Distribution, token authentication specification). */
const LIFE_SECONDS = 60
/** A token is given up a little before its end, so that it does not expire on the way. */
const MARGIN_SECONDS = 5

const tokenAnswer = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().optional(),
})

/** @param registry its address: a token server may do without TLS only where the registry does */
export function openAuthorizations(registry: URL, account: RegistryUser): RegistryAuthorizations {
  const basic = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`
  const scopes = new Map<string, string>()
  const tokens = new Map<string, Promise<Token>>()
  /** The token of a scope, while it is good. Requests at the same time share one. */
  const kept = async (scope: string) => {
    const token = await tokens.get(scope)?.catch(() => null)
    return token && token.until > performance.now() ? token : null
  }
  return {
    async headerFor(purpose) {
      const scope = scopes.get(purpose)
      const token = scope === undefined ? null : await kept(scope)
      return token?.header ?? basic
    },
    async renew(purpose, challenge, refused) {
      const request = tokenRequestIn(challenge, registry, account.user)
      if (!request) return null
      scopes.set(purpose, request.scope)
      const found = tokens.has(request.scope) ? await kept(request.scope) : null
      if (found && found.header !== refused) return found.header
      const fetched = fetchToken(request, basic, account)
      tokens.set(request.scope, fetched)
      return (await fetched).header
    },
  }
}

/** Reads `Bearer realm="…",service="…",scope="…"`. @returns null for another challenge */
function tokenRequestIn(challenge: string | null, registry: URL, user: string): TokenRequest | null {
  if (!challenge || !/^bearer\s/i.test(challenge)) return null
  const values = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
  const [address = '', scope = ''] = [values.get('realm'), values.get('scope')]
  if (!URL.canParse(address))
    throw new Failure('wrong-answer', 'il demande un jeton sans dire où le prendre (realm).', {
      hint: 'Est-ce bien un registre qui répond ? REGISTRY nomme son hôte.',
    })
  const realm = new URL(address)
  // The password goes there.
  if (realm.protocol !== 'https:' && realm.protocol !== registry.protocol)
    throw new Failure(
      'refused',
      `son serveur de jetons (${realm.host}) ne parle pas TLS : le mot de passe n’y va pas.`,
      { hint: 'Mettez TLS devant ce serveur, ou parlez au registre par son adresse interne.' },
    )
  const url = new URL(realm)
  url.searchParams.set('account', user)
  const service = values.get('service')
  if (service) url.searchParams.set('service', service)
  for (const one of scope.split(' ').filter(Boolean)) url.searchParams.append('scope', one)
  return { realm, scope, url }
}

async function fetchToken({ realm, url }: TokenRequest, basic: string, account: RegistryUser): Promise<Token> {
  const { user, timeoutMs } = account
  const where = `son serveur de jetons (${realm.host})`
  const asked = { headers: { authorization: basic }, signal: AbortSignal.timeout(timeoutMs) }
  const answer = await fetch(url, asked).catch((cause: Error & { cause?: { code?: string } }) => {
    throw new Failure('unreachable', `${where} ne répond pas (${cause.cause?.code ?? cause.name}).`, {
      hint: 'Ce serveur de jetons est-il démarré, et joignable d’ici ?',
      cause,
    })
  })
  if (answer.status === 401 || answer.status === 403)
    throw new Failure('refused', `il refuse « ${user} ». Vérifiez REGISTRY_USER et secrets/registry-password.`, {
      hint: null,
    })
  if (!answer.ok)
    throw new Failure('unreachable', `${where} répond ${answer.status}.`, {
      hint: 'Les journaux de ce serveur de jetons disent pourquoi.',
    })
  const { data } = tokenAnswer.safeParse(await answer.json().catch(() => null))
  const value = data?.token ?? data?.access_token
  if (!value)
    throw new Failure('wrong-answer', `${where} ne donne pas de jeton.`, {
      hint: 'Est-ce bien un serveur de jetons qui répond ? Le registre nomme le sien (realm).',
    })
  const seconds = (data?.expires_in ?? LIFE_SECONDS) - MARGIN_SECONDS
  return { header: `Bearer ${value}`, until: performance.now() + seconds * 1000 }
}
