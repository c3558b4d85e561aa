import { appendFileSync, closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DiagramNode } from '../diagrams/diagram-nodes.ts'
import { stampOf } from '../time/stamp.ts'
import { isFull, noRoom, spaceAt } from '../tools/free-space.ts'

/** How a procedure ended. `undone`: it failed, and everything that it had done is undone. `stuck`: a person must look. */
export type Outcome = 'done' | 'failed' | 'undone' | 'stuck'

export type StepState = 'started' | 'retried' | 'done' | 'failed'

/** One line of a journal: what happened at this moment. Durations are milliseconds. */
export type JournalEntry = { at: string } & (
  | {
      kind: 'started'
      run: string
      procedure: string
      environment: string
      by: string
      pid: number
      /** the lock that it holds while it lives, as a path from the folder of the journals */
      lock: string
      input: object
    }
  | {
      kind: 'step' | 'undo'
      node: DiagramNode
      /** other nodes that the same step stands for */
      also?: DiagramNode[]
      title: string
      state: StepState
      ms?: number
      detail?: string
      /** the run found nothing to change */
      unchanged?: true
      /** the moment of the database that is there now; what came after it is lost */
      broughtBack?: string
    }
  | { kind: 'note'; text: string }
  | { kind: 'ended'; outcome: Outcome; ms: number; reason?: string }
)

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
 * the journal of a killed run names the step in which it died. A journal without its first line does not exist.
 */
export function openJournal(folder: string, run: string, now: () => Date): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o750 })
  const path = join(folder, `${run}.jsonl`)
  const file = openSync(path, 'ax', 0o640)
  let size = 0
  let fault: Error | null = null
  return {
    fault: () => fault,
    write(event) {
      const line = Buffer.from(`${JSON.stringify({ at: now().toISOString(), ...event })}\n`)
      try {
        appendFileSync(file, line)
        fsyncSync(file)
        size += line.length
      } catch (error) {
        ftruncateSync(file, size)
        fault ??= isFull(error) ? noRoom(spaceAt(folder), 'et le journal ne peut plus être tenu') : (error as Error)
      }
    },
    close() {
      closeSync(file)
      if (!size) rmSync(path, { force: true })
    },
  }
}

/** A journal that keeps nothing, for dry runs. */
export const noJournal: Journal = { write() {}, fault: () => null, close() {} }

/** `20261123-041500-deploy-3f2a`: sorts by time, and names the procedure. */
export function runName(procedure: string, at: Date, random: string): string {
  return `${stampOf(at)}-${procedure}-${random}`
}
