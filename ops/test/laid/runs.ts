import type { DiagramNode } from '../../src/diagrams/diagram-nodes.ts'
import type { Home } from '../../src/environment/home.ts'
import { type Outcome, openJournal } from '../../src/procedure/journal.ts'
import { runProcedure, type Step } from '../../src/procedure/procedure.ts'
import { record } from '../record.ts'

type LaidStep = {
  node: DiagramNode
  state?: 'done' | 'failed'
  kind?: 'step' | 'undo'
  at?: Date
  unchanged?: true
  broughtBack?: string
}

type LaidRun = {
  procedure?: string
  input?: object
  steps?: LaidStep[]
  /** null: it was killed */
  outcome?: Outcome | null
  minutes?: number
  pid?: number
  lock?: string
}

/** Writes the journal of a run, by default a deployment that succeeded after five minutes. @returns its name */
export function layRun({ environment, runs }: Home, at: Date, laid: LaidRun = {}): string {
  const {
    procedure = 'deploy',
    input = {},
    steps = [],
    outcome = 'done',
    minutes = 5,
    pid = 1,
    lock = '../.lock',
  } = laid
  const run = `${at.toISOString().replaceAll(/\D/g, '')}-${procedure}`
  let moment = at
  const journal = openJournal(runs, run, () => moment)
  journal.write({ kind: 'started', run, procedure, environment, by: 'exploitante', pid, lock, input })
  for (const { node, state = 'done', kind = 'step', at: began = at, ...own } of steps) {
    moment = began
    journal.write({ kind, node, title: node, state: 'started' })
    journal.write({ kind, node, title: node, state, ms: 0, ...own })
  }
  if (outcome) journal.write({ kind: 'ended', outcome, ms: minutes * 60_000 })
  journal.close()
  return run
}

/** Runs a deployment of prod with a real journal in this folder, which says that it all happened at one moment. @returns how it ended */
export async function runDeployment<T>(
  { runs, run, at }: { runs: string; run: string; at: string },
  recipe: (step: Step) => Promise<T>,
) {
  const journal = openJournal(runs, run, () => new Date(at))
  const started = { procedure: 'deploy', environment: 'prod', by: 'Jenkins', pid: 1, lock: '../.lock', input: {} }
  journal.write({ kind: 'started', run, ...started })
  const ending = await runProcedure(
    { journal, progress: record().progress, signal: new AbortController().signal },
    recipe,
  )
  journal.close()
  return ending
}
