import { openWebOf } from '../../environment/open-tools.ts'
import type { Target } from '../../environment/target.ts'
import { checkSite, healthAnswer } from '../../release/health.ts'
import type { Release } from '../../release/release.ts'
import { gist, parsed, type Web } from '../../tools/web.ts'
import { type FindingWords, well, wrong } from '../finding.ts'

/** How the API answered through nginx over TLS. `no-database`: it answers, and reports that its database does not. */
export type ApiState =
  | { state: 'healthy'; version: string; commit: string; ms: number }
  | { state: 'no-database' | 'failing' | 'silent'; why: string }

/** How the site answered: its home page with its scripts. */
export type SiteState = { state: 'answers' } | { state: 'wrong' | 'silent'; why: string }

/** The time limit of one request. */
const TIMEOUT_MS = 5_000

/** @throws if nginx itself cannot be reached (nothing listens, the certificate is refused): the API is then unknown */
export async function askApi(target: Target, signal: AbortSignal): Promise<ApiState> {
  const url = `${target.settings.NEXT_PUBLIC_API_URL}/health`
  const web = await openWebOf(target)
  const answer = await web.read(url, { timeoutMs: TIMEOUT_MS, signal }).catch(silence)
  if ('why' in answer) return answer
  const { status, body, ms } = answer
  const health = healthAnswer.safeParse(parsed(body))
  if (!health.success)
    return { state: status >= 500 ? 'silent' : 'failing', why: `${url} répond ${status} (${gist(body)})` }
  const { version, commit, database, migrations } = health.data
  if (status === 200) return { state: 'healthy', version, commit, ms }
  if (database !== 'ok') return { state: 'no-database', why: `${url} répond ${status} : base ${database}` }
  return { state: 'failing', why: `${url} répond ${status} : « ${health.data.status} », migrations ${migrations}` }
}

/** @throws as {@link askApi} */
export async function askSite(target: Target, signal: AbortSignal): Promise<SiteState> {
  const opened = await openWebOf(target)
  // A site that could not be asked is another finding than one that answered badly.
  let unanswered: unknown = null
  const read: Web['read'] = (url, request) =>
    opened.read(uncached(url), { ...request, timeoutMs: TIMEOUT_MS }).catch(error => {
      unanswered = error
      throw error
    })
  const wrongAnswer = (error: Error): SiteState =>
    unanswered ? silence(error) : { state: 'wrong', why: error.message }
  return checkSite(target, { web: { ...opened, read } }, signal).then(
    (): SiteState => ({ state: 'answers' }),
    wrongAnswer,
  )
}

/** nginx caches pages for some seconds, even after the frontend has died: an address that is new to it is not cached. */
function uncached(url: string): string {
  return url.endsWith('/') ? `${url}?${Date.now()}` : url
}

/** nginx accepts the connection, and nothing behind it answers in time. */
function silence(error: Error): { state: 'silent'; why: string } {
  const { name } = (error.cause ?? {}) as Partial<Error>
  if (name === 'TimeoutError') return { state: 'silent', why: error.message }
  throw error
}

/** @param expected the release that should serve; null before the first deployment */
export function wordApi(api: ApiState, expected: Release | null): FindingWords {
  if (api.state !== 'healthy') return wrong(api.why)
  const said = `répond en ${api.ms} ms, version ${api.version} (${api.commit.slice(0, 7)}), base et schéma en état`
  if (!expected || expected.commits.backend === api.commit) return well(said)
  return wrong(said, `mais c’est ${expected.version} (${expected.commits.backend.slice(0, 7)}) qui devrait servir`)
}

export function wordSite(site: SiteState): FindingWords {
  return site.state === 'answers' ? well('sa page d’accueil et ses scripts répondent') : wrong(site.why)
}
