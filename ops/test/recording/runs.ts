import type { Run, StepRun } from '../../src/runs/runs.ts'

const MINUTE = 60_000

/** A deployment of production that began at this moment and succeeded after five minutes, except for what is given. */
export function runAt(at: Date, own: Partial<Run> = {}): Run {
  return {
    name: `run-${at.toISOString()}`,
    procedure: 'deploy',
    environment: 'prod',
    by: 'Jenkins',
    ms: 5 * MINUTE,
    input: {},
    startedAt: at.toISOString(),
    state: 'done',
    reason: null,
    unchanged: false,
    broughtBack: null,
    damage: null,
    order: null,
    steps: [],
    notes: [],
    ...own,
  }
}

/** A step that began at this moment and succeeded at once, except for what is given. */
export function stepAt(node: StepRun['node'], at: Date, own: Partial<StepRun> = {}): StepRun {
  const started = { title: '', startedAt: at.toISOString(), detail: null, ms: 0 }
  return { kind: 'step', node, also: [], state: 'done', retries: [], ...started, ...own }
}
