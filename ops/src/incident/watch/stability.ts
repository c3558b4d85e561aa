import type { Incident, IncidentLine } from '../incident.ts'

type Looked = Extract<IncidentLine, { kind: 'looked' }>

/** How long all has been well without a break, and since when; null if the last look was bad, or if there was none. */
type Steady = { from: string; ms: number } | null

/**
 * The watched time in which nothing went wrong, up to the last look. Time that was not watched, because the watch was
 * killed and started again, does not count and does not break the time: what was well before and after it is added up.
 * @param gapMs the longest pause between two looks that still counts as watched
 */
export function steadyTime(lines: IncidentLine[], gapMs: number): Steady {
  const looks = looksOf(lines)
  const well = looks.slice(looks.findLastIndex(look => !look.well) + 1)
  const [first] = well
  if (!first) return null
  const gaps = well.slice(1).map((look, at) => Date.parse(look.at) - Date.parse((well[at] as Looked).at))
  return { from: first.at, ms: gaps.filter(gap => gap <= gapMs).reduce((sum, gap) => sum + gap, 0) }
}

/** The looks of the current watch: those since the last watch that was completed. */
export function looksOf(lines: Incident['lines']): Looked[] {
  const rest = lines.slice(lines.findLastIndex(({ kind }) => kind === 'stable') + 1)
  return rest.filter((line): line is Looked => line.kind === 'looked')
}
