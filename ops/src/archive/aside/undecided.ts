import { join } from 'node:path'
import { z } from 'zod'
import type { Home } from '../../environment/home.ts'
import { DamagedFile, orDamage } from '../../state/damaged-file.ts'
import { readState } from '../../state/read-state.ts'
import { writeState } from '../../state/write-state.ts'
import { utcMinute } from '../../time/words.ts'
import type { Tools } from '../../tools/tools.ts'

const undecided = z.object({
  /** the database that was put aside */
  from: z.string(),
  /** when the two were last compared */
  at: z.iso.datetime(),
  /** a sentence in French each */
  questions: z.array(z.string()).min(1),
})

/** What contradicts between a database that was put aside and the one in use, and waits for a person to decide. */
export type Undecided = z.infer<typeof undecided>

const fileOf = (home: Home) => join(home.folder, 'undecided.json')
const COMPARE = 'Mettez ce fichier de côté (mv) : le prochain rapprochement (tiptop restore reconcile) le refait.'

/** What waits for a decision, by the database that was put aside. @throws DamagedFile */
export async function readUndecided(home: Home): Promise<Undecided[]> {
  return (await readState(fileOf(home), { shape: z.array(undecided), hint: COMPARE })) ?? []
}

/** Keeps what a comparison with a database that was put aside leaves to a person; nothing of it once nothing is left. */
export async function noteUndecided(
  home: Home,
  { from, questions }: Pick<Undecided, 'from' | 'questions'>,
  { files, now }: Pick<Tools, 'files' | 'now'>,
): Promise<void> {
  const known = await orDamage(readUndecided(home))
  const before = known instanceof DamagedFile ? [] : known
  const others = before.filter(one => one.from !== from)
  if (!questions.length && others.length === before.length && known === before) return
  const found = questions.length ? [{ from, at: now().toISOString(), questions }] : []
  await writeState(fileOf(home), [...others, ...found], files)
}

/** `événement n° 9 : …, selon tiptop_until_20261123_031205 comparée le 2026-11-23 12:00 UTC`, one for each. */
export function undecidedWords({ from, at, questions }: Undecided): string[] {
  return questions.map(question => `${question} (${from}, comparée le ${utcMinute(at)})`)
}

/** How an operator answers what a reconciliation leaves open. */
export const decideExample = (environment: string) => `tiptop restore decide ${environment} <événement…> --reason "…"`
