import { approvalNodes, goBackNodes } from '../../deploy/nodes.ts'
import { environments } from '../../environment/environment.ts'
import type { Run } from '../../runs/runs.ts'
import { ageWords, DAY_MS, durationWords } from '../../time/duration.ts'
import type { IndicatorFacts } from '../facts.ts'
import { type IndicatorPeriod, isWithin } from '../period.ts'
import { counted, inFigures, type Measure } from './measure.ts'
import { takenBackIn } from './taken-back.ts'

type DeploymentFacts = Pick<IndicatorFacts, 'runs' | 'provenMs'>

const SUCCESS = 0.95

/** The runs that began in a period, and what became of them. `good`: still in service, or until the next one. */
type Deployments = { all: Run[]; good: Run[]; takenBack: Run[]; refused: number }

/**
 * What counts as a deployment: a run of `tiptop deploy` that began in this period and is over. One that is under way is
 * counted once it ends. A dry run, and a run that was refused before its first step, leave no journal and never count; nor
 * does one that broke off at its first step, which asks for a person's approval: nothing had begun.
 */
function deploymentsIn({ runs, provenMs }: DeploymentFacts, period: IndicatorPeriod): Deployments {
  const ended = runs.filter(
    ({ procedure, startedAt, state }) =>
      procedure === 'deploy' && state !== 'running' && isWithin(new Date(startedAt), period),
  )
  const all = ended.filter(run => !isRefused(run))
  const left = takenBackIn(runs, provenMs)
  const takenBack = all.filter(({ name }) => left.has(name))
  const good = all.filter(run => run.state === 'done' && !takenBack.includes(run))
  return { all, good, takenBack, refused: ended.length - all.length }
}

/** What serves is looked at by a step of the same node, which comes second. */
function isRefused({ environment, state, steps }: Run): boolean {
  const [first, second] = steps
  return state === 'failed' && !second && first !== undefined && nodesIn(environment, approvalNodes).has(first.node)
}

/**
 * On how many days a release was put in service, as a share of the days (UTC) of the period. Many on one day are one day.
 * A day that the period holds in part, and that of the first run of a younger environment, count only with a deployment.
 * Met if every day has one.
 * @returns null if nothing ever ran here before the end of the period
 */
export function frequency(facts: DeploymentFacts, period: IndicatorPeriod): Measure | null {
  const first = Math.min(...facts.runs.map(({ startedAt }) => Date.parse(startedAt)))
  if (!(first < period.to.getTime())) return null
  const { good } = deploymentsIn(facts, period)
  const moments = good.map(({ startedAt }) => Date.parse(startedAt)).sort((a, b) => a - b)
  const on = new Set(moments.map(at => Math.floor(at / DAY_MS)))
  const from = Math.ceil(Math.max(first, period.from.getTime()) / DAY_MS)
  const to = Math.floor(period.to.getTime() / DAY_MS)
  const inPart = [...on].filter(day => day < from || day >= to).length
  const days = Math.max(1, Math.max(0, to - from) + inPart)
  const gap = medianGap(moments)
  return {
    value: on.size / days,
    said: `${counted(on.size, 'jour')} sur ${days}`,
    held: on.size === days,
    details: [
      counted(good.length, 'version mise en service', 'versions mises en service'),
      ...(gap === null ? [] : [`entre deux, ${durationWords(gap)} (médiane)`]),
    ],
    doubts: [],
  }
}

/** Milliseconds between two moments that follow each other; null if there are fewer than two. */
function medianGap(moments: readonly number[]): number | null {
  const gaps = moments.slice(1).map((at, place) => at - (moments[place] ?? at))
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? null
}

/**
 * The share of deployments that succeeded. Every other end counts against it: red checks, a registry that was down, a
 * release that was rolled back, a run that was killed, and a success that was taken back by hand soon after. Met above 95 %.
 * @returns null if there was no deployment
 */
export function successRate(facts: DeploymentFacts, period: IndicatorPeriod): Measure | null {
  const { all, good, takenBack, refused } = deploymentsIn(facts, period)
  if (!all.length) return null
  const bad = all.filter(({ state }) => state !== 'done')
  const value = good.length / all.length
  const reached = bad.filter(reachedPlayers).length
  const hours = ageWords(facts.provenMs)
  const young = good.filter(({ startedAt }) => period.to.getTime() - Date.parse(startedAt) < facts.provenMs).length
  return {
    value,
    said: `${inFigures(value * 100, 1)} %`,
    held: value > SUCCESS,
    details: [
      `${good.length} sur ${all.length}`,
      ...(bad.length ? [`${endings(bad)} ; ${reached} d’entre eux après la bascule des joueurs`] : []),
      ...(young ? [`${counted(young, 'réussi', 'réussis')} depuis moins de ${hours}, encore à l’essai`] : []),
      ...(refused ? [`${refused} sans accord : rien n’avait commencé, sans compter`] : []),
    ],
    doubts: takenBack.length
      ? [`${counted(takenBack.length, 'réussi, puis repris', 'réussis, puis repris')} à la main en moins de ${hours}`]
      : [],
  }
}

/** Whether traffic went to its release for a moment: what takes that back is on the way that it took. */
export function reachedPlayers({ environment, steps }: Pick<Run, 'environment' | 'steps'>): boolean {
  const nodes = nodesIn(environment, goBackNodes)
  return steps.some(({ kind, node }) => kind === 'undo' && nodes.has(node))
}

function nodesIn(environment: string, nodesOf: typeof goBackNodes): Set<string> {
  return new Set(environments.filter(one => one === environment).flatMap(nodesOf))
}

const ENDINGS: [Run['state'], string][] = [
  ['failed', 'arrêté'],
  ['undone', 'défait'],
  ['stuck', 'bloqué'],
  ['interrupted', 'interrompu'],
  ['unknown', 'au journal abîmé'],
]

function endings(runs: readonly Run[]): string {
  const said = ENDINGS.map(([state, word]) => ({ word, count: runs.filter(run => run.state === state).length }))
  return said
    .filter(({ count }) => count)
    .map(({ word, count }) => counted(count, word))
    .join(', ')
}
