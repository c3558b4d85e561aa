import { apiPath } from '../../environment/facts/api-path.ts'
import type { Home } from '../../environment/home.ts'
import { clockSecond } from '../../time/words.ts'
import { logsSince } from '../../tools/docker.ts'
import { linesTo } from '../../tools/lines.ts'
import type { Shell } from '../../tools/shell.ts'
import { type FindingWords, well, wrong } from '../finding.ts'

/** One request, as nginx logged it. `path`: `API /plays`, or `site /jeu`. */
export type LoggedRequest = { at: number; path: string; status: number; closed: boolean }

type RequestCount = { requests: number; errors: number }

/** What nginx answered in the last minutes. Requests to the closed site are counted apart: their 503 is intended. */
export type Traffic = RequestCount & {
  minutes: number
  closed: number
  firstErrorAt: string | null
  /** the paths with the most errors, `API /plays`, the worst first */
  worst: { path: string; errors: number }[]
  /** the same number of minutes right before the last deployment; null if nothing is known of them */
  before: RequestCount | null
}

type TrafficWindow = { now: Date; minutes: number; deployedAt: Date | null }

/** Fewer errors may be chance, and so may a smaller share. */
const FEWEST_ERRORS = 3
const SMALLEST_SHARE = 0.01
const WORST = 5

/** Whether there are enough errors to be a symptom. */
export function isMany({ requests, errors }: RequestCount): boolean {
  return errors >= FEWEST_ERRORS && errors / requests >= SMALLEST_SHARE
}

/**
 * Counts the requests in nginx's log, which Docker keeps. Reads it as a stream: it may be as long as a disk allows.
 * @throws an Error if Docker or nginx's container is not there
 */
export async function readTraffic(
  home: Home,
  period: TrafficWindow,
  { shell, signal }: { shell: Pick<Shell, 'read'>; signal: AbortSignal },
): Promise<Traffic> {
  const tally = openTally(period)
  const output = linesTo(line => {
    const request = parseLine(line)
    if (request) tally.add(request)
  })
  await shell.read(logsSince(`${home.stack}-infra-nginx-1`, startOf(period)), { output, signal })
  return tally.end()
}

/** The moment from which requests matter. */
export function startOf({ now, minutes, deployedAt }: TrafficWindow): Date {
  return new Date(Math.min(now.getTime(), deployedAt?.getTime() ?? Infinity) - minutes * 60_000)
}

/** @returns null for a line that is not a request, and for requests that only check the service's health */
export function parseLine(line: string): LoggedRequest | null {
  try {
    const { at, host, path, status, closed } = JSON.parse(line) as Record<string, unknown>
    const moment = Date.parse(String(at))
    const ofApi = apiPath(String(host), String(path))
    if (Number.isNaN(moment) || typeof status !== 'number' || ofApi === '/health') return null
    return { at: moment, path: ofApi ? `API ${ofApi}` : `site ${path}`, status, closed: closed === 'yes' }
  } catch {
    return null
  }
}

export function openTally({ now, minutes, deployedAt }: TrafficWindow) {
  const windowMs = minutes * 60_000
  const recent: RequestCount = { requests: 0, errors: 0 }
  const before: RequestCount = { requests: 0, errors: 0 }
  const worst = new Map<string, number>()
  let [closed, firstError] = [0, Infinity]

  const count = (counted: RequestCount, isError: boolean) => {
    counted.requests++
    if (isError) counted.errors++
  }
  return {
    add({ at, path, status, closed: isClosed }: LoggedRequest) {
      const isError = status >= 500
      const deployed = deployedAt?.getTime() ?? Infinity
      if (!isClosed && at < deployed && at >= deployed - windowMs) count(before, isError)
      if (at < now.getTime() - windowMs) return
      if (isClosed) closed++
      else count(recent, isError)
      if (isClosed || !isError) return
      firstError = Math.min(firstError, at)
      worst.set(path, (worst.get(path) ?? 0) + 1)
    },
    end: (): Traffic => ({
      ...recent,
      minutes,
      closed,
      firstErrorAt: Number.isFinite(firstError) ? new Date(firstError).toISOString() : null,
      worst: [...worst]
        .map(([path, errors]) => ({ path, errors }))
        .sort((a, b) => b.errors - a.errors || a.path.localeCompare(b.path))
        .slice(0, WORST),
      before: before.requests ? before : null,
    }),
  }
}

export function wordTraffic(traffic: Traffic): FindingWords {
  const { requests, errors, minutes, closed, worst, firstErrorAt } = traffic
  const refused = closed ? `${closed} renvoyées à la page de maintenance` : ''
  if (!requests) return well(...[`aucune requête en ${minutes} min`, refused].filter(Boolean))
  const said = `${errors} réponses 5xx sur ${requests} en ${minutes} min (${percent(errors / requests)})`
  const since = firstErrorAt ? `la première à ${clockSecond(firstErrorAt)} UTC` : ''
  const most = worst.map(({ path, errors }) => `${path} (${errors})`).join(', ')
  const lines = [[said, since].filter(Boolean).join(', '), most && `le plus souvent : ${most}`, refused].filter(Boolean)
  return isMany(traffic) ? wrong(...lines) : well(...lines)
}

/** `12,5 %`. */
export function percent(share: number): string {
  const digits = share && share < 0.1 ? 1 : 0
  return `${(share * 100).toFixed(digits).replace('.', ',')} %`
}
