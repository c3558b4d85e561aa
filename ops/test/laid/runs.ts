import type { DiagramNode } from '../../src/diagrams/diagram-nodes.ts'
import type { Home } from '../../src/environment/home.ts'
import { type Outcome, openJournal } from '../../src/procedure/journal.ts'

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
