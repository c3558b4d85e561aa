import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DiagramNode } from '../diagrams/diagram-nodes.ts'
import { Failure } from '../failure.ts'
import type { JournalEntry, Outcome } from '../procedure/journal.ts'
import { isHeldBy } from '../procedure/lock.ts'

/** One execution of a step, read from a journal. */
export type StepRun = {
  kind: 'step' | 'undo'
  node: DiagramNode
  /** other nodes that the same step covers */
  also: DiagramNode[]
  title: string
  startedAt: string
  state: 'running' | 'done' | 'failed'
  /** the reason of each retry */
  retries: string[]
  detail: string | null
  ms: number | null
}

/** A run of a procedure. `interrupted`: it was killed, and its journal breaks off. */
export type Run = {
  name: string
  procedure: string
  environment: string
  by: string
  /** the arguments of the command */
  input: Record<string, unknown>
  startedAt: string
  state: Outcome | 'running' | 'interrupted'
  ms: number | null
  reason: string | null
  /** it found nothing to change */
  unchanged: boolean
  /** the moment of the database that it brought back; null if it left the database as it was */
  broughtBack: string | null
  steps: StepRun[]
  notes: string[]
}

/** The runs whose journals are in this folder, the newest first. A run that was killed before its first line is left out. */
export async function listRuns(folder: string): Promise<Run[]> {
  const files = (await readdir(folder).catch(() => [])).filter(file => file.endsWith('.jsonl')).sort()
  const begun = await Promise.all(files.map(async file => (await readFile(join(folder, file), 'utf8')).includes('\n')))
  const runs = await Promise.all(
    files
      .filter((_, place) => begun[place])
      .reverse()
      .map(file => readRun(join(folder, file))),
  )
  // Names are only precise to a second, in which two runs may have begun.
  return runs.toSorted((one, other) => other.startedAt.localeCompare(one.startedAt))
}

/**
 * Reads a journal. A run that has not ended lives as long as it holds its lock: the number of its process may be that of
 * another one by now, and is a different one in another container.
 * @throws a Failure if the file is not a journal
 */
export async function readRun(file: string): Promise<Run> {
  const { run, lock } = await parseRun(file)
  if (run.state !== 'interrupted' || !lock) return run
  if (await isHeldBy(run.name, join(dirname(file), lock))) return { ...run, state: 'running' }
  // It may have ended since its journal was read.
  return (await parseRun(file)).run
}

/** `interrupted`, unless its journal has an end. */
async function parseRun(file: string): Promise<{ run: Run; lock: string | undefined }> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean)
  const entries = lines.flatMap((line, index) => parseLine(line, index === lines.length - 1))
  const [first] = entries
  if (first?.kind !== 'started') throw new Failure('damaged', `${file} n'est pas le journal d'une exécution.`)
  const run: Run = {
    name: first.run,
    procedure: first.procedure,
    environment: first.environment,
    by: first.by,
    input: first.input as Run['input'],
    startedAt: first.at,
    state: 'interrupted',
    ms: null,
    reason: null,
    unchanged: false,
    broughtBack: null,
    steps: [],
    notes: [],
  }
  for (const entry of entries) follow(run, entry)
  return { run, lock: first.lock }
}

/** A killed run may leave half a line, only at the end. */
function parseLine(line: string, isLast: boolean): JournalEntry[] {
  try {
    return [JSON.parse(line) as JournalEntry]
  } catch (error) {
    if (isLast) return []
    throw error
  }
}

function follow(run: Run, entry: JournalEntry): void {
  if (entry.kind === 'note') run.notes.push(entry.text)
  if (entry.kind === 'ended') Object.assign(run, { state: entry.outcome, ms: entry.ms, reason: entry.reason ?? null })
  if (entry.kind !== 'step' && entry.kind !== 'undo') return
  if (entry.unchanged) run.unchanged = true
  if (entry.broughtBack) run.broughtBack = entry.broughtBack
  const { kind, node, also = [], title, state } = entry
  if (state === 'started') {
    run.steps.push({
      kind,
      node,
      also,
      title,
      startedAt: entry.at,
      state: 'running',
      retries: [],
      detail: null,
      ms: null,
    })
    return
  }
  const step = run.steps.findLast(step => step.kind === kind && step.node === node && step.state === 'running')
  if (!step) return
  if (state === 'retried') step.retries.push(entry.detail ?? '')
  else Object.assign(step, { state, detail: entry.detail ?? null, ms: entry.ms ?? null })
}
