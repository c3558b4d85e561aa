import type { ProbeResult } from './probe.ts'

/** How one part of an environment stands, in words that an operator reads, and when it was looked at. */
export type Finding = {
  title: string
  state: 'well' | 'wrong' | 'unknown'
  said: string[]
  at: string
  ms: number
}

export type FindingWords = Pick<Finding, 'state' | 'said'>

/** @param word what is said of what was seen; what could not be seen says why by itself */
export function findingOf<T>(title: string, look: ProbeResult<T>, word: (seen: T) => FindingWords): Finding {
  const { at, ms } = look
  if ('seen' in look) return { title, ...word(look.seen), at, ms }
  return { title, state: 'unknown', said: look.unknown.split('\n').filter(Boolean), at, ms }
}

export const well = (...said: string[]): FindingWords => ({ state: 'well', said })
export const wrong = (...said: string[]): FindingWords => ({ state: 'wrong', said })
/** What was seen does not say whether all is well. */
export const unclear = (...said: string[]): FindingWords => ({ state: 'unknown', said })
