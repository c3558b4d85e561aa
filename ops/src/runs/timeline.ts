import { inSeconds } from '../procedure/progress.ts'
import type { Run, StepRun } from './runs.ts'

/** How a run stands, as the operator reads it. */
export const stateWords: Record<Run['state'], string> = {
  running: 'en cours',
  done: 'réussi',
  failed: 'échoué',
  undone: 'échoué, défait',
  stuck: 'bloqué : à regarder',
  interrupted: 'interrompu',
}

/** A run in one line. */
export function runLine(run: Run): string {
  const duration = run.ms === null ? '' : inSeconds(run.ms)
  const state = stateWords[run.state].padEnd(19)
  return `${when(run.startedAt)}  ${run.environment.padEnd(7)}  ${run.procedure.padEnd(10)}  ${state}  ${duration.padStart(8)}  ${run.name}`
}

/** A run step by step: when each began, how long it took, how often it was tried, what it said. */
export function runTimeline(run: Run): string {
  const head = `${run.procedure} ${run.environment} · ${stateWords[run.state]} · ${run.by} · ${when(run.startedAt)}`
  const notes = run.notes.map(note => `  ! ${note}`)
  const reason = run.reason ? [`  ✗ ${run.reason}`] : []
  return `${[head, ...run.steps.flatMap(stepLines), ...notes, ...reason].join('\n')}\n`
}

function stepLines(step: StepRun): string[] {
  const mark = { running: '…', done: step.kind === 'undo' ? '↩' : '✓', failed: '✗' }[step.state]
  const took = step.ms === null ? '' : ` (${inSeconds(step.ms)})`
  const detail = step.detail ? ` · ${step.detail}` : ''
  const line = `  ${step.startedAt.slice(11, 19)} ${mark} ${step.node.padEnd(7)} ${step.title}${detail}${took}`
  return [line, ...step.retries.map((reason, index) => `${' '.repeat(20)}essai ${index + 1} : ${reason}`)]
}

/** `2026-11-23 02:00:00` UTC, as every journal has it. */
function when(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}`
}
