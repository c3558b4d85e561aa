import { appendFileSync, closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { DiagramNode } from '../diagrams/diagram-nodes.ts'
import { stampOf } from '../time/stamp.ts'
import { isFull, noRoom, spaceAt } from '../tools/free-space.ts'
import { inFrench } from '../tools/system-errors.ts'

const outcomes = ['done', 'failed', 'undone', 'stuck'] as const

/** How a procedure ended. `undone`: it failed, and everything that it had done is undone. `stuck`: a person must look. */
export type Outcome = (typeof outcomes)[number]

const stepStates = ['started', 'retried', 'done', 'failed'] as const
export type StepState = (typeof stepStates)[number]

/** A node as journals name it: one that a diagram has lost since is still read. */
export const nodeShape = z.custom<DiagramNode>(value => typeof value === 'string' && /^\d\.\d\/[A-Z]{1,2}$/.test(value))

const at = z.iso.datetime()

/** One line of a journal: what happened at this moment. Durations are milliseconds. */
export const entryShape = z.discriminatedUnion('kind', [
  z.object({
    at,
    kind: z.literal('started'),
    run: z.string(),
    procedure: z.string(),
    environment: z.string(),
    by: z.string(),
    pid: z.number(),
    /** the lock that it holds while it lives, as a path from the folder of the journals */
    lock: z.string().optional(),
    /** its place among the runs of its environment, which no clock moves; missing in those from before there was one */
    order: z.number().int().positive().optional(),
    input: z.custom<object>(value => typeof value === 'object' && value !== null),
  }),
  z.object({
    at,
    kind: z.enum(['step', 'undo']),
    node: nodeShape,
    /** other nodes that the same step stands for */
    also: z.array(nodeShape).optional(),
    title: z.string(),
    state: z.enum(stepStates),
    ms: z.number().optional(),
    detail: z.string().optional(),
    /** what the step was to look at could not be seen */
    unseen: z.literal(true).optional(),
    /** the run found nothing to change */
    unchanged: z.literal(true).optional(),
    /** the moment of the database that is there now; what came after it is lost */
    broughtBack: z.string().optional(),
  }),
  z.object({ at, kind: z.literal('note'), text: z.string() }),
  z.object({
    at,
    kind: z.literal('ended'),
    outcome: z.enum(outcomes),
    ms: z.number(),
    reason: z.string().optional(),
  }),
])
export type JournalEntry = z.infer<typeof entryShape>

/** A line of a journal before it is written, which adds the moment. */
export type JournalEvent = JournalEntry extends infer E ? (E extends JournalEntry ? Omit<E, 'at'> : never) : never

/** Where a run writes down what it does, for reports and pages, even if it is killed. */
export type Journal = {
  /** never throws: a run goes on to its end, and is undone if it fails, whether or not it can be written down */
  write(event: JournalEvent): void
  /** why something could not be written, in French, or null; the journal ends with a whole line all the same */
  fault(): Error | null
  close(): void
}

/**
 * Opens the journal of a run: JSON lines in `<folder>/<run>.jsonl`, each on the disk before the run goes on, so that
 * the journal of a killed run names the step in which it died. It gets its name with its first line: without it, it does
 * not exist, and one that is empty has lost what it said.
 * @throws a Failure in French if it cannot be begun
 */
export function openJournal(folder: string, run: string, now: () => Date): Journal {
  const path = join(folder, `${run}.jsonl`)
  const part = `${path}.tmp`
  const file = openPart(folder, part)
  let size = 0
  let fault: Error | null = null
  return {
    fault: () => fault,
    write(event) {
      const line = Buffer.from(`${JSON.stringify({ at: now().toISOString(), ...event })}\n`)
      try {
        appendFileSync(file, line)
        fsyncSync(file)
        if (!size) nameNow(part, path)
        size += line.length
      } catch (error) {
        ftruncateSync(file, size)
        fault ??= isFull(error)
          ? noRoom(spaceAt(folder), 'et le journal ne peut plus être tenu')
          : (inFrench(error, path) as Error)
      }
    },
    close() {
      closeSync(file)
      if (!size) rmSync(part, { force: true })
    },
  }
}

function openPart(folder: string, part: string): number {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o750 })
    return openSync(part, 'ax', 0o640)
  } catch (error) {
    throw inFrench(error)
  }
}

function nameNow(part: string, path: string): void {
  renameSync(part, path)
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** A journal that keeps nothing, for dry runs. */
export const noJournal: Journal = { write() {}, fault: () => null, close() {} }

/** `20261123-041500-deploy-3f2a`: sorts by time, and names the procedure. */
export function runName(procedure: string, at: Date, random: string): string {
  return `${stampOf(at)}-${procedure}-${random}`
}
