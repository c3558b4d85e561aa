import type { DiagramNode } from '../diagrams/diagram-nodes.ts'
import { withHint } from '../failure.ts'
import { rest } from '../time/wait-until.ts'
import type { Journal, Outcome, StepState } from './journal.ts'
import type { Progress } from './progress.ts'

/** What a step does. It may tell what it found, and should end early once the signal is aborted. */
export type StepAction<T> = (context: StepContext) => Promise<T> | T

export type StepContext = {
  tell(detail: string): void
  signal: AbortSignal
  /** tells that what the step was to look at could not be seen: the run goes on, and the step proves nothing */
  unseen(why: string): void
  /** notes that the whole run found nothing to change: it is then no measure of how long a change takes */
  nothingChanged(): void
  /** notes that the database is that of a former moment: what came after it is lost */
  broughtBack(moment: Date): void
}

type StepOptions = {
  /** how often it is tried in all, and the pause between two tries in milliseconds */
  retry?: { times: number; everyMs: number }
  /** takes back what the step did, or the half that it did; runs if this step or a later one fails */
  undo?: (() => Promise<unknown>) | UndoStep
}

/** An undo that is a step of the diagram itself, as « Revenir en arrière » is. */
type UndoStep = { node: StepNodes; title: string; act: StepAction<unknown> }

/** A node of the diagrams, or all the nodes that one step stands for. */
export type StepNodes = DiagramNode | readonly [DiagramNode, ...DiagramNode[]]

/**
 * Runs one step of a diagram. Its undo is registered before it runs: half a change is what most needs undoing.
 * @throws what the step throws once its tries are used up
 */
export type Step = <T>(node: StepNodes, title: string, act: StepAction<T>, how?: StepOptions) => Promise<T>

export type Ending<T> = { outcome: 'done'; value: T } | { outcome: Exclude<Outcome, 'done'>; error: Error }

type ProcedureTools = {
  journal: Journal
  progress: Progress
  /** aborted to stop the procedure: the step at work may end early, no other begins, and what was done is undone */
  signal: AbortSignal
}

/**
 * Runs a procedure whose steps are nodes of the diagrams, and gives each step its progress, its lines in the journal, its
 * retries and its undo. Never throws: the ending of a procedure that failed carries the error that stopped it.
 */
export async function runProcedure<T>(tools: ProcedureTools, recipe: (step: Step) => Promise<T>): Promise<Ending<T>> {
  const undos: UndoStep[] = []
  const startedAt = performance.now()
  const end = (outcome: Outcome, reason?: string) =>
    tools.journal.write({
      kind: 'ended',
      outcome,
      ms: Math.round(performance.now() - startedAt),
      ...(reason && { reason }),
    })

  const step: Step = async (node, title, act, { retry = { times: 1, everyMs: 0 }, undo } = {}) => {
    tools.signal.throwIfAborted()
    if (undo) undos.push(typeof undo === 'function' ? { node, title: `défaire : ${title}`, act: undo } : undo)
    return tryStep(tools, 'step', { node, title }, act, retry)
  }

  try {
    const value = await recipe(step)
    end('done')
    return { outcome: 'done', value }
  } catch (thrown) {
    // The reason why a step was cut short is worth more than the step's own words about it.
    const error = asError(tools.signal.aborted ? tools.signal.reason : thrown)
    const outcome = await undoAll(tools, undos)
    end(outcome, withHint(error))
    return { outcome, error }
  }
}

/**
 * Waits for steps that run side by side: one that fails leaves none of the others at work behind it.
 * @throws what the first of them throws, once all have ended
 */
export async function allEnded<T extends readonly unknown[] | []>(steps: T) {
  await Promise.allSettled(steps)
  return Promise.all(steps)
}

/** Undoes the steps in reverse order. After one that cannot be undone the others are still tried, and the run is `stuck`. */
async function undoAll(
  { journal, progress }: ProcedureTools,
  undos: UndoStep[],
): Promise<'failed' | 'undone' | 'stuck'> {
  const never = new AbortController().signal
  let stuck = false
  for (const { node, title, act } of undos.reverse())
    await tryStep({ journal, progress, signal: never }, 'undo', { node, title }, act, { times: 1, everyMs: 0 }).catch(
      () => {
        stuck = true
      },
    )
  return stuck ? 'stuck' : undos.length ? 'undone' : 'failed'
}

async function tryStep<T>(
  { journal, progress, signal }: ProcedureTools,
  kind: 'step' | 'undo',
  { node, title }: { node: StepNodes; title: string },
  act: StepAction<T>,
  { times, everyMs }: { times: number; everyMs: number },
): Promise<T> {
  const line = openStep({ journal, progress }, kind, node, title)
  for (let attempt = 1; ; attempt++) {
    try {
      // No step begins that cannot be written down; what was done before is undone all the same.
      const unwritten = kind === 'step' && journal.fault()
      if (unwritten) throw unwritten
      const value = await act({
        tell: line.tell,
        signal,
        unseen: line.unseen,
        nothingChanged: line.nothingChanged,
        broughtBack: line.broughtBack,
      })
      line.done(attempt)
      return value
    } catch (thrown) {
      const { message } = asError(thrown)
      if (attempt >= times || signal.aborted || journal.fault()) {
        line.failed(message)
        throw thrown
      }
      line.retried(message, `essai ${attempt} sur ${times}`)
      await rest(everyMs, signal).catch(() => {})
    }
  }
}

/** Begins a step in the journal and on the terminal, which then show each thing that happens to it. */
function openStep(
  { journal, progress }: Pick<ProcedureTools, 'journal' | 'progress'>,
  kind: 'step' | 'undo',
  nodes: StepNodes,
  title: string,
) {
  const startedAt = performance.now()
  const [node, ...also] = typeof nodes === 'string' ? [nodes] : nodes
  const step = { kind, node, ...(also.length && { also }), title }
  const line = progress.begin(kind, node, title)
  const lasted = () => Math.round(performance.now() - startedAt)
  const write = (state: StepState, noted: StepNotes = {}) =>
    journal.write({ ...step, state, ...(state !== 'started' && { ms: lasted() }), ...noted })
  const noted: StepNotes = {}
  const tell = (text: string) => {
    if (text) noted.detail = text
    line.tell(text)
  }
  write('started')
  return {
    tell,
    unseen(why: string) {
      noted.unseen = true
      tell(why)
    },
    nothingChanged: () => void Object.assign(noted, { unchanged: true }),
    broughtBack(moment: Date) {
      noted.broughtBack = moment.toISOString()
    },
    done(attempt: number) {
      if (attempt > 1 && !noted.detail) tell(`au ${attempt}e essai`)
      write('done', noted)
      line.end(noted.unseen ? 'unseen' : 'done', lasted())
    },
    failed(reason: string) {
      write('failed', { detail: reason })
      line.end('failed', lasted(), reason)
    },
    retried(reason: string, which: string) {
      write('retried', { detail: reason })
      line.tell(`${which} : ${reason}`)
    },
  }
}

/** What a step says of itself. */
type StepNotes = { detail?: string; unseen?: true; unchanged?: true; broughtBack?: string }

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
