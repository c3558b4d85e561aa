import type { Target } from '../environment/target.ts'
import type { Step } from '../procedure/procedure.ts'
import type { Tools } from '../tools/tools.ts'
import type { RetentionPlace } from './places.ts'
import { namesGoing, type RetentionSurvey } from './policy.ts'

/** What was judged about a place, and what could not be removed yet. */
export type PrunedPlace = RetentionSurvey & { place: RetentionPlace; left: string[] }

/** Judges these places of an environment and removes what none of their rules keeps: diagram 3.3. */
export async function prune(
  step: Step,
  places: readonly RetentionPlace[],
  target: Target,
  tools: Tools,
): Promise<PrunedPlace[]> {
  const pruned: PrunedPlace[] = []
  for (const place of places) {
    const survey = await step(place.judged, `${place.title} : dire lesquels restent`, async ({ tell }) => {
      const found = await place.judge(target.home, tools.now())
      tell([counted(found), ...found.remarks].join(' ; '))
      return found
    })
    const left = await step(place.removed, `${place.title} : retirer les autres`, async ({ tell, signal }) => {
      const remaining = await place.remove(survey.verdicts, target, tools, signal)
      tell([namesGoing(survey.verdicts).join(', ') || 'aucun', ...remaining].join(' ; '))
      return remaining
    })
    pruned.push({ ...survey, place, left })
  }
  return pruned
}

/** `5 restent, 2 de trop`. */
export function counted({ verdicts }: RetentionSurvey): string {
  const out = namesGoing(verdicts).length
  const staying = verdicts.length - out
  return `${staying} ${staying > 1 ? 'restent' : 'reste'}, ${out} de trop`
}
