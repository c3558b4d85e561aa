import type { RefusalCause } from '@tiptop/contract/handover.ts'

/** The causes to choose from. `other` must be written. */
export const refusalCauses = [
  'no-card',
  'other-name',
  'other-birth-date',
  'unreadable-card',
  'other',
] as const satisfies RefusalCause[]

/** The fewest characters that make a reason. */
const SHORTEST = 3
/** The most characters that may be typed: with the chosen reason, they stay within the limit of the API. */
export const LONGEST_DETAILS = 400

/** Returns what was typed as one trimmed line, or null if it is not a reason yet. */
export function readReason(typed: string): string | null {
  const reason = typed.replace(/\p{Cc}+/gu, ' ').trim()
  return reason.length >= SHORTEST ? reason : null
}

/** Returns the reason to record: the chosen one, then what was typed. For `other`, only what was typed. */
export function composeReason(picked: RefusalCause, label: string, typed: string): string | null {
  if (picked === 'other') return readReason(typed)
  const details = typed.replace(/\p{Cc}+/gu, ' ').trim()
  return details ? `${label}\u00a0: ${details}` : label
}
