import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { DiagramNode } from '../diagrams/diagram-nodes.ts'

/** How a procedure ended. `undone`: it failed, and everything that it had done is taken back. `stuck`: a person must look. */
export type Outcome = 'done' | 'failed' | 'undone' | 'stuck'

export type StepState = 'started' | 'retried' | 'done' | 'failed'

/** One line of a journal: what happened at this moment. Durations are milliseconds. */
export type Entry = { at: string } & (
  | { kind: 'started'; run: string; procedure: string; environment: string; by: string; pid: number; input: object }
  | { kind: 'step' | 'undo'; node: DiagramNode; title: string; state: StepState; ms?: number; detail?: string }
  | { kind: 'note'; text: string }
  | { kind: 'ended'; outcome: Outcome; ms: number; reason?: string }
)

export type Happening = Entry extends infer E ? (E extends Entry ? Omit<E, 'at'> : never) : never

/** Where a run writes down what it does, so that it can be told later, also when it was killed. */
export type Journal = { write(happening: Happening): void; close(): void }

/**
 * Opens the journal of a run: JSON lines in `<folder>/<run>.jsonl`, each on the disk before the run goes on, so that
 * a killed run leaves a journal that tells the step it died in.
 */
export function openJournal(folder: string, run: string, now: () => Date): Journal {
  mkdirSync(folder, { recursive: true, mode: 0o750 })
  const file = openSync(join(folder, `${run}.jsonl`), 'ax', 0o640)
  return {
    write(happening) {
      writeSync(file, `${JSON.stringify({ at: now().toISOString(), ...happening })}\n`)
      fsyncSync(file)
    },
    close: () => closeSync(file),
  }
}

/** A journal that keeps nothing: a dry run has not happened. */
export const noJournal: Journal = { write() {}, close() {} }

/** `20261123-041500-deploy-3f2a`: sorts by time, and tells what it was. */
export function runName(procedure: string, at: Date, random: string): string {
  const [day = '', time = ''] = at.toISOString().split(/[T.]/)
  return `${day.replaceAll('-', '')}-${time.replaceAll(':', '')}-${procedure}-${random}`
}
