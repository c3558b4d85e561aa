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

/** What Jenkins itself has written down of a build; nothing of it comes from the code that was built. */
export type JenkinsBuild = {
  building: boolean
  /** the user who answered its request for an approval; null when no one has */
  approver: string | null
  /** the commits that it checked out */
  commits: string[]
  parameters: Record<string, string>
}

/** A running Jenkins. Only reads, also in a dry run; each call throws a Failure. */
export type Jenkins = {
  plugins(signal: AbortSignal): Promise<JenkinsPlugin[]>
  /** its configuration as code, secrets as it encrypts them; null where it lacks the plugin that writes it */
  configuration(signal: AbortSignal): Promise<string | null>
  /** a build of one of the jobs in a folder */
  build(which: { folder: string; job: string; number: number }, signal: AbortSignal): Promise<JenkinsBuild>
}

type Request = { method?: 'GET' | 'POST'; headers?: Record<string, string>; signal: AbortSignal; expect: number[] }
type Ask = (path: string, request: Request) => Promise<HttpAnswer>

const REQUEST_MS = 20_000

const pluginsAnswer = z.object({
  plugins: z.array(z.object({ shortName: z.string(), version: z.string(), enabled: z.boolean() })),
})
const crumbAnswer = z.object({ crumbRequestField: z.string(), crumb: z.string() })

/** Each action of a build is an object of its own kind; those of other kinds have none of these names. */
const buildAnswer = z.object({
  building: z.boolean(),
  actions: z.array(
    z
      .object({
        _class: z.string(),
        userId: z.string(),
        lastBuiltRevision: z.object({ SHA1: z.string() }).nullable(),
        parameters: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.boolean()]).optional() })),
      })
      .partial(),
  ),
})
const BUILD_TREE = 'building,actions[_class,userId,lastBuiltRevision[SHA1],parameters[name,value]]'
const APPROVAL = 'org.jenkinsci.plugins.workflow.support.steps.input.ApproverAction'
const PARAMETERS = 'hudson.model.ParametersAction'

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
    async build({ folder, job, number }, signal) {
      const path = `/job/${encodeURIComponent(folder)}/job/${encodeURIComponent(job)}/${number}/api/json?tree=${BUILD_TREE}`
      const { status, body } = await ask(path, { signal, expect: [200, 404] })
      if (status === 404)
        throw new Failure('not-there', `Jenkins n’a pas de build ${job} #${number}.`, {
          hint: 'Son adresse dans Jenkins finit par son numéro ; les plus anciens n’y sont plus.',
        })
      return asBuild(parsed(body, buildAnswer, `le build ${job} #${number}`))
    },
  }
}

function asBuild({ building, actions }: z.infer<typeof buildAnswer>): JenkinsBuild {
  const ofKind = (kind: string) => actions.filter(({ _class }) => _class === kind)
  const parameters = ofKind(PARAMETERS).flatMap(action => action.parameters ?? [])
  return {
    building,
    approver: ofKind(APPROVAL).at(-1)?.userId ?? null,
    commits: actions.flatMap(({ lastBuiltRevision }) => (lastBuiltRevision ? [lastBuiltRevision.SHA1] : [])),
    parameters: Object.fromEntries(parameters.map(({ name, value = '' }) => [name, String(value)])),
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
    throw new Failure('refused', `Jenkins refuse « ${user} ». Vérifiez JENKINS_USER et secrets/jenkins-token.`, {
      hint: null,
    })
  if (status === 403)
    throw new Failure('refused', `Jenkins refuse ${path} à « ${user} » : il lui faut le droit d’administrer.`, {
      hint: 'Donnez ce droit au compte dans Jenkins, ou nommez-en un autre (JENKINS_USER).',
    })
  if (status === 503)
    throw new Failure('unreachable', `Jenkins n’est pas prêt (503 sur ${url}).`, {
      hint: 'Il démarre sans doute : recommencez dans une minute.',
    })
  throw new Failure('refused', `Jenkins répond ${status} sur ${path}. Vérifiez JENKINS_URL.`, { hint: null })
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
      hint: 'JENKINS_URL est-elle la sienne ?',
      cause: error,
    })
  }
}

function whyNot(error: Error & { code?: string }): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return `rien en ${REQUEST_MS / 1000} s`
  return error.code === 'UND_ERR_SOCKET' ? 'connexion coupée' : (error.code ?? error.message)
}
