import { join } from 'node:path'
import { readLines } from '../state/read-lines.ts'
import { namesIn } from '../state/read-state.ts'
import { utcSecond } from '../time/words.ts'
import { entryShape } from './journal.ts'

/** What a run comes after. `order`: the place of the next one. `latest`: the last moment that a journal shows. */
type FormerRuns = { order: number; latest: { run: string; at: string } | null }

/**
 * Reads what ran before from the journals in this folder. Without any, places begin at this second: while a lost server is
 * rebuilt, its journals come back with their places, and the rebuild comes after them.
 * @throws DamagedFile if it cannot be looked into
 */
export async function readFormer(runs: string, now: Date): Promise<FormerRuns> {
  const files = (await namesIn(runs)).filter(name => name.endsWith('.jsonl'))
  const first = Math.floor(now.getTime() / 1000)
  const former: FormerRuns = { order: files.length ? files.length + 1 : first, latest: null }
  for (const file of files) {
    const { lines } = await readLines(join(runs, file), entryShape)
    for (const line of lines) {
      if (line.kind === 'started' && line.order) former.order = Math.max(former.order, line.order + 1)
      if (line.at > (former.latest?.at ?? '')) former.latest = { run: file.replace('.jsonl', ''), at: line.at }
    }
  }
  return former
}

/** Writers round, and clocks are corrected by this much all the time. */
const STEADY_MS = 2_000

/** What to know if the clock is behind the newest journal, in French; null if it is not. */
export function clockWarning({ latest }: Pick<FormerRuns, 'latest'>, now: Date): string | null {
  if (!latest || now.getTime() >= Date.parse(latest.at) - STEADY_MS) return null
  return (
    `L’horloge de ce serveur a reculé : il est ${utcSecond(now)}, et ${latest.run} a écrit à ${utcSecond(latest.at)}. ` +
    'L’ordre des exécutions et des versions est gardé, leurs dates sont fausses : réglez l’heure (timedatectl).'
  )
}
