import { noteEntry } from '../../scripts/diagrams/journals.ts'
import type { Entry, Happening, Journal } from '../src/procedure/journal.ts'
import type { Progress } from '../src/procedure/progress.ts'

/** A journal that a test reads, and a terminal that nobody looks at. */
export function record() {
  const written: Happening[] = []
  const journal: Journal = {
    write(happening) {
      written.push(happening)
      noteEntry(happening)
    },
    fault: () => null,
    close() {},
  }
  const progress: Progress = { begin: () => ({ tell() {}, end() {} }) }
  /** `2.4/V done`, in the order in which it happened */
  const steps = () =>
    (written as Entry[]).flatMap(entry =>
      entry.kind === 'step' || entry.kind === 'undo'
        ? [`${entry.kind === 'undo' ? 'undo ' : ''}${entry.node} ${entry.state}`]
        : [],
    )
  return { journal, progress, written, steps }
}
