import { durationWords } from '../time/duration.ts'
import { clockSecond, secondText } from '../time/words.ts'
import type { Run, StepRun } from './runs.ts'

/** The states of a run, as the operator reads them. */
export const stateWords: Record<Run['state'], string> = {
  running: 'en cours',
  done: 'réussi',
  failed: 'échoué',
  undone: 'échoué, défait',
  stuck: 'bloqué : à regarder',
  interrupted: 'interrompu',
  unknown: 'journal abîmé',
}

/** A run in one line. */
export function runLine(run: Run): string {
  const duration = run.ms === null ? '' : durationWords(run.ms)
  const state = stateWords[run.state].padEnd(19)
  return `${secondText(run.startedAt)}  ${run.environment.padEnd(7)}  ${run.procedure.padEnd(10)}  ${state}  ${duration.padStart(8)}  ${run.name}`
}

/** A run step by step: when each began, how long it took, each retry, and what it reported. */
export function runTimeline(run: Run): string {
  const head = `${run.procedure} ${run.environment} · ${stateWords[run.state]} · ${run.by} · ${secondText(run.startedAt)}`
  const notes = run.notes.map(note => `  ! ${note}`)
  const damage = run.damage ? [`  ! ${run.damage}`] : []
  const reason = run.reason ? [`  ✗ ${run.reason}`] : []
  const longest = longestWords(run)
  const time = longest ? [`  ${longest}`] : []
  return `${[head, ...run.steps.flatMap(stepLines), ...notes, ...damage, ...reason, ...time].join('\n')}\n`
}

const SHOWN = 5
const SHORTEST_MS = 1_000

/** Where the time of a run went: its longest steps with what each took, in French; empty if none took a second. */
export function longestWords({ steps }: Pick<Run, 'steps'>): string {
  const longest = steps
    .filter(({ ms }) => (ms ?? 0) >= SHORTEST_MS)
    .toSorted((one, other) => (other.ms ?? 0) - (one.ms ?? 0))
    .slice(0, SHOWN)
    .map(({ title, ms }) => `${title} ${durationWords(ms ?? 0)}`)
  return longest.length ? `Le plus long : ${longest.join(' · ')}` : ''
}

function stepLines(step: StepRun): string[] {
  const done = step.kind === 'undo' ? '↩' : step.unseen ? '?' : '✓'
  const mark = { running: '…', done, failed: '✗' }[step.state]
  const took = step.ms === null ? '' : ` (${durationWords(step.ms)})`
  const detail = step.detail ? ` · ${step.detail}` : ''
  const line = `  ${clockSecond(step.startedAt)} ${mark} ${step.node.padEnd(7)} ${step.title}${detail}${took}`
  return [line, ...step.retries.map((reason, index) => `${' '.repeat(20)}essai ${index + 1} : ${reason}`)]
}
