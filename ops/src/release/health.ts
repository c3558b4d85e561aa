import { z } from 'zod'
import type { Settings } from '../environment/settings.ts'
import type { Target } from '../environment/target.ts'
import { Failure } from '../failure.ts'
import type { Tools } from '../tools/tools.ts'
import { gist, parsed } from '../tools/web.ts'
import type { Release } from './release.ts'

/** How often the service is asked, and the pause between two questions (2.3/AJ, 2.4/AK). */
export function healthTries({ HEALTH_PAUSE_SECONDS }: Pick<Settings, 'HEALTH_PAUSE_SECONDS'>) {
  return { times: 10, everyMs: HEALTH_PAUSE_SECONDS * 1000 }
}

/** The answer of `GET /health`, as every release of the backend gives it. */
export const healthAnswer = z.object({
  status: z.string(),
  version: z.string(),
  commit: z.string(),
  database: z.string(),
  migrations: z.string(),
})

/** Where to look when a release does not answer as it should, in French. */
export const diagnoseHint = ({ ENVIRONMENT }: Pick<Settings, 'ENVIRONMENT'>) =>
  `tiptop diagnose ${ENVIRONMENT} examine tout le service.`

type Expected = Pick<Release, 'version' | 'commits'>

/**
 * Looks once, as browsers do, whether this release answers: its API is healthy, and its site gives its
 * home page with the scripts of it. Made for a step that is tried again.
 * @throws a Failure that says exactly what is wrong
 */
export async function awaitHealth(target: Target, release: Expected, tools: Pick<Tools, 'web'>, signal?: AbortSignal) {
  await checkHealth(target, release, tools, signal)
  await checkSite(target, tools, signal)
}

/** `GET /health` through nginx: 200, each part well, and the commit of this release. */
async function checkHealth(
  { settings }: Target,
  { version, commits }: Expected,
  { web }: Pick<Tools, 'web'>,
  signal?: AbortSignal,
): Promise<void> {
  const url = `${settings.NEXT_PUBLIC_API_URL}/health`
  const well = { status: 'ok', version, commit: commits.backend, database: 'ok', migrations: 'current' }
  const { status, body } = await web.read(url, { pretend: well, ...(signal && { signal }) })
  const answer = healthAnswer.safeParse(parsed(body))
  const faults = answer.success ? faultsOf(answer.data) : []
  if (faults.length)
    throw new Failure('check-failed', `${url} : ${faults.join(', ')} (${status})`, { hint: diagnoseHint(settings) })
  if (status !== 200)
    throw new Failure('check-failed', `${url} : ${status} au lieu de 200 (${gist(body)})`, {
      hint: diagnoseHint(settings),
    })
  if (!answer.success)
    throw new Failure('check-failed', `${url} : 200, mais ce n’est pas la réponse du service (${gist(body)})`, {
      hint: 'NEXT_PUBLIC_API_URL est-elle l’adresse de ce service ? nginx le trouve-t-il sous ce nom ?',
    })
  const { commit } = answer.data
  if (commit !== commits.backend)
    throw new Failure(
      'check-failed',
      `${url} : la version ${answer.data.version} (${short(commit)}) répond encore, ` +
        `et non ${version} (${short(commits.backend)})`,
      { hint: diagnoseHint(settings) },
    )
}

/** `_next` is of releases before 0.3: a rollback may still lead to one. */
const SCRIPT = /\/(?:_astro|_next\/static)\/[^"'\\\s]+\.js/

/** The home page through nginx, and the first of its scripts: without it a browser shows a page that does nothing. */
export async function checkSite(
  { settings }: Target,
  { web }: Pick<Tools, 'web'>,
  signal?: AbortSignal,
): Promise<void> {
  const asking = signal ? { signal } : {}
  const url = `${settings.NEXT_PUBLIC_WEB_URL}/`
  const page = await web.read(url, { ...asking, pretend: '/_astro/a.js' })
  if (page.status !== 200)
    throw new Failure('check-failed', `${url} : ${page.status} au lieu de 200 (${gist(page.body)})`, {
      hint: diagnoseHint(settings),
    })
  const [script] = SCRIPT.exec(page.body) ?? []
  if (!script)
    throw new Failure('check-failed', `${url} : cette page n’est pas celle du site (${gist(page.body)})`, {
      hint: 'NEXT_PUBLIC_WEB_URL est-elle l’adresse de ce site ? nginx le trouve-t-il sous ce nom ?',
    })
  const found = await web.read(new URL(script, url).href, { ...asking, pretend: '' })
  if (found.status !== 200)
    throw new Failure('check-failed', `${url} : son script ${script} répond ${found.status}`, {
      hint: diagnoseHint(settings),
    })
}

function faultsOf({ status, database, migrations }: z.infer<typeof healthAnswer>): string[] {
  const faults = [
    database === 'ok' ? '' : `la base ne répond pas (${database})`,
    migrations === 'current' || database !== 'ok' ? '' : `le schéma de la base n’est pas celui du code (${migrations})`,
  ].filter(Boolean)
  return faults.length || status === 'ok' ? faults : [`le service se dit « ${status} »`]
}

const short = (commit: string) => commit.slice(0, 7)
