import type { DiagramNode } from '../diagrams/diagram-nodes.ts'
import { rest } from '../time/wait-until.ts'
import type { Journal, Outcome, StepState } from './journal.ts'
import type { Progress } from './progress.ts'

/** What a step is given: where to say what it found, and whether it is asked to stop. */
export type Act<T> = (at: { tell(detail: string): void; signal: AbortSignal }) => Promise<T> | T

export type How = {
  /** how often it is tried in all, and the pause between two tries */
  retry?: { times: number; everyMs: number }
  /** takes back what the step did, also when it did only half of it; runs when the procedure fails later on */
  undo?: (() => Promise<unknown>) | Undo
}

/** An undo that is a step of the diagram itself, as « Revenir en arrière » is. */
export type Undo = { node: Where; title: string; act: Act<unknown> }

/** A node, or all the nodes that one step stands for: in this diagram and in those that it is part of. */
export type Where = DiagramNode | readonly [DiagramNode, ...DiagramNode[]]

/**
 * One step of a diagram. Its undo is registered before it runs: half a change is what most needs undoing.
 * Throws what the step throws once its tries are used up.
 */
export type Step = <T>(node: Where, title: string, act: Act<T>, how?: How) => Promise<T>

export type Ending<T> = { outcome: 'done'; value: T } | { outcome: Exclude<Outcome, 'done'>; error: Error }

type Tools = {
  journal: Journal
  progress: Progress
  /** asks the procedure to stop: the step at work may end early, no other begins, and what was done is undone */
  signal: AbortSignal
}

/**
 * Runs a procedure whose steps are nodes of the diagrams. What every step gets for free lives here: progress, journal,
 * retry and undo. Never throws: a procedure that failed says so, with the error that stopped it.
 */
export async function runProcedure<T>(tools: Tools, recipe: (step: Step) => Promise<T>): Promise<Ending<T>> {
  const undos: Undo[] = []
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
    // What a step says of being cut short is of no use to anybody: why it was is.
    const error = asError(tools.signal.aborted ? tools.signal.reason : thrown)
    const outcome = await undoAll(tools, undos)
    end(outcome, error.message)
    return { outcome, error }
  }
}

/** Takes back the steps in reverse order. One that cannot be taken back leaves the rest to be tried, and a person to look. */
async function undoAll({ journal, progress }: Tools, undos: Undo[]): Promise<'failed' | 'undone' | 'stuck'> {
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
  { journal, progress, signal }: Tools,
  kind: 'step' | 'undo',
  { node: where, title }: { node: Where; title: string },
  act: Act<T>,
  { times, everyMs }: { times: number; everyMs: number },
): Promise<T> {
  const startedAt = performance.now()
  const [node, ...also] = typeof where === 'string' ? [where] : where
  const line = progress.begin(kind, node, title)
  let detail: string | undefined
  const tell = (text: string) => {
    detail = text
    line.tell(text)
  }
  const write = (state: StepState, more?: string) => {
    const ms = Math.round(performance.now() - startedAt)
    journal.write({
      kind,
      node,
      ...(also.length && { also }),
      title,
      state,
      ...(state !== 'started' && { ms }),
      ...(more && { detail: more }),
    })
  }
  write('started')
  for (let attempt = 1; ; attempt++) {
    try {
      // No step begins that cannot be written down; what was done before is taken back all the same.
      const unwritten = kind === 'step' && journal.fault()
      if (unwritten) throw unwritten
      const value = await act({ tell, signal })
      if (attempt > 1 && !detail) tell(`au ${attempt}e essai`)
      write('done', detail)
      line.end('done', performance.now() - startedAt)
      return value
    } catch (thrown) {
      const { message } = asError(thrown)
      if (attempt >= times || signal.aborted || journal.fault()) {
        write('failed', message)
        line.end('failed', performance.now() - startedAt, message)
        throw thrown
      }
      write('retried', message)
      line.tell(`essai ${attempt} sur ${times} : ${message}`)
      await rest(everyMs, signal).catch(() => {})
    }
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
