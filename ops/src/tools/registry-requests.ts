import { Failure, type FailureCode } from '../failure.ts'
import { openAuthorizations } from './registry-tokens.ts'

/** A registry, and the user that it knows. */
export type RegistryAccount = { host: string; user: string; password: string }

type RegistryRequest = {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** below `/v2/`, or the address that the registry itself gave */
  path: string
  body?: { type: string; bytes: Uint8Array<ArrayBuffer> }
  /** the statuses that are an answer; any other one is an error */
  expect: number[]
  /** what it is for, in French: `lire tiptop/backend:prod-latest` */
  to: string
}

type RegistryAnswer = { status: number; headers: Headers; bytes: Uint8Array<ArrayBuffer> }

/** Sends one request. @throws a Failure: what failed, where, why, and what to look at */
export type RegistryAsk = (request: RegistryRequest) => Promise<RegistryAnswer>

const TIMEOUT_MS = 20_000

const IS_STARTED = 'Est-il démarré, et joignable d’ici ? REGISTRY le nomme.'

/** What a registry can answer with a manifest: of one image, or of several under one name, in Docker's and OCI's words. */
export const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]

export function openRequests({ host, user, password }: RegistryAccount, timeoutMs = TIMEOUT_MS): RegistryAsk {
  const base = new URL(`${isLocal(host) ? 'http' : 'https'}://${apiHostOf(host)}/v2/`)
  const authorizations = openAuthorizations(base, { user, password, timeoutMs })

  async function send({ method = 'GET', body, path }: RegistryRequest, authorization: string): Promise<RegistryAnswer> {
    const headers = { authorization, accept: MANIFESTS.join(', '), ...(body && { 'content-type': body.type }) }
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(urlOf(base, path), { method, headers, signal, ...(body && { body: body.bytes }) })
    const bytes = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, bytes }
  }

  async function ask(request: RegistryRequest): Promise<RegistryAnswer> {
    const purpose = purposeOf(request, base)
    const authorization = await authorizations.headerFor(purpose)
    const answer = await send(request, authorization)
    if (answer.status !== 401) return answer
    const challenge = answer.headers.get('www-authenticate')
    const renewed = await authorizations.renew(purpose, challenge, authorization)
    return renewed === null ? answer : send(request, renewed)
  }

  return async request => {
    const fault = (code: FailureCode, why: string, how: { hint: string | null; cause?: unknown }) =>
      new Failure(code, `Impossible de ${request.to} dans le registre ${host} : ${why}`, how)
    const answer = await ask(request).catch(error => {
      if (error instanceof Failure) throw fault(error.code, error.message, error)
      if (!isFetchFault(error)) throw error
      throw fault('unreachable', whyUnreachable(error, timeoutMs), { hint: IS_STARTED, cause: error })
    })
    const refusal = refusalIn(request, answer, user)
    if (refusal) throw fault(...refusal, { hint: null })
    return answer
  }
}

/** Requests with the same method on the same repository, a blob's source included, need the same rights. */
function purposeOf({ method = 'GET', path }: RegistryRequest, base: URL): string {
  const { pathname, searchParams } = urlOf(base, path)
  const [repository] = pathname.split(/\/(?:manifests|blobs|tags)\//)
  return [method, repository, searchParams.get('from')].join(' ')
}

/** Images of Docker Hub are named after another host than the one that its registry answers at. */
function apiHostOf(host: string): string {
  return host === 'docker.io' || host === 'index.docker.io' ? 'registry-1.docker.io' : host
}

/** Docker itself speaks without TLS to its own machine alone. */
function isLocal(host: string): boolean {
  return /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host)
}

/** An address that the registry gives is followed on this registry only: the password goes to no other host. */
function urlOf(base: URL, path: string): URL {
  const { pathname, search } = new URL(path, base)
  return new URL(`${pathname}${search}`, base)
}

/** @returns what the answer means, why and what to do, in French; null for an answer that was expected */
function refusalIn(
  { expect, method, path }: RegistryRequest,
  { status, headers, bytes }: RegistryAnswer,
  user: string,
): [FailureCode, string] | null {
  const said = Buffer.from(bytes.subarray(0, 2_000)).toString()
  const isRegistry = status !== 404 || /"code"\s*:/.test(said)
  if (expect.includes(status) && isRegistry) return null
  if (!isRegistry)
    return ['unreachable', `aucun registre ne répond à cette adresse (404 pour ${path}). Vérifiez REGISTRY.`]
  const denied = `« ${user} » n'en a pas le droit. Donnez-le-lui dans le registre.`
  // The token was given, and does not hold the right that this needs.
  if (status === 401 && /^bearer/i.test(headers.get('www-authenticate') ?? '')) return ['refused', denied]
  if (status === 401) return ['refused', `il refuse « ${user} ». Vérifiez REGISTRY_USER et secrets/registry-password.`]
  if (status === 403 || /"DENIED"/.test(said)) return ['refused', denied]
  if (status === 404) return ['not-there', 'cela ne s’y trouve pas (404).']
  if (status === 405 && method === 'DELETE')
    return ['refused', 'il n’accepte pas les suppressions. Donnez-lui REGISTRY_STORAGE_DELETE_ENABLED=true.']
  if (status === 429) return ['unreachable', 'il demande de patienter (429). Recommencez plus tard.']
  if (status === 507 || /no space left|quota/i.test(said))
    return ['disk-full', `son disque est plein (${status}). Faites-y de la place.`]
  if (status >= 500)
    return ['unreachable', `il est en panne (${status}). Lisez ses journaux ; son disque est peut-être plein.`]
  return ['wrong-answer', `il répond ${status}${wordsOf(said)}.`]
}

/** The code and the message of the first error that a registry names. */
function wordsOf(said: string): string {
  const [, code] = /"code"\s*:\s*"(\w+)"/.exec(said) ?? []
  const [, message] = /"message"\s*:\s*"([^"]+)"/.exec(said) ?? []
  return code ? ` (${[code, message].filter(Boolean).join(' : ')})` : ''
}

function isFetchFault(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'TypeError')
}

function whyUnreachable(error: Error, timeoutMs: number): string {
  const { code = '', message = error.message } = (error.cause ?? {}) as { code?: string; message?: string }
  if (error.name === 'TimeoutError') return `il n'a pas répondu en ${timeoutMs / 1000} s. Vérifiez qu'il va bien.`
  if (code === 'ECONNREFUSED') return 'il ne répond pas (connexion refusée). Vérifiez qu’il est démarré, et REGISTRY.'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'son nom est inconnu. Vérifiez REGISTRY et le DNS.'
  if (/CERT|SIGNED|ISSUER/.test(code)) return `son certificat n'est pas accepté (${code}).`
  if (/SSL|TLS/.test(code)) return `il ne parle pas TLS (${code}) ; sans TLS, seul localhost est accepté.`
  return `la connexion est coupée (${code || message}).`
}
