import { basename, dirname, join } from 'node:path'
import type { DiagramNode } from '../diagrams/diagram-nodes.ts'
import { entryShape, type JournalEntry, type Outcome } from '../procedure/journal.ts'
import { isHeldBy } from '../procedure/lock.ts'
import { sentenceOf } from '../state/damaged-file.ts'
import { readLines } from '../state/read-lines.ts'
import { namesIn } from '../state/read-state.ts'
import { timeOfStamp } from '../time/stamp.ts'

/** The lock of an environment, from the folder of its journals. */
const LOCK = '../.lock'

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
  /** what it was to look at could not be seen: it proves nothing */
  unseen?: true
  ms: number | null
}

/**
 * A run of a procedure. `interrupted`: it was killed, and its journal breaks off. `unknown`: its journal is damaged, and
 * may have lost its end.
 */
export type Run = {
  name: string
  procedure: string
  environment: string
  by: string
  /** the arguments of the command */
  input: Record<string, unknown>
  startedAt: string
  /** its place among the runs of its environment, which no clock moves; null if its journal does not say */
  order: number | null
  state: Outcome | 'running' | 'interrupted' | 'unknown'
  ms: number | null
  reason: string | null
  /** it found nothing to change */
  unchanged: boolean
  /** the moment of the database that it brought back; null if it left the database as it was */
  broughtBack: string | null
  steps: StepRun[]
  notes: string[]
  /** what its journal no longer says, in French; null if it is whole */
  damage: string | null
}

/**
 * The runs whose journals are in this folder, the newest first. Of a damaged one there is what is still known.
 * @throws DamagedFile if the folder cannot be looked into
 */
export async function listRuns(folder: string): Promise<Run[]> {
  const files = (await namesIn(folder)).filter(file => file.endsWith('.jsonl')).sort()
  const runs = await Promise.all(files.reverse().map(file => readRun(join(folder, file))))
  return runs.map(run => ({ ...run, order: run.order ?? lostOrder(run, runs) })).sort(newestFirst)
}

/** Runs without a place are older than all others, and sort by when they began. */
export function newestFirst(one: Run, other: Run): number {
  return (other.order ?? 0) - (one.order ?? 0) || other.startedAt.localeCompare(one.startedAt)
}

/** A damaged journal that lost its place comes right behind the last run that began before it. */
function lostOrder({ damage, startedAt }: Run, runs: readonly Run[]): number | null {
  if (!damage) return null
  const before = runs.flatMap(run => (run.order !== null && run.startedAt <= startedAt ? [run.order] : []))
  return before.length ? Math.max(...before) + 0.5 : null
}

/**
 * Reads a journal. An unfinished run lives as long as it holds its lock: the number of its process may be that of
 * another one by now, and is a different one in another container. Of a damaged journal it says what is still known.
 */
export async function readRun(file: string): Promise<Run> {
  const { run, lock } = await parseRun(file)
  const open = run.state === 'interrupted' || run.state === 'unknown'
  if (!open || !lock) return run
  if (await isHeldBy(run.name, join(dirname(file), lock))) return { ...run, state: 'running' }
  // It may have ended since its journal was read.
  return (await parseRun(file)).run
}

/** `interrupted`, unless its journal has an end, or may have lost it. */
async function parseRun(file: string): Promise<{ run: Run; lock: string | undefined }> {
  const { lines, damage } = await readLines(file, entryShape)
  const first = lines.find(({ kind }) => kind === 'started')
  const known = first?.kind === 'started' ? first : startOf(file)
  const run: Run = {
    name: known.run,
    procedure: known.procedure,
    environment: known.environment,
    by: known.by,
    input: known.input as Run['input'],
    startedAt: known.at,
    order: known.order ?? null,
    state: damage ? 'unknown' : 'interrupted',
    ms: null,
    reason: null,
    unchanged: false,
    broughtBack: null,
    steps: [],
    notes: [],
    damage: damage && sentenceOf(damage),
  }
  for (const entry of lines) follow(run, entry)
  return { run, lock: known.lock }
}

/** What the path of a journal says of its run, whose first line is lost: `<environment>/runs/20261123-041500-deploy-3f2a.jsonl`. */
function startOf(file: string) {
  const run = basename(file, '.jsonl')
  const [, day = '', procedure = ''] = /^(\d{8}-\d{6})-(.+)-[^-]+$/.exec(run) ?? []
  const begun = timeOfStamp(day)
  const at = Number.isNaN(begun.getTime()) ? new Date(0) : begun
  const environment = basename(dirname(dirname(file)))
  return {
    run,
    procedure: procedure || run,
    environment,
    by: 'inconnu',
    input: {},
    at: at.toISOString(),
    lock: LOCK,
    order: undefined,
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
  // Steps that run side by side may stand at one node.
  const isIt = (step: StepRun) => step.kind === kind && step.node === node && step.title === title
  const step = run.steps.findLast(step => isIt(step) && step.state === 'running')
  if (!step) return
  if (state === 'retried') step.retries.push(entry.detail ?? '')
  else
    Object.assign(step, {
      state,
      detail: entry.detail ?? null,
      ms: entry.ms ?? null,
      ...(entry.unseen && { unseen: true }),
    })
}
