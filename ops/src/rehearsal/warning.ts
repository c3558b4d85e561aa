import type { Home } from '../environment/home.ts'
import { openSurvey } from '../state/damaged-file.ts'
import { DAY_MS } from '../time/duration.ts'
import { listRehearsals, type Rehearsal } from './record.ts'

/** Rehearsals are weekly, and one may come a day late. */
const YOUNG_DAYS = 8

/**
 * Returns what an operator who is about to change production should know about the last rehearsal.
 * @param rehearsals the newest first
 * @returns a sentence in French; null when the newest one is green and young
 */
export function rehearsalWarning([newest]: readonly Rehearsal[], now: Date): string | null {
  if (!newest) return 'Aucune répétition de restauration n’a encore été faite (tiptop rehearse).'
  const days = Math.floor((now.getTime() - Date.parse(newest.startedAt)) / DAY_MS)
  const day = newest.startedAt.slice(0, 10)
  if (newest.verdict === 'red')
    return `La dernière répétition de restauration, du ${day}, est rouge : ${newest.faults[0] ?? 'sans raison notée'}`
  return days >= YOUNG_DAYS ? `La dernière répétition de restauration, du ${day}, a ${days} jours.` : null
}

/** Reads the same from the records of an environment; names those that are damaged, since the last one may be among them. */
export async function readWarning(home: Home, now: Date): Promise<string | null> {
  const survey = openSurvey()
  const warning = rehearsalWarning(await survey.read(listRehearsals(home, survey), []), now)
  return [...(warning ? [warning] : []), ...survey.damaged].join(' ') || null
}
