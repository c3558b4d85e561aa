import { noteEntry } from '../../scripts/diagrams/journals.ts'
import type { Journal, JournalEntry, JournalEvent } from '../src/procedure/journal.ts'
import type { Progress } from '../src/procedure/progress.ts'

/** A journal that a test reads, and a terminal that shows nothing. */
export function record() {
  const written: JournalEvent[] = []
  const journal: Journal = {
    write(event) {
      if ('title' in event && ![event.title, event.node, ...(event.also ?? [])].every(Boolean))
        throw new Error(`a step without a title or a node: ${JSON.stringify(event)}`)
      written.push(event)
      noteEntry(event)
    },
    fault: () => null,
    close() {},
  }
  const progress: Progress = { begin: () => ({ tell() {}, end() {} }) }
  /** `2.4/V done`, in the order in which it happened */
  const steps = () =>
    (written as JournalEntry[]).flatMap(entry =>
      entry.kind === 'step' || entry.kind === 'undo'
        ? [`${entry.kind === 'undo' ? 'undo ' : ''}${entry.node} ${entry.state}`]
        : [],
    )
  /** the ids of the nodes of one diagram, each when it is first begun: `C D E` */
  const way = (diagram: string) => {
    const nodes = (written as JournalEntry[]).flatMap(entry =>
      entry.kind === 'step' ? [entry.node, ...(entry.also ?? [])] : [],
    )
    return [...new Set(nodes)]
      .filter(node => node.startsWith(`${diagram}/`))
      .map(node => node.slice(diagram.length + 1))
      .join(' ')
  }
  return { journal, progress, written, steps, way }
}
