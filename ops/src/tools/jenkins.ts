import { z } from 'zod'
import { Failure, isFailure } from '../failure.ts'
import { retry } from '../time/retry.ts'
import { type HttpAnswer, sendOnce } from './https.ts'

/** Where Jenkins is, and the user that it knows. */
type JenkinsPlace = {
  url: string
  user: string
  /** of the API: with it Jenkins asks for no password */
  token: string
  /** the certificates that are trusted */
  trusted: string[]
}

export type JenkinsPlugin = { name: string; version: string; enabled: boolean }

/** A running Jenkins. Only reads, also in a dry run; each call throws a Failure. */
export type Jenkins = {
  plugins(signal: AbortSignal): Promise<JenkinsPlugin[]>
  /** its configuration as code, secrets as it encrypts them; null where it lacks the plugin that writes it */
  configuration(signal: AbortSignal): Promise<string | null>
}

type Request = { method?: 'GET' | 'POST'; headers?: Record<string, string>; signal: AbortSignal; expect: number[] }
type Ask = (path: string, request: Request) => Promise<HttpAnswer>

const REQUEST_MS = 20_000

const pluginsAnswer = z.object({
  plugins: z.array(z.object({ shortName: z.string(), version: z.string(), enabled: z.boolean() })),
})
const crumbAnswer = z.object({ crumbRequestField: z.string(), crumb: z.string() })

/** @param pausesMs the pauses between tries: while it starts, Jenkins answers 503 */
export function openJenkins(place: JenkinsPlace, pausesMs: readonly number[]): Jenkins {
  const ask: Ask = (path, request) => askPatiently(place, path, request, pausesMs)
  return {
    async plugins(signal) {
      const { body } = await ask('/pluginManager/api/json?depth=1', { signal, expect: [200] })
      const { plugins } = parsed(body, pluginsAnswer, 'la liste de ses plugins')
      return plugins.map(({ shortName: name, version, enabled }) => ({ name, version, enabled }))
    },
    async configuration(signal) {
      const headers = await readCrumb(ask, signal)
      const asked: Request = { method: 'POST', headers, signal, expect: [200, 404] }
      const { status, body } = await ask('/configuration-as-code/export', asked)
      return status === 404 ? null : body
    },
  }
}

/** The headers that a POST needs; the crumb is valid only in the session that it was given to. */
async function readCrumb(ask: Ask, signal: AbortSignal): Promise<Record<string, string>> {
  const { status, headers, body } = await ask('/crumbIssuer/api/json', { signal, expect: [200, 404] })
  if (status === 404) return {}
  const { crumbRequestField, crumb } = parsed(body, crumbAnswer, 'son jeton de formulaire')
  const cookies = [headers['set-cookie'] ?? []].flat().map(cookie => cookie.split(';')[0])
  return { [crumbRequestField]: crumb, ...(cookies.length && { cookie: cookies.join('; ') }) }
}

async function askPatiently(place: JenkinsPlace, path: string, request: Request, pausesMs: readonly number[]) {
  const { signal } = request
  const ask = async () => expected(place, path, request, await exchange(place, path, request).catch(error => error))
  return retry(ask, { pausesMs, mayPass: error => isFailure(error, 'unreachable'), signal })
}

function expected(
  { url, user }: JenkinsPlace,
  path: string,
  { expect }: Request,
  answer: HttpAnswer | Error,
): HttpAnswer {
  if (answer instanceof Error)
    throw new Failure('unreachable', `Jenkins ne répond pas sur ${url} (${whyNot(answer)}).`, {
      hint: 'Est-il démarré ? JENKINS_URL est-elle la sienne ?',
    })
  const { status } = answer
  if (expect.includes(status)) return answer
  if (status === 401)
    throw new Failure('refused', `Jenkins refuse « ${user} ». Vérifiez JENKINS_USER et secrets/jenkins-token.`)
  if (status === 403)
    throw new Failure('refused', `Jenkins refuse ${path} à « ${user} » : il lui faut le droit d’administrer.`)
  if (status === 503)
    throw new Failure('unreachable', `Jenkins n’est pas prêt (503 sur ${url}).`, {
      hint: 'Il démarre sans doute : recommencez dans une minute.',
    })
  throw new Failure('refused', `Jenkins répond ${status} sur ${path}. Vérifiez JENKINS_URL.`)
}

function exchange(
  place: JenkinsPlace,
  path: string,
  { method = 'GET', headers, signal }: Request,
): Promise<HttpAnswer> {
  const { url, user, token, trusted } = place
  return sendOnce({
    url: new URL(`${url.replace(/\/$/, '')}${path}`),
    trusted,
    method,
    headers: { authorization: `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`, ...headers },
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
  })
}

function parsed<T>(body: string, shape: z.ZodType<T>, what: string): T {
  try {
    return shape.parse(JSON.parse(body))
  } catch (error) {
    throw new Failure('wrong-answer', `Ce que Jenkins donne pour ${what} n’est pas la réponse d’un Jenkins.`, {
      cause: error,
    })
  }
}

function whyNot(error: Error & { code?: string }): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return `rien en ${REQUEST_MS / 1000} s`
  return error.code === 'UND_ERR_SOCKET' ? 'connexion coupée' : (error.code ?? error.message)
}
