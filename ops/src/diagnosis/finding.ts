import type { ProbeResult } from './probe.ts'

/** The state of one part of an environment, in words that an operator reads, and when it was probed. */
export type Finding = {
  title: string
  state: 'well' | 'wrong' | 'unknown'
  said: string[]
  at: string
  ms: number
}

export type FindingWords = Pick<Finding, 'state' | 'said'>

/** Words the result of a probe. @param word words what was seen; a probe that saw nothing gives its own reason */
export function findingOf<T>(title: string, look: ProbeResult<T>, word: (seen: T) => FindingWords): Finding {
  const { at, ms } = look
  if ('seen' in look) return { title, ...word(look.seen), at, ms }
  return { title, state: 'unknown', said: look.unknown.split('\n').filter(Boolean), at, ms }
}

export const well = (...said: string[]): FindingWords => ({ state: 'well', said })
export const wrong = (...said: string[]): FindingWords => ({ state: 'wrong', said })
/** What was seen does not show whether all is well. */
export const unclear = (...said: string[]): FindingWords => ({ state: 'unknown', said })
