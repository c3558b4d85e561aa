import { newestFirst, type Run } from '../../runs/runs.ts'
import type { IncidentSpan } from '../facts.ts'
import { reachedPlayers } from './deployments.ts'

/** One try to restore the service. `ms`: how long it took; null if it failed. `clockMoved`: the clock went back in it. */
type Try = { name: string; what: string; at: number; ms: number | null; clockMoved: boolean }

/**
 * One time that the service was restored, in as many tries as it took. `ms`: from the first try to the end of the last one;
 * null if that failed.
 */
export type Restoration = {
  what: string
  /** when the last try began */
  at: Date
  ms: number | null
  tries: number
  firstAt: Date
  /** the incident that it ended, if one was open; null for a rehearsal */
  incident: IncidentSpan | null
  /** the clock went back meanwhile, so `ms` is a lower bound */
  clockMoved: boolean
}

const PROCEDURES = new Set(['rollback', 'restore'])

/**
 * What counts as a restoration: runs of `rollback` or `restore` that got past their first step, which refuses what cannot
 * be done, and found something to change; deployments that were undone after players had reached them, from the step that
 * failed to the end. All tries of one incident are one restoration. Without an incident, a try that failed belongs to the
 * next one, unless a deployment succeeded in between.
 */
export function restorationsOf(runs: readonly Run[], incidents: readonly IncidentSpan[], until: Date): Restoration[] {
  const groups: { tries: Try[]; incident: IncidentSpan | null }[] = []
  const sorted = runs.toSorted((a, b) => newestFirst(b, a))
  let mended = false
  for (const run of sorted.filter(({ startedAt }) => Date.parse(startedAt) < until.getTime())) {
    if (run.procedure === 'deploy' && run.state === 'done') mended = true
    const attempt = tryOf(run)
    if (!attempt) continue
    const incident = incidents.find(span => isDuring(attempt, span)) ?? null
    const former = groups.at(-1)
    if (former && !mended && belongs(former, incident)) {
      former.tries.push(attempt)
      former.incident ??= incident
    } else groups.push({ tries: [attempt], incident })
    mended = false
  }
  return groups.map(restorationOf)
}

function tryOf(run: Run): Try | null {
  if (run.state === 'running') return null
  if (PROCEDURES.has(run.procedure)) return byHand(run)
  return run.procedure === 'deploy' && reachedPlayers(run) ? byItself(run) : null
}

function byHand({ name, startedAt, state, ms, steps, unchanged }: Run): Try | null {
  if (steps.length < 2 || unchanged) return null
  return { name, what: name, at: Date.parse(startedAt), ms: state === 'done' ? ms : null, clockMoved: false }
}

function byItself({ name, startedAt, state, ms, steps }: Run): Try {
  const began = Date.parse(startedAt)
  const failed = steps.findLast(({ kind, state }) => kind === 'step' && state === 'failed')
  const at = Date.parse(failed?.startedAt ?? startedAt)
  const ended = ms === null || state !== 'undone' ? null : began + ms
  // A run measures its length without the clock, and a step cannot have failed outside it.
  const clockMoved = at < began || (ended !== null && at > ended)
  const own = { name, what: `le retour de ${name}`, clockMoved }
  return clockMoved ? { ...own, at: began, ms: ended && ms } : { ...own, at, ms: ended && ended - at }
}

function isDuring({ at }: Try, { beganAt, overAt }: IncidentSpan): boolean {
  return beganAt.getTime() <= at && (overAt === null || at < overAt.getTime())
}

/** Whether one more try, in this incident or in none, goes on with a restoration. */
function belongs(former: { tries: Try[]; incident: IncidentSpan | null }, incident: IncidentSpan | null): boolean {
  if (former.incident) return former.incident === incident
  return former.tries.at(-1)?.ms === null
}

function restorationOf({ tries, incident }: { tries: Try[]; incident: IncidentSpan | null }): Restoration {
  const [first, last] = [tries[0], tries.at(-1)] as [Try, Try]
  const lasted = last.ms === null ? null : last.at + last.ms - first.at
  const atLeast = Math.max(...tries.map(({ ms }) => ms ?? 0))
  return {
    what: last.what,
    at: new Date(last.at),
    ms: lasted === null ? null : Math.max(lasted, atLeast),
    tries: tries.length,
    firstAt: new Date(first.at),
    incident,
    clockMoved: tries.some(({ clockMoved }) => clockMoved) || incident?.leastMs != null,
  }
}
