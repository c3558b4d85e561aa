import { goBackNodes } from '../../deploy/nodes.ts'
import { environments } from '../../environment/environment.ts'
import type { Run } from '../../runs/runs.ts'
import { DAY_MS } from '../../time/duration.ts'
import { type IndicatorPeriod, isWithin } from '../period.ts'
import { counted, inFigures, type Measure } from './measure.ts'

const DAILY = 1
const SUCCESS = 0.95

/**
 * What counts as a deployment: a run of `tiptop deploy` that began in this period and is over. One that is under way is
 * counted once it ends. A dry run, and a run that was refused before its first step, leave no journal and never count.
 */
function deploymentsIn(runs: readonly Run[], period: IndicatorPeriod): Run[] {
  const began = runs.filter(
    ({ procedure, startedAt }) => procedure === 'deploy' && isWithin(new Date(startedAt), period),
  )
  return began.filter(({ state }) => state !== 'running')
}

/**
 * How many releases were put in service a day: deployments that succeeded, divided by the days of the period. If the first
 * run of this environment is younger than the period, days count from it, at least one. Met at one a day or more.
 * @returns null if nothing ever ran here before the end of the period
 */
export function frequency(runs: readonly Run[], period: IndicatorPeriod): Measure | null {
  const first = Math.min(...runs.map(({ startedAt }) => Date.parse(startedAt)))
  if (!(first < period.to.getTime())) return null
  const days = Math.max(1, (period.to.getTime() - Math.max(first, period.from.getTime())) / DAY_MS)
  const good = deploymentsIn(runs, period).filter(({ state }) => state === 'done')
  const on = new Set(good.map(({ startedAt }) => startedAt.slice(0, 10)))
  const value = good.length / days
  return {
    value,
    said: `${inFigures(value, value < 10 ? 1 : 0)} par jour`,
    held: value >= DAILY,
    details: [
      `${counted(good.length, 'version mise', 'versions mises')} en service, sur ${counted(on.size, 'jour')} parmi ${Math.ceil(days)}`,
    ],
    doubts: [],
  }
}

/**
 * The share of deployments that succeeded. Every other end counts against it: red checks, a registry that was down, a
 * release that was rolled back, a run that was killed. Met above 95 %.
 * @returns null if there was no deployment
 */
export function successRate(runs: readonly Run[], period: IndicatorPeriod): Measure | null {
  const all = deploymentsIn(runs, period)
  if (!all.length) return null
  const bad = all.filter(({ state }) => state !== 'done')
  const value = (all.length - bad.length) / all.length
  const reached = bad.filter(reachedPlayers).length
  return {
    value,
    said: `${inFigures(value * 100, 1)} %`,
    held: value > SUCCESS,
    details: [
      `${all.length - bad.length} sur ${all.length}`,
      ...(bad.length ? [`${endings(bad)} ; ${reached} d’entre eux après la bascule des joueurs`] : []),
    ],
    doubts: [],
  }
}

/** Whether everybody was sent to its release for a moment: what takes that back is on the way that it took. */
export function reachedPlayers({ environment, steps }: Pick<Run, 'environment' | 'steps'>): boolean {
  const nodes = new Set<string>(environments.filter(one => one === environment).flatMap(goBackNodes))
  return steps.some(({ kind, node }) => kind === 'undo' && nodes.has(node))
}

const ENDINGS: [Run['state'], string][] = [
  ['failed', 'arrêté'],
  ['undone', 'défait'],
  ['stuck', 'bloqué'],
  ['interrupted', 'interrompu'],
]

function endings(runs: readonly Run[]): string {
  const said = ENDINGS.map(([state, word]) => ({ word, count: runs.filter(run => run.state === state).length }))
  return said
    .filter(({ count }) => count)
    .map(({ word, count }) => counted(count, word))
    .join(', ')
}
