import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalEntry, JournalEvent } from '../../ops/src/procedure/journal.ts'
import { reached } from './reached.ts'

/** Folders of journals, and how far each of their files is read. */
const followed = new Map<string, Map<string, number>>()

/**
 * Reads the journals of a folder, now and around each test to come: what their procedures reach, the test at work
 * reached. Where a test removes the folder at its end, this is called again after each run.
 */
export function followJournals(folder: string): void {
  followed.set(folder, followed.get(folder) ?? new Map())
  readJournals()
}

/** Reads what was written since the last time. Called around each test, and before a followed folder is removed. */
export function readJournals(): void {
  for (const [folder, places] of followed)
    for (const file of globSync('*.jsonl', { cwd: folder })) {
      const text = readFileSync(join(folder, file), 'utf8')
      const whole = text.slice(0, text.lastIndexOf('\n') + 1)
      for (const line of whole
        .slice(places.get(file) ?? 0)
        .split('\n')
        .filter(Boolean))
        noteEntry(JSON.parse(line) as JournalEntry)
      places.set(file, whole.length)
    }
}

/** Notes the nodes of a step or an undo, begun or ended. */
export function noteEntry(entry: JournalEvent): void {
  if (entry.kind === 'step' || entry.kind === 'undo') reached(entry.node, ...(entry.also ?? []))
}
