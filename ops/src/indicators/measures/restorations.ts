import type { Run } from '../../runs/runs.ts'
import { durationWords } from '../../time/duration.ts'
import type { RehearsalTimes } from '../facts.ts'
import { type IndicatorPeriod, isWithin } from '../period.ts'
import { reachedPlayers } from './deployments.ts'
import { counted, type Measure } from './measure.ts'

const OBJECTIVE_MS = 30 * 60_000

/** One time that the service was restored. `ms`: how long that took; null if it failed. */
type Restoration = { what: string; at: Date; ms: number | null }

const PROCEDURES = new Set(['rollback', 'restore'])

/**
 * What counts as a restoration: a rehearsal; a run of `rollback` or `restore` that got past its first step, which refuses
 * what cannot be done; a deployment that was undone after players had reached it, from the step that failed to the end.
 */
function restorationsIn(
  runs: readonly Run[],
  rehearsals: readonly RehearsalTimes[],
  period: IndicatorPeriod,
): Restoration[] {
  const all = [
    ...rehearsals.map(({ name, at, rtoMs }) => ({ what: `l’exercice ${name}`, at, ms: rtoMs })),
    ...runs.flatMap(run => (PROCEDURES.has(run.procedure) ? byHand(run) : byItself(run))),
  ]
  return all.filter(({ at }) => isWithin(at, period)).sort((a, b) => a.at.getTime() - b.at.getTime())
}

function byHand({ name, startedAt, state, ms, steps }: Run): Restoration[] {
  if (state === 'running' || steps.length < 2) return []
  return [{ what: name, at: new Date(startedAt), ms: state === 'done' ? ms : null }]
}

function byItself(run: Run): Restoration[] {
  if (run.procedure !== 'deploy' || run.state === 'running' || !reachedPlayers(run)) return []
  const failed = run.steps.findLast(({ kind, state }) => kind === 'step' && state === 'failed')
  const at = new Date(failed?.startedAt ?? run.startedAt)
  const ended = run.ms === null ? null : Date.parse(run.startedAt) + run.ms
  return [{ what: `le retour de ${run.name}`, at, ms: run.state === 'undone' && ended ? ended - at.getTime() : null }]
}

/**
 * RTO: the longest restoration of the period, real or rehearsed. Met if it took less than 30 minutes and the last
 * restoration of all succeeded: after a failure no time can be promised.
 * @returns null if nothing was restored or rehearsed
 */
export function recoveryTime(
  runs: readonly Run[],
  rehearsals: readonly RehearsalTimes[],
  period: IndicatorPeriod,
): Measure | null {
  const all = restorationsIn(runs, rehearsals, period)
  const last = all.at(-1)
  if (!last) return null
  const good = all.flatMap(({ what, ms }) => (ms === null ? [] : [{ what, ms }])).sort((a, b) => b.ms - a.ms)
  const [longest] = good
  const failed = all.length - good.length
  return {
    value: longest?.ms ?? null,
    said: longest ? durationWords(longest.ms) : 'aucun retour n’a abouti',
    held: longest !== undefined && longest.ms < OBJECTIVE_MS && last.ms !== null,
    details: [
      ...(longest ? [`le plus long de ${counted(good.length, 'retour')} : ${longest.what}`] : []),
      ...(failed ? [`${counted(failed, 'retour')} sans succès`] : []),
      ...(last.ms === null ? [`le dernier, ${last.what}, n’a pas abouti`] : []),
    ],
    doubts: [],
  }
}
